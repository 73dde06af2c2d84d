import { stat } from 'node:fs/promises';
import type { Log } from '../log.ts';
import { filePolicy } from './file-policy.ts';
import { loadPolicyFile } from './load-policy-file.ts';
import type { Memberships } from './memberships.ts';
import type { Policy } from './policy.ts';
import { problemText } from './problem.ts';
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

/**
 * The policy of a file as it is now: a change counts from the next question on. A file that is gone or broken lets
 * nobody do anything until it is mended.
 *
 * @param file POLICY_FILE
 */
export function livePolicy(file: string, memberships: Memberships, log: Log): Policy {
  let known: { readonly stamp: string | null; readonly policy: Policy } = { stamp: '', policy: nobody };

  async function current(): Promise<Policy> {
    const stamp = await stampOf(file);
    if (stamp !== null && stamp === known.stamp) return known.policy;
    const reading = await loadPolicyFile(file);
    const policy = reading.ok ? filePolicy(reading.policy, memberships) : nobody;
    if (!reading.ok && stamp !== known.stamp) {
      log.error(
        { problems: reading.problems.map(problemText) },
        'POLICY_FILE can’t be used: nobody may do anything',
      );
    }
    known = { stamp, policy };
    return policy;
  }

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
