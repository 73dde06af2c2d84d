import { stat } from 'node:fs/promises';
import type { Log } from '../log.ts';
import { filePolicy } from './file-policy.ts';
import type { Memberships } from './memberships.ts';
import type { Policy } from './policy.ts';
import { problemText } from './problem.ts';
import { readFor } from './read-for.ts';
import type { Refusal } from './verdict.ts';

/** A file that could not be read lets nobody do anything. */
const refused: Refusal = { allowed: false, why: 'no-rule', rule: null, contact: null };
const nobody: Policy = {
  contact: null,
  judgeCommand: async () => refused,
  judge: async () => refused,
  mayApprove: async () => 'no',
  rights: async () =>
    (['pause', 'start', 'delete', 'pause-profile'] as const).map((operation) => ({
      operation,
      verdict: 'no',
      rule: null,
      targets: 'all',
    })),
};

/** What tells one state of a file from another; null when there is none to be read. */
async function stampOf(file: string): Promise<string | null> {
  try {
    const { mtimeNs, size, ino } = await stat(file, { bigint: true });
    return `${ino} ${mtimeNs} ${size}`;
  } catch {
    return null;
  }
}

export interface LivePolicyOptions {
  /** POLICY_FILE. */
  readonly file: string;
  readonly writesAs: 'person' | 'app';
  readonly memberships: Memberships;
  readonly log: Log;
}

/**
 * The policy of a file as it is now: a change counts from the next question on. A file that is gone or broken lets
 * nobody do anything until it is mended.
 */
export async function livePolicy({ file, writesAs, memberships, log }: LivePolicyOptions): Promise<Policy> {
  let known: { readonly stamp: string | null; readonly policy: Policy } = { stamp: null, policy: nobody };
  let told = '';

  async function current(): Promise<Policy> {
    const stamp = await stampOf(file);
    if (stamp !== null && stamp === known.stamp) return known.policy;
    const reading = await readFor(file, writesAs);
    if (reading.ok) {
      known = { stamp, policy: filePolicy(reading.policy, memberships) };
      told = '';
      return known.policy;
    }
    // Read anew the next time: what is in the way may pass without the file changing.
    known = { stamp: null, policy: nobody };
    const problems = reading.problems.map(problemText);
    if (problems.join() !== told)
      log.error({ problems }, 'POLICY_FILE can’t be used: nobody may do anything');
    told = problems.join();
    return nobody;
  }

  await current();
  return {
    get contact() {
      return known.policy.contact;
    },
    judgeCommand: async (ask) => (await current()).judgeCommand(ask),
    judge: async (deed, how) => (await current()).judge(deed, how),
    mayApprove: async (...asked) => (await current()).mayApprove(...asked),
    rights: async (ask) => (await current()).rights(ask),
  };
}
