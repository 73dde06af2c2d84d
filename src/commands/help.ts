import { type Handler, say } from './handler.ts';

/** What can be said, without what the rules let nobody like the asker do here. */
export const help: Handler<'help'> = async (deps, { topic }, asked) => {
  const rights = await deps.policy.rights(asked);
  const allowed = rights.filter(({ verdict }) => verdict !== 'no').map(({ operation }) => operation);
  return say({
    kind: 'help',
    topic,
    welcome: false,
    ...(allowed.length === rights.length ? {} : { operations: allowed }),
  });
};
