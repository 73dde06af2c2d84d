import fc from 'fast-check';
import type { Command, Parsed, TargetText, Until } from '../../src/language/command.ts';
import { plainText } from '../../src/language/normalise.ts';
import { parse } from '../../src/language/parse.ts';
import { sentenceFor } from '../../src/language/sentence.ts';
import { isWriteVerb, verbWords } from '../../src/language/vocabulary.ts';
import { watchEvents } from '../../src/language/watch-events.ts';

const NAMES = [
  'slack',
  'Zoom',
  'Salesforce Sandbox',
  'Miro & Friends',
  'Johnson and Johnson',
  'AT&T',
  'Box for Government',
  "Children's Hospital",
  'AWS IAM Identity Center',
  'Workday (EU)',
  'Café Ünïcode 日本',
  'x',
  'The Trade Desk',
  'monday.com',
  'Acme, Inc',
  'Zendesk Help Center',
  '3f2504e0-4f89-11d3-9a0c-0305e82c3301',
  'SfSandboxOutDelta.e4bbf44533ea4eabb17027f3a92e92aa',
  '3f2504e0-4f89-11d3-9a0c-0305e82c3301/SfSandboxOutDelta.e4bbf44533ea4eabb17027f3a92e92aa',
];
const WRITES = [
  'pause',
  'start',
  'delete',
  'stop',
  'resume',
  'unpause',
  'suspend',
  'remove',
  'pause school',
  'plan pause',
  'plan delete',
  'plan pause school',
];
/** They change what is told, or when a pause ends. */
const LESSER = ['watch', 'unwatch', 'stop watching', 'cancel timer'];
const TIMES = [
  'for 2h',
  'for 90 min',
  'for 1h30',
  'for two weeks',
  'until 18:00',
  'until 6pm',
  'until Mon 06:00',
  'until tomorrow',
  'till 5pm',
  'until 2026-12-01 06:00',
  'until 1 Dec',
];
/** Meant as times, but which can't be told. */
const VAGUE = [
  'for a while',
  'for 2-3 hours',
  'until later',
  'until further notice',
  'until the weekend',
  'until 3/4',
  'until Anna is back',
  'at 5pm',
  'on Monday',
];
const READS = ['status', 'show', 'check', 'list', 'status school'];
const PAST = [
  'history',
  'audit',
  'log',
  'who paused',
  'who stopped',
  'who started',
  'who resumed',
  'who deleted',
  'who removed',
];
const REASONS = ['of the migration', 'it does not work', 'Anna asked for it', 'vendor update', 'a & b <c>'];

const name = fc.constantFrom(...NAMES);
const writeVerb = fc.constantFrom(...WRITES);
const anyVerb = fc.constantFrom(...WRITES, ...READS, ...PAST);
const pastVerb = fc.constantFrom(...PAST);
const capitals = (word: string) =>
  fc
    .array(fc.boolean(), { minLength: word.length, maxLength: word.length })
    .map((upper) => [...word].map((letter, at) => (upper[at] ? letter.toUpperCase() : letter)).join(''));
const shouted = writeVerb.chain(capitals);
const lesser = fc.oneof(
  fc.tuple(fc.constantFrom(...LESSER), name).map((parts) => parts.join(' ')),
  fc
    .tuple(fc.constantFrom('extend', 'prolong'), name, fc.constantFrom('by 2h', ...TIMES))
    .map((parts) => parts.join(' ')),
  fc.constantFrom(
    'watch all',
    'watch quarantine',
    'watch sales*',
    'watch Slack only deleted',
    'unwatch all',
    'extend by 2h',
    'cancel timer',
    'quiet off',
    'quiet 22:00-07:00',
  ),
);
const order = fc.oneof(
  { weight: 3, arbitrary: fc.tuple(fc.oneof(writeVerb, shouted), name).map((parts) => parts.join(' ')) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom('pause', 'stop', 'plan pause'), name, fc.constantFrom(...TIMES))
      .map((parts) => parts.join(' ')),
  },
  { weight: 1, arbitrary: lesser },
);

/** Words of which none may begin a command. */
const chatterWord = fc.oneof(
  fc.constantFrom(
    'I',
    'we',
    'think',
    'yesterday',
    'Anna',
    'maybe',
    'you',
    'should',
    'the',
    'boss',
    'told',
    'me',
    'to',
    'if',
    'when',
    'it',
    'breaks,',
    'ok',
    'so',
    'hey',
    '@bot',
    '-',
    '1.',
    'and',
    'restart',
    'kill',
    'hold',
  ),
  fc
    .string({ minLength: 1, maxLength: 8 })
    .filter(
      (word) =>
        /^\S+$/.test(word) &&
        !verbWords.has(word.toLowerCase()) &&
        !/^(plan|please,?)$/i.test(word) &&
        !/[&<>`*_]/.test(word),
    ),
);
const chatter = fc.array(chatterWord, { minLength: 1, maxLength: 6 }).map((words) => words.join(' '));

const negation = fc.oneof(
  fc
    .tuple(
      fc.constantFrom(
        "don't",
        'Don’t',
        'dont',
        'do not',
        'Do NOT',
        'never',
        'not',
        'no need to',
        'please don’t',
        'you must not',
        'no,',
        'no need to please',
        'we did not',
        'can you not',
        'stop! never',
      ),
      order,
    )
    .map(([no, rest]) => `${no} ${rest}`),
  fc
    .tuple(
      order,
      fc.constantFrom(
        ', no',
        ' no',
        ' not',
        ' not zoom',
        ', never mind',
        " - don't",
        ', do not',
        '? No!',
        ' NOT yet',
        ' but never zoom',
        '. Never!',
      ),
    )
    .map(([said, no]) => said + no),
  fc
    .tuple(writeVerb, fc.constantFrom('not', 'no', 'never', 'nothing but', 'neither'), name)
    .map((parts) => parts.join(' ')),
  fc
    .tuple(
      fc.constantFrom('stop', 'please stop', 'STOP', 'start'),
      fc.constantFrom('pausing', 'deleting', 'starting', 'removing', 'resuming'),
      name,
    )
    .map((parts) => parts.join(' ')),
);
const question = fc.oneof(
  fc.tuple(order, fc.constantFrom('?', ' ?', '??', '?!', '? ', ' please?')).map((parts) => parts.join('')),
  fc
    .tuple(
      fc.constantFrom(
        'can you',
        'Could you please',
        'did anyone',
        'should we',
        'who may',
        'why did you',
        'would you',
        'do I have to',
        'is it ok to',
      ),
      order,
      fc.constantFrom('', '?', '.'),
    )
    .map(([ask, rest, end]) => `${ask} ${rest}${end}`),
);
const connector = fc.constantFrom(
  ' and ',
  ' and then ',
  ' then ',
  '; ',
  ';',
  ', ',
  ',',
  '. ',
  ' or ',
  ' plus ',
  ' & ',
  ' + ',
  ' / ',
  ' | ',
  ' - ',
  ' -> ',
  ', and please ',
  '! ',
  ' also ',
  ' but ',
  '\n',
  '<br>',
  '</p><p>',
  '\r\n\r\n',
);
const twoCommands = fc
  .tuple(order, connector, fc.tuple(anyVerb, name))
  .map(([one, between, two]) => `${one}${between}${two.join(' ')}`);
const quotation = fc
  .tuple(
    order,
    fc.constantFrom(
      ['"', '"'],
      ['“', '”'],
      ["'", "'"],
      ['‘', '’'],
      ['«', '»'],
      ['> ', ''],
      ['>', ''],
      ['~~', '~~'],
      ['Anna: ', ''],
      ['Anna: "', '"'],
      ['she wrote "', '"'],
      ['(', ')'],
      ['<s>', '</s>'],
      ['<blockquote>', '</blockquote>'],
      ['no <blockquote>', '</blockquote>'],
    ),
  )
  .map(([said, [open, close]]) => `${open}${said}${close}`);
const inside = fc.oneof(
  fc.tuple(chatter, order).map((parts) => parts.join(' ')),
  fc.tuple(chatter, order, chatter).map((parts) => parts.join(' ')),
  fc
    .tuple(
      order,
      fc.constantFrom(
        ' if it fails',
        ', I think',
        ' I guess',
        ' thanks',
        ', thank you',
        ' asap',
        ', it is broken',
        ' unless it works',
        ', she said',
        ' we said',
        ', then tell me',
        ' right now',
        ', ok',
      ),
    )
    .map((parts) => parts.join('')),
  fc
    .tuple(
      writeVerb,
      fc.constantFrom(
        'it',
        'this',
        'that',
        'everything',
        'all',
        'all jobs',
        'them',
        'me',
        'on',
        'with the basics',
        'the salesforce job',
        'my jobs',
        'now',
        'over',
      ),
    )
    .map((parts) => parts.join(' ')),
);
const unbalanced = fc
  .tuple(writeVerb, fc.constantFrom('"', '“', '«', "'"), name)
  .map(([verb, mark, target]) => `${verb} ${mark}${target}`);
const limited = fc.oneof(
  fc
    .tuple(
      fc.oneof(
        fc.constantFrom(...WRITES.filter((verb) => !/^(plan )?(pause|stop|suspend)$/.test(verb)), ...LESSER),
        fc.constant('plan start'),
      ),
      name,
      fc.constantFrom(...TIMES, ...VAGUE),
    )
    .map((parts) => parts.join(' ')),
  fc
    .tuple(fc.constantFrom('pause', 'stop', 'suspend', 'plan pause'), name, fc.constantFrom(...VAGUE))
    .map((parts) => parts.join(' ')),
);
/** Whatever begins with a question about what was, or with "who" at all. */
const aboutThePast = fc
  .tuple(
    fc.constantFrom('', '', 'please ', 'hey ', 'can you ', 'tell me ', 'do you know ', 'plan ', 'and '),
    fc.oneof(
      pastVerb,
      pastVerb.chain(capitals),
      fc.constantFrom('history school', 'who paused school profile'),
      fc
        .tuple(
          fc.constantFrom('who', 'who has', "who's", 'who did', 'who can', 'who may', 'who should', 'Who'),
          writeVerb,
        )
        .map((parts) => parts.join(' ')),
    ),
    fc.oneof(name, order, chatter, fc.constant('')),
    fc.oneof(
      fc.constantFrom('', '?', ' ?', '.', ' page 2', ' for 2h', ' because it broke', ', no', ' not'),
      fc.tuple(connector, order).map((parts) => parts.join('')),
      fc.tuple(fc.constantFrom(' because ', '? ', ' if so '), order).map((parts) => parts.join('')),
    ),
  )
  .map((parts) => parts.join(' ').replace(/\s+/g, ' '));
/** Whatever begins with a question about oneself. */
const aboutMyself = fc
  .tuple(
    fc.constantFrom('', '', 'please ', 'hey ', 'tell me ', 'plan ', 'and '),
    fc
      .constantFrom(
        'whoami',
        'who am I',
        'what may I do',
        'my rights',
        'what may I',
        'whoami?',
        'who am I to',
      )
      .chain((words) => fc.oneof(fc.constant(words), capitals(words))),
    fc.oneof(
      fc.constantFrom('', '?', '.', ' page 2', ' because it broke', ', no', ' here'),
      order.map((said) => ` ${said}`),
      fc.tuple(connector, order).map((parts) => parts.join('')),
      fc.tuple(fc.constantFrom(' because ', '? ', ' if so '), order).map((parts) => parts.join('')),
    ),
  )
  .map((parts) => parts.join(''));
const misspelt = fc
  .tuple(
    fc.constantFrom(
      'puase',
      'pasue',
      'pausee',
      'strat',
      'delte',
      'delet',
      'remvoe',
      'resmue',
      'hold',
      'continue',
      'restart',
      'kill',
      'paused',
      'deleted',
    ),
    name,
  )
  .map((parts) => parts.join(' '));

/** A pause until a time that can't be told is answered, and nothing is done. */
function changesSomething(parsed: Parsed): boolean {
  if (parsed.kind !== 'command') return false;
  const { command } = parsed;
  if ('until' in command && command.until?.kind === 'unclear') return false;
  switch (command.verb) {
    case 'extend':
    case 'cancel timer':
      return true;
    case 'watch':
    case 'unwatch':
      return command.what !== null;
    case 'quiet':
      return command.hours !== undefined;
    default:
      return isWriteVerb(command.verb);
  }
}

/** A suggestion has to be a command, and one that asks if it changes anything. */
function expectHonest(parsed: Parsed): void {
  if (parsed.kind !== 'near') return;
  const offered = parse(parsed.suggestion);
  expect(offered.kind).toBe('command');
  if (offered.kind === 'command' && 'ask' in offered.command) expect(offered.command.ask).toBe(true);
}

describe('nothing that is not exactly a command changes anything', () => {
  test.each([
    ['negations', negation],
    ['questions', question],
    ['two commands', twoCommands],
    ['quotations', quotation],
    ['a command inside a sentence', inside],
    ['unbalanced quotes', unbalanced],
    ['times', limited],
    ['slips', misspelt],
    ['questions about what was', aboutThePast],
    ['questions about oneself', aboutMyself],
  ])('%s', (_, sentences) => {
    fc.assert(
      fc.property(sentences, (sentence) => {
        const parsed = parse(plainText(sentence));
        expect(changesSomething(parsed)).toBe(false);
        expectHonest(parsed);
      }),
      { numRuns: 1_000 },
    );
  });

  test('negations are not even offered', () => {
    fc.assert(
      fc.property(negation, (sentence) => {
        expect(parse(plainText(sentence))).toEqual({ kind: 'nothing' });
      }),
      { numRuns: 1_000 },
    );
  });

  test('any words: a change begins with its verb, has no negation in its name and ends without a question', () => {
    const soup = fc
      .array(
        fc.oneof(
          name,
          anyVerb,
          chatterWord,
          fc.constantFrom(
            'not',
            "don't",
            'please',
            'plan',
            'school',
            'because',
            'and',
            'the',
            'job',
            '"',
            '?',
            'for 2h',
            'until 18:00',
            'watch',
            'unwatch',
            'stop watching',
            'cancel timer',
            'extend',
            'by 2h',
            'quiet',
            '22:00-07:00',
            'only',
            'deleted',
            'all',
            '*',
            'now',
          ),
        ),
        { maxLength: 9 },
      )
      .map((words) => words.join(' '));
    fc.assert(
      fc.property(soup, (sentence) => {
        const parsed = parse(sentence);
        expectHonest(parsed);
        if (!changesSomething(parsed)) return;
        const [first = ''] = sentence
          .trim()
          .replace(/^please[\s,]+/i, '')
          .replace(/^plan\s+/i, '')
          .split(/[\s.]/);
        const verb = first.toLowerCase();
        expect([...WRITES, 'watch', 'unwatch', 'extend', 'cancel', 'quiet']).toContain(verb);
        // What is said to watch, to extend or to be quiet changes nothing else, and nothing else does that.
        const command = parsed.kind === 'command' ? parsed.command.verb : null;
        const lesserVerb = verb === 'cancel' ? 'cancel timer' : verb;
        if (!WRITES.includes(verb)) expect(command).toBe(lesserVerb);
        else if (/^(please[\s,]+)?stop\s+watching(\s|$)/i.test(sentence.trim()))
          expect(command).toBe('unwatch');
        else expect(command).toMatch(/^(pause|start|delete|pause school)$/);
        const [aimed = ''] = sentence
          .replace(/"[^"]*"/g, '')
          .replace(/'[^']*'(?=\s|$)/g, '')
          .split(/\sbecause\s/i);
        expect(aimed).not.toMatch(/\s(not|don't)(\s|$)/);
        expect(sentence).not.toMatch(/\?\s*$/);
      }),
      { numRuns: 2_000 },
    );
  });
});

const quotedName = fc.constantFrom(
  'school X',
  'it',
  'slack and start zoom',
  "Don't",
  'Box for 2h',
  'Got Milk?',
  'a because b',
  'AT&T <b>',
  'Slack.',
);
const spoken = fc.oneof(
  fc.record({
    verb: fc.constantFrom(...LESSER),
    target: fc.oneof(
      name,
      fc.constant('sales*'),
      quotedName.map((it) => `"${it}"`),
    ),
    reason: fc.constant(null),
  }),
  fc.record({
    verb: fc.constantFrom('pause', 'suspend', 'plan pause'),
    target: fc
      .tuple(
        fc.oneof(
          name,
          quotedName.map((it) => `"${it}"`),
        ),
        fc.constantFrom(...TIMES, ...VAGUE),
      )
      .map((parts) => parts.join(' ')),
    reason: fc.option(fc.constantFrom(...REASONS)),
  }),
  fc.record({
    verb: fc.constantFrom('extend', 'prolong'),
    target: fc
      .tuple(
        fc.oneof(
          name,
          quotedName.map((it) => `"${it}"`),
        ),
        fc.constantFrom('by 2h', ...TIMES),
      )
      .map((parts) => parts.join(' ')),
    reason: fc.constant(null),
  }),
  fc.record({
    verb: fc.constant('watch'),
    target: fc
      .tuple(
        fc.oneof(
          name,
          quotedName.map((it) => `"${it}"`),
          fc.constantFrom('all', 'sales*'),
        ),
        fc.constantFrom('only deleted', 'only quarantined, failing', 'only pauses and starts'),
      )
      .map((parts) => parts.join(' ')),
    reason: fc.constant(null),
  }),
  fc.record({
    verb: anyVerb.filter((verb) => verb !== 'list'),
    target: fc.oneof(
      name,
      quotedName.map((it) => `"${it}"`),
    ),
    reason: fc.option(fc.constantFrom(...REASONS)),
  }),
  fc.record({
    verb: fc.constantFrom(
      'pause',
      'start',
      'delete',
      'status',
      'help',
      'list',
      'list schools',
      'pause school',
      'status school',
      'history',
      'history page 2',
      'who paused',
      'who removed page 3',
      'plan pause',
      'list page 2',
      'help pause',
      'watch',
      'watch all',
      'watch quarantine',
      'unwatch',
      'unwatch all',
      'unwatch *',
      'stop watching',
      'watching',
      'timers',
      'cancel timer',
      'extend by 2h',
      'pause for 2h',
      'quiet',
      'quiet off',
      'quiet 22:00-07:00',
      'what are you watching',
    ),
    target: fc.constant(null),
    reason: fc.constant(null),
  }),
);

interface Spoken {
  readonly verb: string;
  readonly target: string | null;
  readonly reason: string | null;
}

function sentenceOf({ verb, target, reason }: Spoken): string {
  return [verb, target, reason === null ? null : `because ${reason}`]
    .filter((part) => part !== null)
    .join(' ');
}

/** Where a decoration may put something: chosen by numbers, so that fast-check can shrink them. */
const choices = fc.infiniteStream(fc.nat());

function decorate(said: Spoken, stream: Stream | Iterable<number>): string {
  const numbers = stream[Symbol.iterator]();
  const pick = <T>(from: readonly [T, ...T[]]): T =>
    from[Number(numbers.next().value) % from.length] ?? from[0];
  const caps = (text: string) =>
    [...text].map((letter) => pick([letter, letter.toUpperCase(), letter.toLowerCase()])).join('');
  const verbOnly = said.target === null && said.reason === null;
  const parts = [
    caps(said.verb),
    said.target,
    said.reason === null ? null : `${caps('because')} ${said.reason}`,
  ].filter((part) => part !== null);
  let sentence = parts.join(' ');
  if (verbOnly && !/\d$/.test(sentence)) sentence += pick(['', '.']);
  sentence =
    pick(['', '', 'please ', 'Please, ', 'PLEASE ']) +
    sentence +
    pick(['', '', ' please', ', please', ', Please.']);
  if (said.target?.startsWith('"'))
    sentence = pick([
      (text: string) => text,
      (text: string) => text.replace(/"([^"]*)"/, '“$1”'),
      (text: string) => text.replace(/"([^"]*)"/, '„$1“'),
    ])(sentence);
  const entity = (character: string) => `&#${character.codePointAt(0)};`;
  const encoded = [...sentence].map((character) => {
    if (character === ' ')
      return pick([' ', ' ', ' ', '&nbsp;', '\u00a0', '\u202f', '  ', ' \t', '&#160; ', '\u2003']);
    const plain =
      ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' } as Record<string, string>)[character] ?? character;
    return (
      pick([plain, plain, plain, plain, entity(character)]) +
      pick(['', '', '', '', '\u200b', '\u200e', '&#8203;', '\ufeff', '&zwnj;', '\u2066'])
    );
  });
  const [open, close] = pick([
    ['', ''],
    ['<p>', '</p>'],
    ['<div><p>', '</p></div>'],
    ['<p style="color: red">', '</p>\r\n'],
    ['\r\n<br>', '<br />\n'],
    ['<pre>', '</pre>'],
    ['<code>', '</code>'],
    ['`', '`'],
    ['```\n', '\n```'],
    ['**', '**'],
    ['_', '_'],
    ['<b><i>', '</i></b>'],
    ['&nbsp;\n', '\n&nbsp;'],
    ['<at></at> ', ''],
    ['<blockquote>Anna: delete everything</blockquote>', ''],
    ['<span class="x">', '</span>'],
  ]);
  return `${open}${encoded.join('')}${close}`;
}

type Stream = ReturnType<typeof choices.generate>['value'];

test('a command survives every decoration with the same meaning', () => {
  fc.assert(
    fc.property(spoken, choices, (said, numbers) => {
      const plain = parse(sentenceOf(said));
      expect(plain.kind).toBe('command');
      expect(parse(plainText(decorate(said, numbers)))).toEqual(plain);
    }),
    { numRuns: 3_000 },
  );
});

test('a line break may stand for any blank of a name', () => {
  fc.assert(
    fc.property(
      writeVerb,
      fc.constantFrom('Salesforce Sandbox', 'AWS IAM Identity Center', 'Johnson and Johnson'),
      fc.constantFrom('\n', '\r\n', '<br>', '</p><p>'),
      (verb, target, lineBreak) => {
        expect(parse(plainText(`${verb} ${target}`.replaceAll(' ', lineBreak)))).toEqual(
          parse(`${verb} ${target}`),
        );
      },
    ),
  );
});

const guid = fc.uuid();
const jobId = fc.stringMatching(/^[A-Za-z0-9._-]{1,60}$/);
const tenantJobId = fc
  .tuple(fc.stringMatching(/^[A-Za-z0-9]{1,12}$/), fc.stringMatching(/^[0-9a-f]{32}$/))
  .map((parts) => parts.join('.'));
const tricky = fc.constantFrom(
  ...NAMES,
  'school X',
  'profile',
  'it',
  'for 2h',
  'a because b',
  'page 2',
  'x page 2',
  'please',
  'Slack please',
  'jobs',
  'schools',
  "'",
  '5"',
  "Teachers'",
  `"a"`,
  'not',
  ' a ',
  'a  b',
  'x\ny',
  '.',
  'a.',
  'why?',
  '~~',
  '>',
);
const someText = (maxLength: number) =>
  fc
    .oneof(
      tricky,
      fc.string({ unit: 'grapheme', minLength: 1, maxLength }),
      fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }),
      fc.lorem({ maxCount: 5 }),
    )
    .filter((text) => text.trim() !== '' && text.length <= maxLength && !hasEveryQuote(text));
/** The documented limit of sentenceFor. */
const hasEveryQuote = (text: string) => /["”]/.test(text) && /['’]/.test(text) && /»/.test(text);
const nameTarget = (quoted: boolean) =>
  someText(256).map((text): TargetText => ({ kind: 'name', name: text, quoted }));
const idTarget = fc.oneof(
  fc.oneof(guid, tenantJobId).map((id): TargetText => ({ kind: 'id', id })),
  fc
    .tuple(guid, jobId)
    .map(([servicePrincipalId, id]): TargetText => ({ kind: 'job', servicePrincipalId, jobId: id })),
);
const clock = fc.record({ hour: fc.integer({ min: 0, max: 23 }), minute: fc.integer({ min: 0, max: 59 }) });
const date = fc
  .date({ min: new Date('2026-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
  .chain((day) =>
    fc.option(fc.constant(day.getUTCFullYear())).map((year) => ({
      kind: 'date' as const,
      year,
      month: day.getUTCMonth() + 1,
      day: day.getUTCDate(),
    })),
  );
const day = fc.oneof(
  fc.record({ kind: fc.constant('in-days' as const), days: fc.integer({ min: 1, max: 9_999 }) }),
  fc.record({ kind: fc.constant('weekday' as const), weekday: fc.integer({ min: 1, max: 7 }) }),
  date,
);
const someUntil: fc.Arbitrary<Until> = fc.oneof(
  fc.record({
    kind: fc.constant('for' as const),
    minutes: fc.oneof(
      fc.integer({ min: 1, max: 10 * 366 * 1_440 }),
      fc.integer({ min: 1, max: 500 }).map((days) => days * 1_440),
    ),
  }),
  fc.record({ kind: fc.constant('at' as const), day, clock: fc.option(clock) }),
  fc.record({ kind: fc.constant('at' as const), day: fc.constant(null), clock }),
  fc.record({
    kind: fc.constant('at' as const),
    day: fc.constant({ kind: 'in-days' as const, days: 0 }),
    clock,
  }),
  fc.constantFrom(...VAGUE).map((text) => ({ kind: 'unclear' as const, text })),
);
const someEvents = fc.option(
  fc.subarray([...watchEvents], { minLength: 1 }).filter((events) => events.length > 0),
);
const someWhat = (target: fc.Arbitrary<TargetText | null>) =>
  fc.oneof(
    target.map((it) => (it === null ? null : { kind: 'target' as const, target: it })),
    fc.constant({ kind: 'all' as const }),
    fc
      .constantFrom('sales*', '*sales', 'Sales* EU', '*a*b*', 'AT&T *')
      .map((pattern) => ({ kind: 'pattern' as const, pattern })),
  );
const commandWith = (target: fc.Arbitrary<TargetText | null>): fc.Arbitrary<Command> =>
  fc.oneof(
    fc.record({
      verb: fc.constantFrom('start', 'delete', 'pause school'),
      target,
      reason: fc.option(someText(500)),
      ask: fc.boolean(),
    }),
    fc.record({
      verb: fc.constant('pause'),
      target,
      reason: fc.option(someText(500)),
      ask: fc.boolean(),
      until: fc.option(someUntil),
    }),
    fc.record({ verb: fc.constant('extend'), target, until: someUntil }),
    fc.record({ verb: fc.constant('cancel timer'), target }),
    someWhat(target).chain((what) =>
      fc.record({
        verb: fc.constant('watch'),
        what: fc.constant(what),
        only: what === null ? fc.constant(null) : someEvents,
      }),
    ),
    fc.record({ verb: fc.constant('unwatch'), what: someWhat(target) }),
    fc.record({ verb: fc.constantFrom('timers', 'watching') }),
    fc
      .tuple(fc.integer({ min: 0, max: 1_439 }), fc.integer({ min: 0, max: 1_439 }))
      .filter(([from, to]) => from !== to)
      .chain(([from, to]) => fc.constantFrom({ from, to }, null, undefined))
      .map((hours) => ({ verb: 'quiet', hours })),
    fc.record({ verb: fc.constantFrom('status', 'status school'), target }),
    fc.record({ verb: fc.constant('history'), target, page: fc.integer({ min: 1, max: 9_999 }) }),
    fc.record({
      verb: fc.constant('who'),
      did: fc.constantFrom('pause', 'start', 'delete'),
      target,
      page: fc.integer({ min: 1, max: 9_999 }),
    }),
    fc.record({
      verb: fc.constant('list'),
      filter: fc.option(someText(256)),
      page: fc.integer({ min: 1, max: 9_999 }),
    }),
    fc.record({ verb: fc.constant('list schools'), page: fc.integer({ min: 1, max: 9_999 }) }),
    fc.record({
      verb: fc.constant('help'),
      topic: fc.constantFrom(
        null,
        'help',
        'list',
        'status',
        'pause',
        'start',
        'delete',
        'history',
        'schools',
        'plan',
        'because',
        'until',
        'timers',
        'watch',
        'quiet',
      ),
    }),
  ) as fc.Arbitrary<Command>;

describe('round trip', () => {
  test('a command with its name in quotes, an id or no target comes back as it is', () => {
    fc.assert(
      fc.property(commandWith(fc.oneof(nameTarget(true), idTarget, fc.constant(null))), (command) => {
        expect(parse(sentenceFor(command))).toEqual({ kind: 'command', command });
      }),
      { numRuns: 3_000 },
    );
  });

  test('a name without quotes comes back, at most with them', () => {
    fc.assert(
      fc.property(commandWith(nameTarget(false)), (command) => {
        const inQuotes = (target: TargetText): TargetText =>
          target.kind === 'name' ? { ...target, quoted: true } : target;
        const quoted =
          'target' in command && command.target !== null
            ? { ...command, target: inQuotes(command.target) }
            : 'what' in command && command.what?.kind === 'target'
              ? { ...command, what: { ...command.what, target: inQuotes(command.what.target) } }
              : command;
        expect([command, quoted]).toContainEqual(
          (parse(sentenceFor(command)) as { command?: Command }).command,
        );
      }),
      { numRuns: 1_500 },
    );
  });

  test('whatever is read as a command comes back as exactly that', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          spoken.map(sentenceOf),
          order,
          inside,
          twoCommands,
          aboutThePast,
          fc.tuple(anyVerb, someText(60)).map((parts) => parts.join(' ')),
        ),
        (sentence) => {
          const parsed = parse(sentence);
          if (parsed.kind === 'command') expect(parse(sentenceFor(parsed.command))).toEqual(parsed);
        },
      ),
      { numRuns: 1_500 },
    );
  });
});

describe('times', () => {
  const until = fc.oneof(fc.constantFrom(...TIMES), fc.constantFrom(...VAGUE));
  test('stay out of names, and are not passed over', () => {
    fc.assert(
      fc.property(fc.oneof(writeVerb, fc.constantFrom(...LESSER)), name, until, (verb, target, time) => {
        const plain = parse(`${verb} ${target}`);
        const parsed = parse(`${verb} ${target} ${time}`);
        if (/^(plan )?(pause|stop|suspend)$/.test(verb)) {
          expect(plain).toMatchObject({ kind: 'command', command: { until: null } });
          const { command } = plain as { command: object };
          expect(parsed).toEqual({ kind: 'command', command: { ...command, until: expect.anything() } });
        } else expect(parsed).toEqual({ kind: 'nothing' });
      }),
      { numRuns: 1_000 },
    );
  });

  test('mean the same before the reason and behind it', () => {
    fc.assert(
      fc.property(
        name,
        until,
        fc.constantFrom('CHG0421', 'of maintenance,', '"x y"'),
        (target, time, why) => {
          expect(parse(`pause ${target} because ${why} ${time}`)).toEqual(
            parse(`pause ${target} ${time} because ${why.replace(',', '')}`),
          );
        },
      ),
    );
  });

  test('whatever stands behind “until” or “for”, a pause has an end or isn’t one', () => {
    const words = fc.array(
      fc.oneof(
        fc.constantFrom(
          ...'2h 3 days the next Mon monday 18:00 6 pm 1 Dec 2026 3.12. noon at and a half'.split(' '),
        ),
        fc.constantFrom('week', 'month', 'hours', 'UTC', '3/4', 'about', 'tomorrow', 'morning', 'on', 'two'),
      ),
      { minLength: 1, maxLength: 7 },
    );
    fc.assert(
      fc.property(words, (said) => {
        const parsed = parse(`pause Slack until ${said.join(' ')}`);
        if (parsed.kind !== 'command') return;
        expect(parsed.command).toMatchObject({ verb: 'pause', target: { name: 'Slack' } });
        expect(parsed.command).toHaveProperty('until', expect.anything());
        const { until: read } = parsed.command as { until: Until };
        if (read.kind === 'at') expect(parse(sentenceFor(parsed.command))).toEqual(parsed);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('any text at all', () => {
  test('is answered', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 300 }),
      fc.string({ unit: 'grapheme-composite', maxLength: 300 }),
      fc.tuple(anyVerb, fc.string({ unit: 'binary', maxLength: 300 })).map((parts) => parts.join(' ')),
      fc
        .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 100 })
        .map((units) => String.fromCharCode(...units)),
    );
    fc.assert(
      fc.property(text, (raw) => {
        for (const parsed of [parse(raw), parse(plainText(raw))]) {
          expect(['command', 'near', 'too-long', 'nothing']).toContain(parsed.kind);
          expectHonest(parsed);
        }
      }),
      { numRuns: 1_500 },
    );
  });

  test('is answered soon, however it is made', () => {
    const units = [
      ' ',
      'a',
      ' a',
      '"',
      ' "',
      " '",
      '“ ',
      ' "a',
      ', ',
      ';',
      ' and',
      ' and ',
      ' ,',
      '!',
      '. ',
      ' please',
      ',please',
      'please ',
      ' for',
      ' for 2',
      ' until',
      ' until 1',
      ' until x',
      ' for 2h',
      ' by 2h',
      ' 1h',
      ' and a half',
      ' to 2',
      ' only',
      ' only deleted,',
      '*',
      ' *',
      ' now',
      ' paused',
      ' timer',
      'watch ',
      'keep ',
      '22:00-',
      ' because ',
      ' because x',
      ' page 1',
      ' has',
      'has ',
      ' who',
      'who ',
      'who paused ',
      ' the',
      ' job',
      ' sync',
      'n',
      "n't",
      ' no',
      '-',
      ' -',
      ' - ',
      ' 1',
      '1',
      '1.',
      '1h',
      '\n',
      '\u00a0',
      '?',
      '? ',
      '!?',
      ' ~',
      '>',
      '> ',
      '<',
      '<p',
      '<p ',
      '<p a=',
      '<p a="',
      '<p a=b ',
      '</',
      '&',
      '&amp',
      '&amp;',
      '`',
      '` ',
      ' `a',
      '**',
      '_',
      '```',
      '```\n',
      'hey ',
      'can you ',
      'plan ',
      'pause ',
      'school ',
      ' i think',
      ' or then',
      ' also to',
      '<blockquote>',
      '<div>',
      '\u200b',
      '\u0301',
    ];
    for (const unit of units) {
      for (const start of [
        '',
        'pause ',
        'pause x',
        'pause the ',
        'list ',
        'history ',
        'who ',
        'who paused ',
        'show history ',
        'help ',
        'please ',
        'can you ',
        'pause x because ',
        'extend x ',
        'watch ',
        'quiet ',
        'cancel timer ',
        'pause "',
      ]) {
        for (const end of ['', '"', ' x', '?']) {
          const room = 1_000 - start.length - end.length;
          const text = `${start}${unit.repeat(Math.floor(room / unit.length))}${end}`;
          const read = () => {
            const began = performance.now();
            expect(parse(text).kind).toBeDefined();
            parse(plainText(text));
            if (end === '' || end === '"') plainText(text.repeat(20));
            return performance.now() - began;
          };
          // A busy machine may be slow once; a text that takes its time does so again.
          const slow = read() > 250 && read() > 250 && read() > 250;
          expect({ text: text.slice(0, 40), slow }).toEqual({ text: text.slice(0, 40), slow: false });
        }
      }
    }
  });
});
