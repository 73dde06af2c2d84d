import { readFileSync } from 'node:fs';
import { describePolicy } from '../../src/policy/describe-policy.ts';
import { policySchema } from '../../src/policy/file-shape.ts';
import { problemText } from '../../src/policy/problem.ts';
import { readPolicy } from '../../src/policy/read-policy.ts';

const id = (n: number) => `60443998-8cf7-4e61-b05c-${String(n).padStart(12, '0')}`;

/** A policy of one good rule, in which a test replaces lines. */
const good = `version: 1
contact: the desk
groups:
  help-desk: [${id(1)}]
people:
  leads: [${id(2)}, ${id(3)}]
rules:
  - name: the rule
    effect: allow
    who: { groups: [help-desk] }
    where: { anywhere: true }
    operations: [pause]
    targets: { all: true }
    approval: { people: [leads] }
`;
const change = (from: string, to: string): string => {
  if (!good.includes(from)) throw new Error(`there is no ${from}`);
  return good.replace(from, to);
};

function problems(text: string): readonly string[] {
  const read = readPolicy(text);
  return read.ok ? [] : read.problems.map(problemText);
}

function warnings(text: string): readonly string[] {
  const read = readPolicy(text);
  if (!read.ok) throw new Error(read.problems.map(problemText).join('\n'));
  return read.warnings.map(problemText);
}

test('a good policy has no problems and no warnings, and is the same as JSON', () => {
  expect(warnings(good)).toEqual([]);
  const read = readPolicy(good);
  if (!read.ok) throw new Error();
  expect(read.policy).toMatchObject({
    contact: 'the desk',
    rules: [{ name: 'the rule', approval: { users: [id(2), id(3)], groups: [] } }],
  });
  const { written } = read.policy.rules[0] ?? {};
  const file = {
    version: 1,
    contact: 'the desk',
    groups: { 'help-desk': [id(1)] },
    people: { leads: [id(2), id(3)] },
  };
  for (const indent of [0, 2, '\t']) {
    expect(readPolicy(JSON.stringify({ ...file, rules: [written] }, null, indent))).toEqual(read);
  }
  expect(readPolicy(`\ufeff${good}`)).toEqual(read);
});

test('ids are compared in lower case', () => {
  const read = readPolicy(change(id(1), id(1).toUpperCase()));
  expect(read.ok && [...(read.policy.rules[0]?.who.groups ?? [])]).toEqual([id(1)]);
});

describe('text that is no policy', () => {
  test.each([
    ['', 'the policy is empty, so nobody may do anything; write version: 1 and a list of rules'],
    [
      '# nothing but a remark\n',
      'the policy is empty, so nobody may do anything; write version: 1 and a list of rules',
    ],
    ['null', 'the policy is empty, so nobody may do anything; write version: 1 and a list of rules'],
    ['version: 1\nversion: 1\nrules: []\n', 'line 2: “version” is there twice; leave one out'],
    ['{"version": 1,\n"rules": [], "rules": []}', 'line 2: “rules” is there twice; leave one out'],
    [
      'rules: []\nversion: 1\n---\nversion: 1\n',
      'line 3: a second document begins here; a policy is one document',
    ],
    ['%YAML 1.1\n---\nversion: 1\nrules: []\n', 'line 1: leave out %YAML; version 1.2 is what is read'],
    ['version: !!int 1\nrules: []\n', 'line 1: tags (!…) are not taken; leave it out'],
    ['version: 1\nrules: !mine []\n', 'line 2: tags (!…) are not taken; leave it out'],
    ['version: 1\nrules:\n\t- name: x\n', 'line 3: is not YAML: Tabs are not allowed as indentation'],
    [
      'version: 1\nrules: [\n',
      'line 3: is not YAML: Flow sequence in block collection must be sufficiently indented and end with a ]',
    ],
    [
      change('{ all: true }', '{ names: [*Sales] }'),
      'line 13: *Sales refers to another place; write it out, or: a name that begins with * needs quotes, such as "*Sales"',
    ],
    [
      change('{ all: true }', '{ names: [*] }'),
      'line 13: a name that begins with * needs quotes, such as "*Sales"',
    ],
    [
      'a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n',
      'line 2: *a refers to another place; write it out, or: a name that begins with * needs quotes, such as "*Sales"',
    ],
    [`rules: ${'['.repeat(3000)}`, 'line 1: is nested too deeply'],
  ])('%j', (text, problem) => {
    expect(problems(text)[0]).toBe(problem);
  });

  test.each(['just words', '[]', '5', '"version: 1"', '\u0000', '- version: 1'])('%j', (text) => {
    expect(problems(text)).not.toEqual([]);
  });

  test('every repeated key is told, however deep', () => {
    expect(
      problems(
        change('anywhere: true', 'anywhere: true, anywhere: false').replace(
          'contact: the desk',
          'contact: a\ncontact: b',
        ),
      ),
    ).toEqual([
      'line 3: “contact” is there twice; leave one out',
      'line 12: “anywhere” is there twice; leave one out',
    ]);
  });

  test('a file of nothing but mistakes is not looked through to the end', () => {
    const keys = Array.from({ length: 15_000 }, (_, n) => `k${n}: 1`).join('\n');
    expect(problems(keys).at(-1)).toBe('and 14902 more');
  });
});

describe('mistakes, each with its line and what to write instead', () => {
  test.each<[string, string, string]>([
    ['version: 1', 'version: 2', 'line 1, version: must be 1; write version: 1 at the beginning'],
    ['version: 1\n', '', 'line 1, version: must be 1; write version: 1 at the beginning'],
    ['the desk', '', 'line 2, contact: give whom to ask for rights'],
    ['the desk', '"a\\nb"', 'line 2, contact: must be one line of characters that can be seen'],
    [
      'contact',
      'contacts',
      'line 2, contacts: “contacts” means nothing here; what may stand here is version, contact, groups, people, rules',
    ],
    ['    effect: allow\n', '', 'line 8, rules[0].effect: must be allow or deny'],
    ['effect: allow', 'effect: Allow', 'line 9, rules[0].effect: must be allow or deny'],
    [
      '    who: { groups: [help-desk] }\n',
      '',
      'line 8, rules[0].who: say who: users, groups, people, or everyone: true',
    ],
    [
      '{ groups: [help-desk] }',
      '',
      'line 10, rules[0].who: say who: users, groups, people, or everyone: true',
    ],
    [
      '{ groups: [help-desk] }',
      '{}',
      'line 10, rules[0].who: names nobody; say who: users, groups, people, or everyone: true',
    ],
    [
      '{ groups: [help-desk] }',
      '{ everyone: false }',
      'line 10, rules[0].who: names nobody; say who: users, groups, people, or everyone: true',
    ],
    [
      '{ groups: [help-desk] }',
      '{ everyone: yes }',
      'line 10, rules[0].who.everyone: must be true or false, without quotes',
    ],
    [
      '{ groups: [help-desk] }',
      'everyone',
      'line 10, rules[0].who: must hold keys, such as users, groups, people, everyone; say who: users, groups, people, or everyone: true',
    ],
    [
      '[help-desk]',
      '[]',
      'line 10, rules[0].who.groups: is an empty list, which names nothing; fill it as in [help-desk], or leave the key out',
    ],
    ['[help-desk]', 'help-desk', 'line 10, rules[0].who.groups: must be a list such as [help-desk]'],
    [
      '[help-desk] }',
      '[help-desk], everyone: true }',
      'line 10, rules[0].who: everyone: true includes all others; leave users, groups and people out, or everyone',
    ],
    [
      '[help-desk]',
      '[help-desc]',
      'line 10, rules[0].who.groups[0]: “help-desc” is no list under groups (there are help-desk); add it, or write the object id of a group',
    ],
    [
      '{ groups: [help-desk] }',
      `{ people: [${id(2)}] }`,
      'line 10, rules[0].who.people[0]: is an object id; write it under users, people takes names of lists',
    ],
    [
      '{ groups: [help-desk] }',
      '{ people: [nobody] }',
      'line 10, rules[0].who.people[0]: “nobody” is no list under people (there are leads); add it',
    ],
    [
      '[leads]',
      '[ledas]',
      'line 14, rules[0].approval.people[0]: “ledas” is no list under people (there are leads); add it',
    ],
    [
      '{ groups: [help-desk] }',
      '{ users: [dana@contoso.example] }',
      'line 10, rules[0].who.users[0]: must be the object id of a user as the Entra admin center shows it, such as 3b1a5f0e-7f5c-4a83-9d21-0c5a4e8b7a01; names and e-mail addresses are not taken, they can change',
    ],
    [
      `[${id(1)}]`,
      id(1),
      'line 4, groups.help-desk: must be a list such as [3b1a5f0e-7f5c-4a83-9d21-0c5a4e8b7a01]',
    ],
    [
      '{ anywhere: true }',
      '{}',
      'line 11, rules[0].where: names no place; say where: teams, channels, chats, personal: true, or anywhere: true',
    ],
    [
      'anywhere: true',
      `tenants: [${id(5)}]`,
      'line 11, rules[0].where: names no place in these tenants; add anywhere: true, personal: true, teams, channels or chats',
    ],
    [
      'anywhere: true',
      'anywhere: true, personal: true',
      'line 11, rules[0].where: anywhere: true includes every other place; leave teams, channels, chats and personal out, or anywhere',
    ],
    [
      'anywhere: true',
      "channels: ['19%3aabc%40thread.tacv2']",
      'line 11, rules[0].where.channels[0]: must be the id of a channel, such as 19:…@thread.tacv2: without ;messageid= and what follows, and with : and @ where a link has %3a and %40',
    ],
    [
      'anywhere: true',
      "channels: ['19:abc@thread.tacv2;messageid=1']",
      'line 11, rules[0].where.channels[0]: must be the id of a channel, such as 19:…@thread.tacv2: without ;messageid= and what follows, and with : and @ where a link has %3a and %40',
    ],
    [
      'anywhere: true',
      "chats: ['19:abc@thread.tacv2']",
      'line 11, rules[0].where.chats[0]: must be the id of a group chat, such as 19:…@thread.v2: without ;messageid= and what follows, and with : and @ where a link has %3a and %40',
    ],
    [
      '[pause]',
      '[pause, resume]',
      'line 12, rules[0].operations[1]: must be one of pause, start, delete, pause-profile',
    ],
    [
      '[pause]',
      '[]',
      'line 12, rules[0].operations: is an empty list, which names nothing; fill it as in [pause, start], or leave the key out',
    ],
    [
      '{ all: true }',
      '{ all: false }',
      'line 13, rules[0].targets: names no target; say on what: ids, names, or all: true',
    ],
    [
      'all: true',
      "all: true, names: ['x']",
      'line 13, rules[0].targets: all: true includes every other target; leave ids and names out, or all',
    ],
    [
      'all: true',
      "names: ['*']",
      'line 13, rules[0].targets.names[0]: stands for every target; write all: true instead',
    ],
    ['all: true', 'names: [5]', 'line 13, rules[0].targets.names[0]: must be text; put it in quotes'],
    [
      'all: true',
      'ids: [Salesforce]',
      'line 13, rules[0].targets.ids[0]: must be the object id of a service principal, <service principal id>/<job id>, or the id of a school profile; an application’s name belongs under names',
    ],
    [
      'effect: allow',
      'effect: deny',
      'line 14, rules[0].approval: has no place in a deny rule: what is denied is not done',
    ],
    [
      '    approval',
      '    confirm: yes\n    approval',
      'line 14, rules[0].confirm: must be always or default',
    ],
    ['{ people: [leads] }', '', 'line 14, rules[0].approval: say by whom: users, groups or people'],
    [
      'name: the rule',
      'name: ""',
      'line 8, rules[0].name: is empty; give the rule a name of its own; refusals show it',
    ],
    [
      '  - name: the rule',
      '  -\n  - name: the rule',
      'line 8, rules[0]: must be a rule with name, effect, who, where, operations and targets',
    ],
  ])('%j instead: %j', (from, to, problem) => {
    expect(problems(change(from, to))).toEqual([problem]);
  });

  test('a key that is not known is told beside the one that it was meant to be', () => {
    expect(problems(change('effect', 'efect'))).toEqual([
      'line 8, rules[0].effect: must be allow or deny',
      'line 9, rules[0].efect: “efect” means nothing here; what may stand here is name, effect, who, where, operations, targets, confirm, approval',
    ]);
    expect(problems(change('help-desk: [', 'help desk: ['))[0]).toBe(
      'line 4, groups.help desk: a list’s name is made of letters, digits, dots, hyphens and underscores, begins with a letter or digit, and is no id',
    );
  });

  test('rules missing, or no list', () => {
    expect(problems('version: 1\n')).toEqual([
      'line 1, rules: is missing; write rules: and below it a list of rules',
    ]);
    expect(problems('version: 1\nrules: 5\n')).toEqual(['line 2, rules: must be a list of rules']);
  });

  test('two rules of one name, however it is written', () => {
    const second = good.slice(good.indexOf('  - name')).replace('the rule', 'The  Rule');
    expect(problems(good + second)).toEqual([
      'line 15, rules[1].name: “The  Rule” is the name of rules[0] too; give each rule a name of its own',
    ]);
  });

  test('all at once, in the order of the file', () => {
    const text = change('version: 1', 'version: 3')
      .replace('[help-desk]', '[other]')
      .replace('[pause]', '[stop]')
      .replace('all: true', 'everything: true')
      .replace('effect: allow', 'effect: deny');
    expect(problems(text).map((problem) => problem.split(':', 1)[0])).toEqual([
      'line 1, version',
      'line 10, rules[0].who.groups[0]',
      'line 12, rules[0].operations[0]',
      'line 13, rules[0].targets.everything',
      'line 14, rules[0].approval',
    ]);
  });
});

describe('warnings', () => {
  test.each<[string, string, readonly string[]]>([
    [
      'contact: the desk\n',
      '',
      ['line 1: without contact a refusal can’t say whom to ask; add contact: and a sentence'],
    ],
    [
      '{ groups: [help-desk] }',
      '{ everyone: true }',
      [
        'line 4, groups.help-desk: is used by no rule',
        'line 10, rules[0].who: allows it to everyone of the tenants the bot serves, guests too',
      ],
    ],
    [
      `[${id(1)}]`,
      '[]',
      [
        'line 4, groups.help-desk: is empty, so it stands for nobody',
        'line 10, rules[0].who: names only lists that are empty, so the rule is about nobody',
      ],
    ],
    [
      '{ people: [leads] }',
      '{}',
      [
        'line 6, people.leads: is used by no rule',
        'line 14, rules[0].approval: names nobody, so nobody can approve and the rule allows nothing; say by whom: users, groups or people',
      ],
    ],
    [
      `[${id(2)}, ${id(3)}]`,
      '[]',
      [
        'line 6, people.leads: is empty, so it stands for nobody',
        'line 14, rules[0].approval: names nobody, so nobody can approve and the rule allows nothing; say by whom: users, groups or people',
      ],
    ],
    ['{ groups: [help-desk] }', `{ users: [${id(2)}], groups: [help-desk] }`, []],
  ])('%j instead: %j', (from, to, expected) => {
    expect(warnings(change(from, to))).toEqual(expected);
  });

  test('the only approver may be the one who asks', () => {
    const text = change(`, ${id(3)}`, '').replace(
      '{ groups: [help-desk] }',
      `{ users: [${id(2)}], groups: [help-desk] }`,
    );
    expect(warnings(text)).toEqual([
      'line 14, rules[0].approval: has one approver, who may ask too and can’t approve what they asked for; add another',
    ]);
  });

  test('no rules, or only such that deny', () => {
    expect(warnings('version: 1\ncontact: x\nrules: []\n')).toEqual([
      'line 3, rules: allow nothing, so nobody may do anything',
    ]);
  });

  test('rules that contradict each other, names that can change, ids that can not be meant', () => {
    const more = `  - name: no
    effect: deny
    who: { everyone: true }
    where: { anywhere: true }
    operations: [pause, start]
    targets: { all: true }
  - name: by name
    effect: deny
    who: { everyone: true }
    where: { anywhere: true }
    operations: [pause]
    targets: { names: [Payroll] }
  - name: a job
    effect: allow
    who: { groups: [help-desk] }
    where: { personal: true }
    operations: [pause-profile]
    targets: { ids: [${id(1)}/j1] }
`;
    expect(warnings(good + more)).toEqual([
      'line 8, rules[0].name: allows nothing: the rule “no” denies all of it',
      'line 26, rules[2].targets: denies by name: whoever may rename the application can get around it; deny by id where you can',
      'line 32, rules[3].targets: names jobs, but pause-profile is about school profiles; name their ids',
    ]);
  });
});

test('a policy in sentences', () => {
  const read = readPolicy(
    good +
      `  - name: b
    effect: allow
    who: { users: [${id(8)}], everyone: false }
    where: { tenants: [${id(6)}], personal: true, chats: ['19:a@thread.v2'] }
    operations: [start, pause-profile]
    targets: { names: ['A*', B], ids: [${id(9)}] }
    confirm: always
  - name: c
    effect: deny
    who: { everyone: true }
    where: { teams: ['19:a@thread.tacv2', '19:b@thread.tacv2'] }
    operations: [start, delete]
    targets: { all: true }
`,
  );
  expect(read.ok && describePolicy(read.policy)).toEqual([
    `“b”: In group chat 19:a@thread.v2 or the personal chat with the bot, within tenant ${id(6)}, user ${id(8)} may start jobs called “A*” or “B” or with the id ${id(9)} and pause school profiles called “A*” or “B” or with the id ${id(9)}. The bot asks before each.`,
    '“the rule”: Anywhere, members of group help-desk may pause all jobs. Each needs approval by one of the people of list leads, who is not the one that asked.',
    '“c”: In any channel of teams 19:a@thread.tacv2 and 19:b@thread.tacv2, nobody may start or delete all jobs, whatever other rules say.',
    'Nobody may do anything else.',
    'Where several rules allow the same, everything that any of them asks for is needed.',
    'Refusals say whom to ask: the desk',
  ]);
});

test('docs/policy.schema.json is the schema of the code, and describes every key', () => {
  const there: unknown = JSON.parse(readFileSync('docs/policy.schema.json', 'utf8'));
  expect(policySchema()).toEqual(there);
});

test('the example and every example of the guide can be used', () => {
  expect(problems(readFileSync('env/example-policy.yml', 'utf8'))).toEqual([]);
  expect(warnings(readFileSync('env/example-policy.yml', 'utf8'))).toEqual([]);
  const examples = [...readFileSync('docs/policy.md', 'utf8').matchAll(/```yaml\n([\s\S]*?)```/g)].map(
    ([, text = '']) => text,
  );
  expect(examples.length).toBeGreaterThanOrEqual(5);
  for (const text of examples) {
    expect(problems(text.startsWith('version') ? text.replace('…', '') : `version: 1\n${text}`)).toEqual([]);
  }
});
