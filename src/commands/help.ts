import { type Handler, say } from './handler.ts';

export const help: Handler<'help'> = async (_deps, { topic }) => say({ kind: 'help', topic, welcome: false });
