import { systemClock } from '../../src/clock.ts';
import { filePolicy } from '../../src/policy/file-policy.ts';
import { rememberedMemberships } from '../../src/policy/memberships.ts';
import type { Policy } from '../../src/policy/policy.ts';
import { readPolicy } from '../../src/policy/read-policy.ts';

/** A policy from the text of a file, and groups as `user id → group ids`. @throws when the text has mistakes */
export function policyOf(text: string, groups: Readonly<Record<string, readonly string[]>> = {}): Policy {
  const reading = readPolicy(text);
  if (!reading.ok) throw new Error(reading.problems.map(({ message }) => message).join('; '));
  const memberships = rememberedMemberships({
    ask: async (_tenant, user, asked) => {
      const mine = groups[user];
      if (mine === undefined) throw new Error('the directory is down');
      return new Set(asked.filter((id) => mine.includes(id)));
    },
    clock: systemClock,
    report: () => {},
  });
  return filePolicy(reading.policy, memberships);
}
