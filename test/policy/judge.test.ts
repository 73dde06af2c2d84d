import type { RuleFile } from '../../src/policy/file-shape.ts';
import type { Deed, PolicyPlace, Three } from '../../src/policy/verdict.ts';
import type { Operation } from '../../src/words.ts';
import {
  actor,
  channel,
  chat,
  deed,
  group,
  places,
  policyOf,
  principal,
  profile,
  rule,
  team,
  tenant,
  user,
  verdict,
} from './world.ts';

const members: Readonly<Record<string, Three>> = {
  [group(1)]: 'yes',
  [group(2)]: 'no',
  [group(9)]: 'unknown',
};

/** Ways to fill a part of a rule, and how it fits the deed of the world. */
type Ways<T> = readonly (readonly [of: T, fits: Three])[];

const whos: Ways<RuleFile['who']> = [
  [{ everyone: true }, 'yes'],
  [{ users: [user(1)] }, 'yes'],
  [{ users: [user(1).toUpperCase()] }, 'yes'],
  [{ users: [user(2)] }, 'no'],
  [{ groups: [group(1)] }, 'yes'],
  [{ groups: [group(1).toUpperCase()] }, 'yes'],
  [{ groups: [group(2)] }, 'no'],
  [{ groups: [group(9)] }, 'unknown'],
  [{ groups: [group(2), group(9)] }, 'unknown'],
  [{ groups: [group(9), group(1)] }, 'yes'],
  [{ users: [user(2)], groups: [group(1)], everyone: false }, 'yes'],
  [{ users: [user(1)], groups: [group(9)] }, 'yes'],
];

const wheres: Ways<RuleFile['where']> = [
  [{ anywhere: true }, 'yes'],
  [{ teams: [team(1)] }, 'yes'],
  [{ teams: [team(1).replace('team', 'TEAM')] }, 'yes'],
  [{ teams: [team(2)] }, 'no'],
  [{ channels: [channel(1)] }, 'yes'],
  [{ channels: [channel(2)] }, 'no'],
  [{ chats: [chat(1)] }, 'no'],
  [{ personal: true }, 'no'],
  [{ teams: [team(2)], channels: [channel(1)], chats: [chat(1)], personal: false }, 'yes'],
  [{ tenants: [tenant(1)], anywhere: true }, 'yes'],
  [{ tenants: [tenant(1).toUpperCase()], teams: [team(1)] }, 'yes'],
  [{ tenants: [tenant(2)], anywhere: true }, 'no'],
  [{ tenants: [tenant(2), tenant(1)], channels: [channel(2)] }, 'no'],
];

const whats: Ways<RuleFile['operations']> = [
  [['pause'], 'yes'],
  [['start', 'delete', 'pause-profile'], 'no'],
  [['pause', 'pause'], 'yes'],
];

const targets: Ways<RuleFile['targets']> = [
  [{ all: true }, 'yes'],
  [{ ids: [principal(1)] }, 'yes'],
  [{ ids: [principal(1).toUpperCase()] }, 'yes'],
  [{ ids: [`${principal(1)}/j1`] }, 'yes'],
  [{ ids: [`${principal(1)}/j2`] }, 'no'],
  [{ ids: [principal(2)] }, 'no'],
  [{ names: ['sl*'] }, 'yes'],
  [{ names: ['Zoom', 'SLACK'] }, 'yes'],
  [{ names: ['Zoom'] }, 'no'],
  [{ names: ['Zoom'], ids: [principal(1)], all: false }, 'yes'],
  [{ names: ['slack'], ids: [principal(2)] }, 'yes'],
];

const together = (parts: readonly Three[]): Three =>
  parts.includes('no') ? 'no' : parts.includes('unknown') ? 'unknown' : 'yes';

describe.each(whos)('who %j', (who, whoFits) => {
  test('in every place, for every operation, on every target', async () => {
    for (const [where, whereFits] of wheres) {
      for (const [operations, whatFits] of whats) {
        for (const [what, targetFits] of targets) {
          const fits = together([whoFits, whereFits, whatFits, targetFits]);
          const parts = { who, where, operations, targets: what };
          const allowed = await verdict(policyOf([rule({ ...parts, name: 'it' })], members));
          const denied = await verdict(
            policyOf([rule(), rule({ ...parts, name: 'it', effect: 'deny' })], members),
          );
          const shown = JSON.stringify(parts);
          expect([shown, allowed]).toEqual([
            shown,
            { yes: 'it', no: 'no-rule', unknown: 'membership-unknown it' }[fits],
          ]);
          expect([shown, denied]).toEqual([
            shown,
            { yes: 'denied it', no: 'a rule', unknown: 'membership-unknown it' }[fits],
          ]);
        }
      }
    }
  });
});

describe('places', () => {
  const where = (of: RuleFile['where'], place: PolicyPlace, effect: RuleFile['effect'] = 'allow') =>
    verdict(
      policyOf(
        effect === 'allow' ? [rule({ where: of })] : [rule(), rule({ name: 'no', where: of, effect })],
      ),
      { place },
    );

  test.each<[RuleFile['where'], PolicyPlace, string]>([
    [{ personal: true }, places.personal, 'a rule'],
    [{ personal: true }, places.chat(1), 'no-rule'],
    [{ chats: [chat(1)] }, places.chat(1), 'a rule'],
    [{ chats: [chat(1)] }, places.chat(2), 'no-rule'],
    [{ chats: [chat(1)] }, places.personal, 'no-rule'],
    // An id only counts where it belongs.
    [{ chats: [chat(1)] }, { ...places.channel(1), conversationId: chat(1) }, 'no-rule'],
    [{ channels: [channel(1)] }, { ...places.chat(1), conversationId: channel(1) }, 'no-rule'],
    [{ teams: [team(1)] }, { ...places.personal, teamIds: [team(1)] }, 'no-rule'],
    [{ teams: [team(1)] }, places.channel(1, [2, 1]), 'a rule'],
    [{ teams: [principal(1)] }, { ...places.channel(1), teamIds: [team(1), principal(1)] }, 'a rule'],
  ])('%j', async (of, place, expected) => {
    expect(await where(of, place)).toBe(expected);
  });

  test('a channel whose team is not known is in no team that is allowed, and in every team that is denied', async () => {
    expect(await where({ teams: [team(1)] }, places.channel(1))).toBe('no-rule');
    expect(await where({ teams: [team(1)] }, places.channel(1), 'deny')).toBe('denied no');
    expect(await where({ teams: [team(1)], channels: [channel(1)] }, places.channel(1))).toBe('a rule');
  });

  test('a conversation without id likewise', async () => {
    const place = { ...places.chat(1), conversationId: '' };
    expect(await where({ chats: [chat(1)] }, place)).toBe('no-rule');
    expect(await where({ chats: [chat(1)] }, place, 'deny')).toBe('denied no');
  });
});

describe('people', () => {
  const open = policyOf([rule()]);

  test.each<[string, Partial<Deed>]>([
    ['without object id', { actor: { ...actor(1), objectId: '' } }],
    ['without tenant', { actor: { ...actor(1), tenantId: '' }, place: { ...places.personal, tenantId: '' } }],
    ['of another tenant than the place', { actor: actor(1, 2) }],
  ])('%s have no rights', async (_who, of) => {
    expect(await verdict(open, of)).toBe('no-rule');
    const { actor: person, place } = deed(of);
    expect((await open.rights({ actor: person, place })).map((right) => right.verdict)).toEqual(
      Array(4).fill('no'),
    );
  });

  test('a tenant may be written in any case', async () => {
    const place = { ...places.personal, tenantId: tenant(1).toUpperCase() };
    expect(await verdict(open, { place })).toBe('a rule');
  });
});

describe('targets', () => {
  const judge = (targets: RuleFile['targets'], of: Partial<Deed>, effect: RuleFile['effect'] = 'allow') =>
    verdict(
      policyOf(effect === 'allow' ? [rule({ targets })] : [rule(), rule({ name: 'no', targets, effect })]),
      of,
    );
  const school: Partial<Deed> = {
    operation: 'pause-profile',
    target: { kind: 'profile', profileId: profile(1) },
    displayName: 'Contoso High',
  };

  test('a school profile by id and by name', async () => {
    expect(await judge({ ids: [profile(1)] }, school)).toBe('a rule');
    expect(await judge({ ids: [profile(2)] }, school)).toBe('no-rule');
    expect(await judge({ names: ['contoso*'] }, school)).toBe('a rule');
  });

  test.each(['', ' ', '\u200b\u202e'])('a name that cannot be known: “%s”', async (displayName) => {
    expect(await judge({ names: ['Zoom'] }, { displayName })).toBe('no-rule');
    expect(await judge({ names: ['Zoom'] }, { displayName }, 'deny')).toBe('denied no');
    expect(await judge({ names: ['Zoom'], ids: [principal(1)] }, { displayName })).toBe('a rule');
    expect(await judge({ ids: [principal(2)] }, { displayName }, 'deny')).toBe('a rule');
  });
});

describe('several rules', () => {
  const asks = rule({ name: 'asks', confirm: 'always' });
  const approved = rule({ name: 'approved', approval: { users: [user(7)] } });

  test('no rules: nobody', async () => {
    expect(await verdict(policyOf([]))).toBe('no-rule');
  });

  test('a refusal says whom to ask', async () => {
    expect(await policyOf([]).judge(deed())).toEqual({
      allowed: false,
      why: 'no-rule',
      rule: null,
      contact: 'the desk',
    });
  });

  test('everything that any of them asks for is needed', async () => {
    expect(await verdict(policyOf([rule(), asks]))).toBe('asks asks');
    expect(await verdict(policyOf([asks, approved, rule()]))).toBe('approved asks approval');
    expect(await policyOf([asks, approved]).judge(deed())).toEqual({
      allowed: true,
      rule: 'approved',
      asks: true,
      approval: { rule: 'approved', users: [user(7)], groups: [], also: [] },
    });
  });

  test('what a rule that may apply asks for is needed too', async () => {
    const byGroup = { ...approved, who: { groups: [group(9)] } };
    expect(await verdict(policyOf([rule(), byGroup], members))).toBe('a rule approval');
    const byName = { ...approved, targets: { names: ['Zoom'] } };
    expect(await verdict(policyOf([rule(), byName]), { displayName: '' })).toBe('a rule approval');
    expect(await verdict(policyOf([rule(), byName]))).toBe('a rule');
  });

  test('two rules with different approvers: one who is among both', async () => {
    const other = rule({ name: 'other', approval: { users: [user(8), user(7)], groups: [group(1)] } });
    const found = await policyOf([other, approved, { ...approved, name: 'same' }]).judge(deed());
    expect(found).toMatchObject({
      approval: {
        rule: 'approved',
        users: [user(7)],
        also: [{ users: [user(8), user(7)], groups: [group(1)] }],
      },
    });
  });

  test('a rule that denies everything about a rule that allows', async () => {
    expect(await verdict(policyOf([rule(), rule({ name: 'no', effect: 'deny' })]))).toBe('denied no');
  });

  test('what is certain is said before what is not', async () => {
    const perhaps = rule({ name: 'a perhaps', effect: 'deny', who: { groups: [group(9)] } });
    const sure = rule({ name: 'b sure', effect: 'deny', who: { users: [user(1)] } });
    expect(await verdict(policyOf([rule(), perhaps, sure], members))).toBe('denied b sure');
  });
});

describe('mayApprove', () => {
  const need = { rule: 'it', users: [user(2), user(1)], groups: [group(1)], also: [] };
  const policy = policyOf([rule()], members);
  const ask = (
    approver = actor(2),
    change: { need?: Partial<typeof need>; place?: PolicyPlace; policy?: typeof policy; deed?: Deed } = {},
  ) =>
    (change.policy ?? policy).mayApprove(
      { ...need, ...change.need },
      change.deed ?? deed(),
      approver,
      change.place ?? places.channel(1, [1]),
    );

  test('somebody named', async () => {
    expect(await ask()).toBe('yes');
    expect(await ask({ ...actor(2), objectId: user(2).toUpperCase() })).toBe('yes');
  });

  test('the one who asked never, however it is written and wherever it comes from', async () => {
    expect(await ask(actor(1))).toBe('self');
    expect(await ask({ ...actor(1), objectId: user(1).toUpperCase() })).toBe('self');
    expect(await ask(actor(1, 2))).toBe('self');
  });

  test('a member of a group, and nobody else', async () => {
    expect(await ask(actor(3))).toBe('yes');
    expect(await ask(actor(3), { need: { groups: [group(2)] } })).toBe('no');
    expect(await ask(actor(3), { need: { groups: [group(9)] } })).toBe('unknown');
    expect(await ask(actor(3), { need: { groups: [] } })).toBe('no');
  });

  test('nobody of another tenant or without id', async () => {
    expect(await ask(actor(2, 2))).toBe('no');
    expect(await ask({ ...actor(2), objectId: '' })).toBe('no');
    expect(await ask(actor(2), { deed: deed({ actor: actor(1, 2) }) })).toBe('no');
  });

  test('somebody who is among the approvers of every rule', async () => {
    const also = (users: readonly string[], groups: readonly string[] = []) => ({
      need: { also: [{ users, groups }] as never[] },
    });
    expect(await ask(actor(2), also([user(2)]))).toBe('yes');
    expect(await ask(actor(2), also([user(3)]))).toBe('no');
    expect(await ask(actor(2), also([], [group(9)]))).toBe('unknown');
    expect(await ask(actor(3), also([], [group(9), group(1)]))).toBe('yes');
  });

  test('nobody to whom it is denied', async () => {
    const denying = (who: RuleFile['who']) => ({
      policy: policyOf([rule(), rule({ name: 'no', effect: 'deny', who })], members),
    });
    expect(await ask(actor(2), denying({ users: [user(2)] }))).toBe('no');
    expect(await ask(actor(2), denying({ groups: [group(9)] }))).toBe('unknown');
    expect(await ask(actor(2), denying({ users: [user(4)] }))).toBe('yes');
  });
});

describe('commands and rights', () => {
  const rights = async (rules: readonly RuleFile[]) =>
    Object.fromEntries(
      (await policyOf(rules, members).rights({ actor: actor(1), place: places.channel(1, [1]) })).map(
        ({ operation, verdict: may, rule: because, targets: which }) => [
          operation,
          [may, because, ...(which === 'some' ? ['some'] : [])].join(' '),
        ],
      ),
    );
  const only = (operation: Operation, change: Partial<RuleFile> = {}) =>
    rule({ operations: [operation], ...change });

  test('one entry for each operation', async () => {
    expect(
      await rights([
        only('pause', { name: 'p' }),
        only('start', { name: 's', confirm: 'always', targets: { names: ['Slack'] } }),
        only('delete', { name: 'd', approval: { users: [user(2)] } }),
        only('pause-profile', { name: 'u', who: { groups: [group(9)] } }),
      ]),
    ).toEqual({ pause: 'yes p', start: 'asks s some', delete: 'approval d', 'pause-profile': 'unknown u' });
  });

  test('nothing', async () => {
    expect(await rights([])).toEqual({ pause: 'no ', start: 'no ', delete: 'no ', 'pause-profile': 'no ' });
  });

  test.each<[string, readonly RuleFile[], string]>([
    [
      'denied in part',
      [only('pause'), rule({ name: 'no', effect: 'deny', targets: { ids: [principal(1)] } })],
      'yes a rule some',
    ],
    ['denied altogether', [only('pause'), rule({ name: 'no', effect: 'deny' })], 'no no'],
    [
      'perhaps denied',
      [only('pause'), rule({ name: 'no', effect: 'deny', who: { groups: [group(9)] } })],
      'unknown no',
    ],
    [
      'what is allowed is exactly what is denied',
      [
        only('pause', { targets: { ids: [`${principal(1)}/j1`], names: ['Sl*'] } }),
        rule({ name: 'no', effect: 'deny', targets: { ids: [principal(1)], names: ['SL*'] } }),
      ],
      'no no',
    ],
    [
      'freely on some, with approval on others',
      [
        only('pause', { name: 'free', targets: { names: ['Slack'] } }),
        only('pause', { name: 'strict', targets: { names: ['Zoom'] }, approval: { users: [user(2)] } }),
      ],
      'yes free some',
    ],
    [
      'what is asked for on all is asked for on some',
      [
        only('pause', { name: 'free', targets: { names: ['Slack'] } }),
        only('pause', { name: 'strict', approval: { users: [user(2)] } }),
      ],
      'approval strict',
    ],
    [
      'strictly on some only',
      [
        only('pause', { name: 'free' }),
        only('pause', { name: 'strict', targets: { ids: [principal(1)] }, confirm: 'always' }),
      ],
      'yes free some',
    ],
  ])('%s', async (_case, rules, expected) => {
    expect((await rights(rules))['pause']).toBe(expected);
  });

  test('a command is refused where no rule allows it on any target', async () => {
    const policy = policyOf([only('pause', { targets: { ids: [principal(5)] } })]);
    const asked = { actor: actor(1), place: places.personal };
    expect(await policy.judgeCommand({ ...asked, operation: 'pause' })).toMatchObject({ allowed: true });
    expect(await policy.judgeCommand({ ...asked, operation: 'start' })).toEqual({
      allowed: false,
      why: 'no-rule',
      rule: null,
      contact: 'the desk',
    });
  });
});
