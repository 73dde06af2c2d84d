import type { TargetText } from '../language/command.ts';
import type { TenantDeps } from '../operations/deps.ts';
import { inventory } from '../targets/inventory.ts';
import { readTarget } from '../targets/read.ts';
import { knownJobs } from '../watches/enrol.ts';
import { type NewWatch, setWatch } from '../watches/set-watch.ts';
import { targetKey } from '../words.ts';
import type { Handler, Reply } from './handler.ts';
import { goneReply, resolveTarget } from './operate.ts';

/** How old the list of jobs may be, milliseconds; new ones are taken in later. */
const oldest = 10 * 60_000;

type Asker = Pick<NewWatch, 'tenantId' | 'actor' | 'place' | 'only'>;

const write = (watch: NewWatch): Reply => ({ kind: 'write', write: (tx, now) => setWatch(tx, watch, now) });

/** A choice goes on with what was asked to be told. */
function keeping(reply: Reply, only: NewWatch['only']): Reply {
  return reply.kind === 'notice' && reply.notice.kind === 'picker'
    ? { ...reply, notice: { ...reply.notice, only } }
    : reply;
}

async function watchOne(deps: TenantDeps, text: TargetText | null, asker: Asker): Promise<Reply> {
  const resolved = await resolveTarget(deps, 'watch', text, { forWrite: false, reason: null });
  if ('reply' in resolved) return keeping(resolved.reply, asker.only);
  const snapshot = await readTarget(deps, resolved.target);
  if (snapshot === 'gone' || snapshot.kind !== 'job')
    return await goneReply(deps, 'watch', { target: resolved.target, text });
  const { target, displayName, templateId } = snapshot;
  const jobs = [{ target, targetKey: targetKey(target), displayName, templateId }];
  return write({ ...asker, watched: { kind: 'job', target, displayName }, jobs, snapshot });
}

/** Begins a watch of one job, of all, or of those whose names match. @throws GraphFailure */
export const watch: Handler<'watch'> = async (deps, { what, only }, { actor, place }) => {
  const { tenantId } = deps;
  const asker = { tenantId, actor, place, only };
  if (what === null || what.kind === 'target') return await watchOne(deps, what?.target ?? null, asker);
  const jobs = knownJobs(await inventory(deps, oldest));
  return write({ ...asker, watched: what, jobs, snapshot: null });
};
