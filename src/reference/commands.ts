import type { Verb } from '../language/command.ts';
import {
  didWords,
  type Explanation,
  planning,
  reasoning,
  schoolWords,
  timing,
  type VocabularyEntry,
  vocabulary,
} from '../language/vocabulary.ts';
import { quarantineEvents, watchEvents } from '../language/watch-events.ts';
import { code, codes, page, table } from './markdown.ts';

interface Rules {
  readonly who: string;
  readonly asks: string;
}

const looking: Rules = { who: 'everybody who has the app', asks: 'no' };
const ownConversation: Rules = {
  who: 'everybody in the conversation',
  asks: 'no; it is told to the conversation and kept in the record',
};
const policyOf = (operation: string) => `whom the policy lets ${code(operation)} that target`;
const writing = 'when policy says so, and for every write while `WRITES_AS=person`';

/** Who may say it, and when the bot asks first. A verb without a line is a type error. */
const rules: Readonly<Record<Verb, Rules>> = {
  list: looking,
  status: looking,
  pause: {
    who: policyOf('pause'),
    asks: `when the name was not exact; when the pause is to last longer than 7 days; ${writing}`,
  },
  start: {
    who: policyOf('start'),
    asks: `when the name was not exact; when the job is in quarantine, was never started, or was paused by the service itself; ${writing}`,
  },
  delete: { who: policyOf('delete'), asks: 'always, and the application’s name has to be typed' },
  extend: { who: policyOf('pause'), asks: 'no' },
  'cancel timer': { who: policyOf('pause'), asks: 'no' },
  timers: looking,
  watch: ownConversation,
  unwatch: ownConversation,
  watching: looking,
  quiet: ownConversation,
  history: looking,
  who: looking,
  'list schools': looking,
  'status school': looking,
  'pause school': { who: policyOf('pause-profile'), asks: 'always' },
  whoami: looking,
  help: looking,
};

function section(entry: VocabularyEntry): string {
  const alone = entry.synonyms.filter((synonym) => synonym.alone).map(({ word }) => word);
  const withTarget = entry.synonyms.filter((synonym) => !synonym.alone).map(({ word }) => `${word} <target>`);
  const same = [...alone, ...withTarget, ...entry.phrases];
  return [
    `## ${entry.verb}`,
    '',
    entry.what,
    '',
    `- Type ${code(entry.pattern)}, for example ${code(entry.example)}.`,
    ...(same.length === 0 ? [] : [`- The same: ${codes(same)}.`]),
    ...(entry.hints.length === 0 ? [] : [`- Only answered with a suggestion: ${codes(entry.hints)}.`]),
  ].join('\n');
}

const addition = ({ pattern, what, example }: Explanation) => [code(pattern), what, code(example)];

/** docs/reference/commands.md: what can be said to the bot. */
export function commandsReference(): string {
  return page('Commands', 'src/language/vocabulary.ts', [
    'Case and “please” make no difference. In a channel or group chat the bot has to be mentioned. A sentence that is not exactly a command does nothing; the bot says what it may have meant. `<…>` is needed, `[…]` may be left out.',
    table(
      ['type', 'who may', 'asks first'],
      vocabulary.map(({ verb, pattern }) => [code(pattern), rules[verb].who, rules[verb].asks]),
    ),
    '## Targets',
    table(
      ['a target can be', 'for example'],
      [
        ['an application’s name', code('pause Salesforce')],
        ['a name in quotes, where it could be read as something else', code('pause “Data until Friday”')],
        ['the beginning of a name; the bot then asks', code('pause Sales')],
        ['a job by both its ids; never ambiguous', code('pause <servicePrincipalId>/<jobId>')],
        ['a job id, or the object id of the enterprise application', code('status <id>')],
        ['left out, where the pattern says so: the bot lists what there is', code('status')],
      ],
    ),
    '## Additions',
    table(['type', 'what happens', 'for example'], [timing, planning, reasoning].map(addition)),
    ...vocabulary.map(section),
    '## Other words',
    table(
      ['after', 'may stand'],
      [
        [code('who'), codes([...didWords.keys()])],
        ['`pause`, `status`, `list`', `${codes(schoolWords)}, for school sync profiles`],
        ['`watch … only`', codes(watchEvents)],
        ['`watch`, `unwatch`', `${code('quarantine')}, for ${codes(quarantineEvents)} of all jobs`],
      ],
    ),
    'There is no `restart` and no `kill`, on purpose: Graph’s restart throws away watermarks, which is not what `start` does.',
  ]);
}
