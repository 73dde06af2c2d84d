import fc from 'fast-check';
import { filePolicy } from '../../src/policy/file-policy.ts';
import type { RuleFile } from '../../src/policy/file-shape.ts';
import type { Deed, PolicyPlace, Right, Three, Verdict } from '../../src/policy/verdict.ts';
import type { Operation, Target } from '../../src/words.ts';
import {
  actor,
  channel,
  chat,
  directory,
  group,
  places,
  policyOf,
  principal,
  profile,
  rule,
  rulesOf,
  team,
  tenant,
  user,
} from './world.ts';

const operations: readonly Operation[] = ['pause', 'start', 'delete', 'pause-profile'];
const jobs: readonly Target[] = [1, 2].flatMap((n) =>
  ['j1', 'j2'].map((jobId) => ({ kind: 'job', servicePrincipalId: principal(n), jobId }) as const),
);
const profiles: readonly Target[] = [1, 2].map((n) => ({ kind: 'profile', profileId: profile(n) }));
const allPlaces: readonly PolicyPlace[] = [
  places.personal,
  places.chat(1),
  places.chat(2),
  places.channel(1, [1]),
  places.channel(2, [1, 2]),
  places.channel(2),
];

const some = <T>(...of: readonly T[]) => fc.subarray([...of], { minLength: 1, maxLength: 2 });
const maybe = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: undefined });

const who: fc.Arbitrary<RuleFile['who']> = fc.oneof(
  fc.constant({ everyone: true }),
  fc
    .record({ users: maybe(some(user(1), user(2))), groups: maybe(some(group(1), group(2), group(3))) })
    .filter(({ users, groups }) => users !== undefined || groups !== undefined),
);
const where: fc.Arbitrary<RuleFile['where']> = fc
  .record({
    tenants: maybe(some(tenant(1), tenant(2))),
    at: fc.oneof(
      fc.constant({ anywhere: true }),
      fc.constant({ personal: true }),
      some(team(1), team(2)).map((teams) => ({ teams })),
      some(channel(1), channel(2)).map((channels) => ({ channels })),
      some(chat(1), chat(2)).map((chats) => ({ chats, personal: true })),
    ),
  })
  .map(({ tenants, at }) => ({ tenants, ...at }));
const targets: fc.Arbitrary<RuleFile['targets']> = fc.oneof(
  fc.constant({ all: true }),
  some(principal(1), `${principal(1)}/j1`, `${principal(2)}/j2`, profile(1)).map((ids) => ({ ids })),
  some('sl*', '*ack', 'Zoom').map((names) => ({ names })),
);
const rules = (effects: readonly RuleFile['effect'][] = ['allow', 'allow', 'deny'], least = 0) =>
  fc
    .array(
      fc.record({
        effect: fc.constantFrom(...effects),
        who,
        where,
        operations: some(...operations),
        targets,
        confirm: fc.constantFrom('always' as const, 'default' as const),
        approval: maybe(
          fc.record({ users: some(user(1), user(2), user(3)), groups: some(group(1), group(2)) }),
        ),
      }),
      { minLength: least, maxLength: 6 },
    )
    .map((all) =>
      all.map(({ confirm, approval, ...each }, n): RuleFile => {
        const base = { ...each, name: `${'cafbed'[n]}${n}` };
        return base.effect === 'deny' ? base : { ...base, confirm, approval };
      }),
    );

const deeds: fc.Arbitrary<Deed> = fc
  .record({
    person: fc.constantFrom(1, 2),
    place: fc.constantFrom(...allPlaces),
    operation: fc.constantFrom(...operations),
    n: fc.nat({ max: 3 }),
    displayName: fc.constantFrom('Slack', 'Zoom', 'Other', ''),
  })
  .map(({ person, place, operation, n, displayName }) => {
    const target = operation === 'pause-profile' ? profiles[n % profiles.length] : jobs[n];
    if (target === undefined) throw new Error('no target');
    return { actor: actor(person), place, operation, target, displayName };
  });

const memberships = fc
  .tuple(...[1, 2, 3].map(() => fc.constantFrom<Three>('yes', 'no', 'unknown')))
  .map((all) => Object.fromEntries(all.map((is, n) => [group(n + 1), is])));

const judge = (of: readonly RuleFile[], members: Readonly<Record<string, Three>>, deed: Deed) =>
  filePolicy(rulesOf(of), directory(members)).judge(deed);

const both = async (of: readonly RuleFile[], members: Readonly<Record<string, Three>>, deed: Deed) => {
  const policy = filePolicy(rulesOf(of), directory(members));
  return [(await policy.judge(deed)).allowed, (await policy.judgeCommand(deed)).allowed] as const;
};

/** Everything that has to be done before the deed. */
const demands = (verdict: Verdict): readonly string[] => {
  if (!verdict.allowed) return ['never'];
  const { asks, approval } = verdict;
  const approvals = approval === null ? [] : [approval, ...approval.also];
  return [
    ...(asks ? ['asks'] : []),
    ...approvals.map(({ users, groups }) => JSON.stringify([[...users].sort(), [...groups].sort()])),
  ];
};

const check = <T extends [unknown, ...unknown[]]>(
  property: fc.IAsyncProperty<T>,
  numRuns = 400,
): Promise<void> => fc.assert(property, { numRuns });

test('a deny rule more never allows more', () =>
  check(
    fc.asyncProperty(rules(), rules(['deny'], 1), memberships, deeds, async (of, [more], members, deed) => {
      const before = await both(of, members, deed);
      const after = await both([...of, { ...rule(), ...more, name: 'more' }], members, deed);
      for (const [n, allowed] of after.entries()) expect(allowed && !before[n]).toBe(false);
    }),
  ));

test('an allow rule less never allows more', () =>
  check(
    fc.asyncProperty(rules(), memberships, deeds, fc.nat(), async (of, members, deed, n) => {
      const left = of.filter((each, index) => each.effect === 'deny' || index !== n % of.length);
      const before = await both(of, members, deed);
      const after = await both(left, members, deed);
      for (const [index, allowed] of after.entries()) expect(allowed && !before[index]).toBe(false);
    }),
  ));

test('an allow rule more takes away nothing that is asked for', () =>
  check(
    fc.asyncProperty(rules(), rules(['allow'], 1), memberships, deeds, async (of, [more], members, deed) => {
      const before = await judge(of, members, deed);
      fc.pre(before.allowed);
      const after = await judge([...of, { ...rule(), ...more, name: 'more' }], members, deed);
      expect(after.allowed).toBe(true);
      expect(demands(after)).toEqual(expect.arrayContaining([...demands(before)]));
    }),
  ));

test('the order of rules makes no difference', () =>
  check(
    fc.asyncProperty(
      rules().chain((of) => fc.tuple(fc.constant(of), fc.shuffledSubarray(of, { minLength: of.length }))),
      memberships,
      deeds,
      async ([of, shuffled], members, deed) => {
        const one = filePolicy(rulesOf(of), directory(members));
        const other = filePolicy(rulesOf(shuffled), directory(members));
        expect(await other.judge(deed)).toEqual(await one.judge(deed));
        expect(await other.rights(deed)).toEqual(await one.rights(deed));
      },
    ),
  ));

test('what is unknown allows only what either answer would allow, and asks for at least as much', () =>
  check(
    fc.asyncProperty(
      rules(),
      memberships,
      deeds,
      fc.constantFrom('yes', 'no'),
      async (of, members, deed, is) => {
        const unsure = await judge(of, members, deed);
        const known = Object.fromEntries(
          Object.entries(members).map(([id, was]) => [id, was === 'unknown' ? (is as Three) : was]),
        );
        const sure = await judge(of, known, deed);
        if (!unsure.allowed) return;
        expect(sure.allowed).toBe(true);
        expect(demands(unsure)).toEqual(expect.arrayContaining([...demands(sure)]));
      },
    ),
    800,
  ));

test('a directory that knows nothing or fails allows only what no group is needed for', () =>
  check(
    fc.asyncProperty(rules(), deeds, async (of, deed) => {
      const policy = filePolicy(rulesOf(of), async () => new Map());
      const verdict = await policy.judge(deed);
      const nobody = await judge(of, {}, deed);
      if (verdict.allowed) expect(nobody.allowed).toBe(true);
    }),
  ));

const strictness = { yes: 0, asks: 1, approval: 2, unknown: 3, no: 3 } as const;
const rightFor = (verdict: Verdict): Right['verdict'] =>
  !verdict.allowed ? 'no' : verdict.approval !== null ? 'approval' : verdict.asks ? 'asks' : 'yes';

test('rights promise nothing milder and nothing stricter than the deed gets', () =>
  check(
    fc.asyncProperty(rules(), memberships, deeds, async (of, members, deed) => {
      const policy = filePolicy(rulesOf(of), directory(members));
      const right = (await policy.rights(deed)).find(({ operation }) => operation === deed.operation);
      const verdict = await policy.judge(deed);
      if (right === undefined) throw new Error('an operation is missing');
      expect(strictness[rightFor(verdict)]).toBeGreaterThanOrEqual(strictness[right.verdict]);
      if (right.targets === 'all' && strictness[right.verdict] < 3)
        expect(rightFor(verdict)).toBe(right.verdict);
      expect((await policy.judgeCommand(deed)).allowed).toBe(strictness[right.verdict] < 3);
    }),
    1500,
  ));

test('nobody approves what they asked for, and only who is named does', () =>
  check(
    fc.asyncProperty(
      rules(['allow']),
      memberships,
      deeds,
      fc.constantFrom(1, 2, 3, 4),
      async (of, members, deed, n) => {
        const policy = policyOf(of, members);
        const verdict = await policy.judge(deed);
        fc.pre(verdict.allowed && verdict.approval !== null);
        if (!verdict.allowed || verdict.approval === null) return;
        const answer = await policy.mayApprove(verdict.approval, deed, actor(n), deed.place);
        if (user(n) === deed.actor.objectId) return expect(answer).toBe('self');
        const needs = [verdict.approval, ...verdict.approval.also];
        const named = (known: readonly Three[]) =>
          needs.every(
            ({ users, groups }) =>
              users.includes(user(n)) || groups.some((id) => known.includes(members[id] ?? 'no')),
          );
        if (answer === 'yes') expect(named(['yes'])).toBe(true);
        if (answer === 'no') expect(named(['yes', 'unknown'])).toBe(false);
      },
    ),
    200,
  ));
