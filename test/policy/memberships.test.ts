import type { GraphRequest } from '../../src/graph/client.ts';
import { GraphFailure } from '../../src/graph/failure.ts';
import { BadId } from '../../src/graph/ids.ts';
import { checkMemberGroups } from '../../src/graph/memberships.ts';
import { filePolicy } from '../../src/policy/file-policy.ts';
import { rememberedMemberships } from '../../src/policy/memberships.ts';
import { actor, deed, group, places, rule, rulesOf, tenant, user } from './world.ts';

const answer = { status: 200, code: null, requestId: null, retryAfter: null };
const failure = (status: number) =>
  new GraphFailure('status', { ...answer, status }, `Graph answered ${status}`);

/** A source that says yes to odd groups, and remembers what it was asked. */
function world() {
  const asked: { tenantId: string; userId: string; groupIds: readonly string[] }[] = [];
  const reported: unknown[] = [];
  const at = { now: 1_000_000 };
  const world = {
    asked,
    reported,
    at,
    trouble: null as ((groupIds: readonly string[]) => Error | null) | null,
    memberships: rememberedMemberships({
      ask: async (tenantId, userId, groupIds) => {
        asked.push({ tenantId, userId, groupIds });
        await Promise.resolve();
        const error = world.trouble?.(groupIds) ?? null;
        if (error !== null) throw error;
        return new Set(groupIds.filter((id) => Number(id.slice(-3)) % 2 === 1));
      },
      clock: { now: () => at.now },
      report: (error) => reported.push(error),
      most: 50,
    }),
  };
  const ask = async (
    groups: readonly number[],
    more: { fresh?: boolean; userId?: string; tenantId?: string } = {},
  ) => {
    const found = await world.memberships({
      tenantId: tenant(1),
      userId: user(1),
      groupIds: groups.map(group),
      ...more,
    });
    return groups.map((n) => found.get(group(n)) ?? 'unknown');
  };
  return Object.assign(world, { ask });
}

describe('remembered memberships', () => {
  test('are asked for once, then remembered: five minutes for yes, one for no', async () => {
    const { ask, asked, at } = world();
    expect(await ask([1, 2])).toEqual(['yes', 'no']);
    at.now += 59_999;
    expect(await ask([2, 1])).toEqual(['no', 'yes']);
    expect(asked).toHaveLength(1);
    at.now += 1;
    expect(await ask([1, 2])).toEqual(['yes', 'no']);
    expect(asked[1]?.groupIds).toEqual([group(2)]);
    at.now += 240_000;
    await ask([1]);
    expect(asked).toHaveLength(3);
  });

  test('right before something is done they are a minute old at most', async () => {
    const { ask, asked, at } = world();
    await ask([1]);
    at.now += 59_999;
    await ask([1], { fresh: true });
    expect(asked).toHaveLength(1);
    at.now += 1;
    await ask([1]);
    expect(asked).toHaveLength(1);
    await ask([1], { fresh: true });
    expect(asked).toHaveLength(2);
  });

  test('are as old as the question, and of no use when the clock was set back', async () => {
    const { ask, asked, at } = world();
    const pending = ask([1]);
    at.now += 300_000;
    await pending;
    await ask([1]);
    expect(asked).toHaveLength(2);
    at.now -= 1;
    await ask([1]);
    expect(asked).toHaveLength(3);
  });

  test('are told apart by tenant and person, not by how ids are written', async () => {
    const { ask, asked } = world();
    await ask([1]);
    await ask([1], { userId: user(1).toUpperCase(), tenantId: tenant(1).toUpperCase() });
    expect(asked).toHaveLength(1);
    await ask([1], { userId: user(2) });
    await ask([1], { tenantId: tenant(2) });
    expect(asked.map(({ tenantId, userId }) => [tenantId, userId])).toEqual([
      [tenant(1), user(1)],
      [tenant(1), user(2)],
      [tenant(2), user(1)],
    ]);
  });

  test('one question for several who want to know at the same time', async () => {
    const { ask, asked } = world();
    expect(await Promise.all([ask([1, 2]), ask([2, 3]), ask([1], { fresh: true })])).toEqual([
      ['yes', 'no'],
      ['no', 'yes'],
      ['yes'],
    ]);
    expect(asked.map(({ groupIds }) => groupIds)).toEqual([[group(1), group(2)], [group(3)]]);
  });

  test('twenty groups at a time', async () => {
    const { ask, asked } = world();
    const all = Array.from({ length: 45 }, (_, n) => n);
    expect(await ask(all)).toEqual(all.map((n) => (n % 2 === 1 ? 'yes' : 'no')));
    expect(asked.map(({ groupIds }) => groupIds.length)).toEqual([20, 20, 5]);
  });

  test('no more are kept than fit: the oldest go', async () => {
    const { ask, asked } = world();
    for (let n = 0; n <= 50; n++) await ask([n]);
    await ask([50]);
    expect(asked).toHaveLength(51);
    await ask([0]);
    expect(asked).toHaveLength(52);
  });

  test('trouble is unknown, reported and not remembered', async () => {
    const it = world();
    it.trouble = () => failure(503);
    expect(await it.ask([1, 2])).toEqual(['unknown', 'unknown']);
    expect(it.asked).toHaveLength(1);
    expect(it.reported).toHaveLength(1);
    it.trouble = null;
    expect(await it.ask([1, 2])).toEqual(['yes', 'no']);
  });

  test('one group that is gone spoils no other', async () => {
    const it = world();
    it.trouble = (groupIds) => (groupIds.includes(group(2)) ? failure(404) : null);
    expect(await it.ask([1, 2, 3])).toEqual(['yes', 'unknown', 'yes']);
    expect(it.reported).toHaveLength(1);
  });
});

describe('a policy whose directory', () => {
  const rules = rulesOf([rule({ name: 'members', who: { groups: [group(1)] } })]);

  test('works asks only what matters', async () => {
    const it = world();
    const policy = filePolicy(
      rulesOf([
        rule({ name: 'members', who: { groups: [group(1)], users: [user(3)] }, operations: ['pause'] }),
        rule({ name: 'elsewhere', who: { groups: [group(3)] }, where: { personal: true } }),
        rule({ name: 'other', who: { groups: [group(5)] }, operations: ['start'] }),
        rule({ name: 'no', effect: 'deny', who: { groups: [group(2)] } }),
      ]),
      it.memberships,
    );
    expect((await policy.judge(deed())).allowed).toBe(true);
    expect(it.asked.map(({ groupIds }) => [...groupIds].sort())).toEqual([[group(1), group(2)]]);
    await policy.judge(deed({ operation: 'delete' }));
    expect(it.asked).toHaveLength(1);
  });

  test('is down refuses, and says that it could not be found out', async () => {
    const it = world();
    it.trouble = () => failure(503);
    const policy = filePolicy(rules, it.memberships);
    expect(await policy.judge(deed())).toEqual({
      allowed: false,
      why: 'membership-unknown',
      rule: 'members',
      contact: 'the desk',
    });
    expect((await policy.rights({ actor: actor(1), place: places.personal }))[0]?.verdict).toBe('unknown');
  });

  test('changed is asked again in the run', async () => {
    const it = world();
    const policy = filePolicy(rules, it.memberships);
    await policy.judge(deed());
    it.at.now += 100_000;
    it.trouble = () => failure(404);
    expect((await policy.judge(deed())).allowed).toBe(true);
    expect((await policy.judge(deed(), { fresh: true })).allowed).toBe(false);
  });
});

describe('checkMemberGroups', () => {
  const graph = (body: unknown) => {
    const requests: GraphRequest[] = [];
    return {
      requests,
      graph: async (request: GraphRequest) => {
        requests.push(request);
        return { answer, body };
      },
    };
  };

  test('is a POST with the ids, and takes only what was asked for from the answer', async () => {
    const { graph: send, requests } = graph({ value: [group(1).toUpperCase(), group(9)] });
    expect(await checkMemberGroups(send, user(1), [group(1), group(2)])).toEqual(new Set([group(1)]));
    expect(requests).toEqual([
      {
        name: 'member-groups',
        method: 'POST',
        version: 'v1.0',
        path: `/users/${user(1)}/checkMemberGroups`,
        body: { groupIds: [group(1), group(2)] },
      },
    ]);
  });

  test.each<[string, readonly string[]]>([
    ['me', [group(1)]],
    [`${user(1)}/../x`, [group(1)]],
    [user(1), ['x']],
    [user(1), [`${group(1)}\n`]],
  ])('refuses what is no id: %j %j', async (of, groups) => {
    const { graph: send, requests } = graph({ value: [] });
    await expect(checkMemberGroups(send, of, groups)).rejects.toThrow(BadId);
    expect(requests).toEqual([]);
  });

  test('twenty at most, and none without a request', async () => {
    const { graph: send, requests } = graph({ value: [] });
    const many = Array.from({ length: 21 }, (_, n) => group(n));
    await expect(checkMemberGroups(send, user(1), many)).rejects.toThrow(RangeError);
    expect(await checkMemberGroups(send, user(1), [])).toEqual(new Set());
    expect(requests).toEqual([]);
    await checkMemberGroups(send, user(1), many.slice(1));
    expect(requests).toHaveLength(1);
  });

  test.each([undefined, null, {}, { value: null }, { value: [1] }, []])(
    'an answer it does not know: %j',
    async (body) => {
      await expect(checkMemberGroups(graph(body).graph, user(1), [group(1)])).rejects.toThrow(GraphFailure);
    },
  );
});
