import { filePolicy } from '../../src/policy/file-policy.ts';
import type { RuleFile } from '../../src/policy/file-shape.ts';
import type { Memberships } from '../../src/policy/memberships.ts';
import type { PolicyRules } from '../../src/policy/rule.ts';
import { toPolicy } from '../../src/policy/to-policy.ts';
import type { Deed, FilePolicy, PolicyPlace, Three } from '../../src/policy/verdict.ts';
import type { Actor } from '../../src/words.ts';

/** An id of its own for each number and kind. */
const guid = (kind: string, n: number) => `${kind.repeat(8)}-8cf7-4e61-b05c-${String(n).padStart(12, '0')}`;
export const user = (n: number) => guid('a', n);
export const group = (n: number) => guid('b', n);
export const tenant = (n: number) => guid('c', n);
export const principal = (n: number) => guid('d', n);
export const profile = (n: number) => guid('e', n);
export const team = (n: number) => `19:team${n}@thread.tacv2`;
export const channel = (n: number) => `19:channel${n}@thread.tacv2`;
export const chat = (n: number) => `19:chat${n}@thread.v2`;

export const actor = (n: number, ofTenant = 1): Actor => ({
  tenantId: tenant(ofTenant),
  objectId: user(n),
  name: `User ${n}`,
});

const inTenant = { tenantId: tenant(1), thread: null };
export const places = {
  channel: (n: number, teams: readonly number[] = []): PolicyPlace => ({
    ...inTenant,
    scope: 'channel',
    conversationId: channel(n),
    teamIds: teams.map(team),
  }),
  chat: (n: number): PolicyPlace => ({ ...inTenant, scope: 'groupChat', conversationId: chat(n) }),
  personal: { ...inTenant, scope: 'personal', conversationId: 'a:1' } satisfies PolicyPlace,
};

/** A deed that a test changes where it matters: user 1 pauses job `j1` of principal 1, Slack, in channel 1 of team 1. */
export const deed = (change: Partial<Deed> = {}): Deed => ({
  actor: actor(1),
  place: places.channel(1, [1]),
  operation: 'pause',
  target: { kind: 'job', servicePrincipalId: principal(1), jobId: 'j1' },
  displayName: 'Slack',
  ...change,
});

/** A rule that allows everything to everyone, but for what a test changes. */
export const rule = (change: Partial<RuleFile> = {}): RuleFile => ({
  name: 'a rule',
  effect: 'allow',
  who: { everyone: true },
  where: { anywhere: true },
  operations: ['pause', 'start', 'delete', 'pause-profile'],
  targets: { all: true },
  ...change,
});

/** The policy of some rules. */
export const rulesOf = (rules: readonly RuleFile[]): PolicyRules =>
  toPolicy({ version: 1, contact: 'the desk', rules: [...rules] });

/** A directory in which memberships are as given; others are `no`. */
export const directory =
  (members: Readonly<Record<string, Three>> = {}): Memberships =>
  async ({ groupIds }) =>
    new Map(groupIds.map((id) => [id, members[id] ?? 'no']));

export const policyOf = (
  rules: readonly RuleFile[],
  members: Readonly<Record<string, Three>> = {},
): FilePolicy => filePolicy(rulesOf(rules), directory(members));

/** A verdict in a word or two. */
export async function verdict(policy: FilePolicy, of: Partial<Deed> = {}): Promise<string> {
  const found = await policy.judge(deed(of));
  if (!found.allowed) return found.rule === null ? found.why : `${found.why} ${found.rule}`;
  return [found.rule, ...(found.asks ? ['asks'] : []), ...(found.approval ? ['approval'] : [])].join(' ');
}
