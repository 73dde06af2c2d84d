import type { TargetText } from '../language/command.ts';
import type { TenantDeps } from '../operations/deps.ts';
import { readTarget } from '../targets/read.ts';
import { type Handler, type Reply, say } from './handler.ts';
import { goneReply, profilesOff, resolveTarget } from './operate.ts';

async function show(
  deps: TenantDeps,
  verb: 'status' | 'status school',
  text: TargetText | null,
): Promise<Reply> {
  const resolved = await resolveTarget(deps, verb, text, { forWrite: false, reason: null });
  if ('reply' in resolved) return resolved.reply;
  const snapshot = await readTarget(deps, resolved.target);
  if (snapshot !== 'gone') return say({ kind: 'status', snapshot });
  return await goneReply(deps, verb, { target: resolved.target, text });
}

export const status: Handler<'status'> = (deps, command) => show(deps, 'status', command.target);

export const statusSchool: Handler<'status school'> = async (deps, command) =>
  deps.schoolProfiles === 'on' ? await show(deps, 'status school', command.target) : profilesOff(deps);
