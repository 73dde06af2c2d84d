import { GraphFailure } from '../graph/failure.ts';
import { isRetired } from '../graph/profiles.ts';
import type { TargetText, Until } from '../language/command.ts';
import { typedWords } from '../language/target-text.ts';
import type { TargetVerb } from '../notice.ts';
import type { TenantDeps } from '../operations/deps.ts';
import { resolveEnd, zoneOf } from '../operations/pause-end.ts';
import { endWarnings, planEnd } from '../operations/plan-end.ts';
import { propose } from '../operations/propose.ts';
import { forgetJob } from '../store/inventory.ts';
import { type Found, findJob, findProfile } from '../targets/find.ts';
import { inventory } from '../targets/inventory.ts';
import { readTarget } from '../targets/read.ts';
import type { Forbidden, Operation, Target, TargetRow, Warning } from '../words.ts';
import { type Asked, type Reply, say } from './handler.ts';
import { listedRows } from './listed-rows.ts';

/** What is gone is looked for in a tenant read this lately, so that asking for it again and again costs little, milliseconds. */
const recently = 15_000;

/**
 * The job whose application is really called “school X”, for a sentence that was read as one about a school
 * profile X; null when there is none, or when quotes made it plain.
 */
async function jobCalledSchool(deps: TenantDeps, text: TargetText): Promise<Found | null> {
  if (text.kind !== 'name' || text.quoted) return null;
  const found = await findJob(deps, { ...text, name: `school ${text.name}` }, { forWrite: false });
  return found.kind === 'none' || (found.kind === 'one' && !found.exact) ? null : found;
}

/** A profile, or what it might be taken for: both are offered when both fit. */
async function findSchool(deps: TenantDeps, text: TargetText): Promise<Found> {
  const job = await jobCalledSchool(deps, text);
  if (job === null) return await findProfile(deps, text);
  const profile = await findProfile(deps, text).catch((error: unknown) => {
    // With the service retired, the application is the only thing that can be meant.
    if (error instanceof GraphFailure && isRetired(error)) return null;
    throw error;
  });
  if (profile === null || profile.kind === 'none') return job;
  const rows = [...(await rowsOf(deps, job)), ...(await rowsOf(deps, profile))];
  return { kind: 'many', rows, total: rows.length };
}

async function rowsOf(deps: TenantDeps, found: Found): Promise<readonly TargetRow[]> {
  if (found.kind === 'none') return [];
  if (found.kind === 'many') return found.rows;
  const snapshot = await readTarget(deps, found.target);
  if (snapshot === 'gone') return [];
  const templateId = snapshot.kind === 'job' ? snapshot.templateId : null;
  return [{ target: found.target, displayName: snapshot.displayName, templateId, snapshot }];
}

function picker(
  verb: TargetVerb,
  from: {
    readonly asked: string | null;
    readonly rows: readonly TargetRow[];
    readonly total: number;
    readonly reason: string | null;
    readonly until: Until | null;
  },
): Reply {
  return say({ kind: 'picker', verb, ...from });
}

/**
 * For a target that was known and is gone: it is forgotten, so that it is neither offered nor counted again.
 *
 * @throws GraphFailure when the tenant cannot be read
 */
export async function goneReply(
  deps: TenantDeps,
  verb: TargetVerb,
  { target, text }: { readonly target: Target; readonly text: TargetText | null },
): Promise<Reply> {
  if (target.kind === 'job') await forgetJob(deps.db, deps.tenantId, target);
  const { principals } = await inventory(deps, recently);
  const searched = principals.reduce((sum, { jobs }) => sum + jobs.length, 0);
  return say({ kind: 'not-found', verb, asked: text === null ? '' : typedWords(text), searched, near: [] });
}

/**
 * The one target a person means, or the reply that asks which, or says that there is none.
 *
 * @throws GraphFailure when the tenant cannot be read
 */
export async function resolveTarget(
  deps: TenantDeps,
  verb: TargetVerb,
  text: TargetText | null,
  asked: {
    readonly forWrite: boolean;
    readonly reason: string | null;
    /** When a pause is to end, as it was said. */
    readonly until?: Until | null;
  },
): Promise<{ readonly target: Target; readonly exact: boolean } | { readonly reply: Reply }> {
  const { forWrite, reason, until = null } = asked;
  const ofSchool = verb === 'pause school' || verb === 'status school';
  if (text === null) {
    const all = await listedRows(deps, { of: ofSchool ? 'schools' : 'jobs', filter: null });
    return {
      reply: picker(verb, {
        asked: null,
        rows: all.rows.slice(0, 6),
        total: all.rows.length,
        reason,
        until,
      }),
    };
  }
  const found: Found = ofSchool ? await findSchool(deps, text) : await findJob(deps, text, { forWrite });
  switch (found.kind) {
    case 'one':
      return { target: found.target, exact: found.exact };
    case 'many':
      return {
        reply: picker(verb, {
          asked: typedWords(text),
          rows: found.rows,
          total: found.total,
          reason,
          until,
        }),
      };
    case 'none': {
      const { searched, near } = found;
      return { reply: say({ kind: 'not-found', verb, asked: typedWords(text), searched, near }) };
    }
  }
}

/**
 * From a command to a plan: target, policy, state, and whether a person has to say yes.
 *
 * @throws GraphFailure when the target cannot be read
 */
export async function operate(
  deps: TenantDeps,
  operation: Operation,
  verb: TargetVerb,
  command: {
    readonly target: TargetText | null;
    readonly reason: string | null;
    readonly ask: boolean;
    readonly until?: Until | null;
  },
  asked: Asked,
): Promise<Reply> {
  const { reason } = command;
  const { actor, place } = asked;
  if (operation === 'pause-profile' && deps.schoolProfiles !== 'on') return profilesOff(deps);
  const first = await deps.policy.judgeCommand({ actor, place, operation });
  if (!first.allowed) {
    const displayName = command.target === null ? '' : typedWords(command.target);
    return forbidden({ operation, target: null, displayName, reason }, first);
  }
  const now = deps.clock.now();
  const said = { now, saidAt: asked.receivedAt ?? now, timeZone: zoneOf(actor) };
  const time = command.until ? resolveEnd(command.until, said) : null;
  if (time !== null && !time.ok) return say({ kind: 'error', code: time.code, answer: null, at: now });
  const resolved = await resolveTarget(deps, verb, command.target, {
    forWrite: true,
    reason,
    until: command.until ?? null,
  });
  if ('reply' in resolved) return resolved.reply;
  const { target, exact } = resolved;
  if (target.kind === 'job' && operation === 'pause-profile') {
    // “school” was part of an application's name after all.
    return await operate(deps, 'pause', 'pause', { ...command, target }, asked);
  }
  const snapshot = await readTarget(deps, target);
  if (snapshot === 'gone') return await goneReply(deps, verb, { target, text: command.target });
  const more: Warning[] = [];
  if (!exact) more.push('inexact-match');
  if (command.ask) more.push('asked-to-show');
  const { displayName } = snapshot;
  const until = time === null ? null : await planEnd(deps, time, { actor, place, target, displayName });
  more.push(...endWarnings(until, now));
  const proposal = await propose(deps, { actor, place, operation, snapshot, more });
  switch (proposal.kind) {
    case 'forbidden':
      return forbidden({ operation, target, displayName, reason }, proposal.forbidden);
    case 'alone':
      return say({ kind: 'error', code: 'approval-elsewhere', answer: null, at: deps.clock.now() });
    case 'settled':
      return { kind: 'run', operation, snapshot, reason, until, outcome: proposal.outcome };
    case 'go':
      return { kind: 'run', operation, snapshot, reason, until, outcome: null };
    case 'ask': {
      const { warnings, typedName, approval } = proposal;
      return { kind: 'ask', operation, snapshot, reason, until, warnings, typedName, approval };
    }
  }
}

function forbidden(
  asked: Omit<Extract<Reply, { kind: 'forbidden' }>, 'kind' | 'forbidden'>,
  { why, rule, contact }: Forbidden,
): Reply {
  return { kind: 'forbidden', ...asked, forbidden: { why, rule, contact } };
}

/** The reply where school profiles are switched off, or not there in this cloud. */
export function profilesOff(deps: TenantDeps): Reply {
  const code = deps.schoolProfiles === 'off' ? 'profiles-off' : 'profiles-not-in-cloud';
  return say({ kind: 'error', code, answer: null, at: deps.clock.now() });
}
