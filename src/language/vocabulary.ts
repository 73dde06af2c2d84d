import type { Did, Verb } from './command.ts';

/** Another word for a verb. `alone` tells whether it may stand without a target ("resume" yes, "stop" no). */
export interface Synonym {
  readonly word: string;
  readonly alone: boolean;
}

/** How a command is shown to people: help cards, the app manifest and README's table are made from it. */
export interface Explanation {
  /** The sentence with placeholders: `<needed>`, `[may be left out]`. */
  readonly pattern: string;
  /** What happens, one sentence. */
  readonly what: string;
  readonly example: string;
  /** What `help …` calls it. */
  readonly helpTopic: string;
  /** Null when the app manifest does not list it. Titles hold ≤ 32 characters, descriptions ≤ 128. */
  readonly manifest: { readonly title: string; readonly description: string } | null;
}

export interface VocabularyEntry extends Explanation {
  readonly verb: Verb;
  /** Words that do exactly what the verb does. */
  readonly synonyms: readonly Synonym[];
  /** Whole sentences that mean the bare verb. */
  readonly phrases: readonly string[];
  /** Words that may mean it: never acted on, only answered with a suggestion. */
  readonly hints: readonly string[];
}

/**
 * Every verb, in the order people see them.
 *
 * "restart" and "kill" are missing on purpose: Graph's restart throws away watermarks, which is not what
 * `start` does, and a word that sounds like more than a pause must not become one.
 */
export const vocabulary: readonly VocabularyEntry[] = [
  {
    verb: 'list',
    synonyms: [],
    phrases: ['jobs', 'list jobs', 'list all', 'list all jobs', 'show jobs', 'show all jobs'],
    hints: [],
    pattern: 'list [text]',
    what: 'Lists the synchronization jobs, those that need attention first.',
    example: 'list sales',
    helpTopic: 'list',
    manifest: { title: 'list', description: 'List the synchronization jobs' },
  },
  {
    verb: 'status',
    synonyms: [
      { word: 'state', alone: true },
      { word: 'check', alone: false },
      { word: 'show', alone: false },
    ],
    phrases: [],
    hints: [],
    pattern: 'status [target]',
    what: 'Shows how a job is doing. Changes nothing.',
    example: 'status Salesforce',
    helpTopic: 'status',
    manifest: { title: 'status', description: 'Show how a synchronization job is doing' },
  },
  {
    verb: 'pause',
    synonyms: [
      { word: 'suspend', alone: true },
      { word: 'stop', alone: false },
    ],
    phrases: [],
    hints: ['hold', 'halt', 'freeze', 'disable'],
    pattern: 'pause <target> [for or until a time]',
    what: 'Pauses a job. Changes wait until it is started again.',
    example: 'pause Salesforce for 2h because the sandbox is being refreshed',
    helpTopic: 'pause',
    manifest: {
      title: 'pause',
      description: 'Pause a synchronization job, also for 2h or until Mon 06:00; changes wait until then',
    },
  },
  {
    verb: 'start',
    synonyms: [
      { word: 'resume', alone: true },
      { word: 'unpause', alone: true },
    ],
    phrases: [],
    hints: ['continue', 'unfreeze', 'enable'],
    pattern: 'start <target>',
    what: 'Starts a paused job. It catches up on what waited.',
    example: 'start Salesforce',
    helpTopic: 'start',
    manifest: { title: 'start', description: 'Start a paused synchronization job' },
  },
  {
    verb: 'delete',
    synonyms: [{ word: 'remove', alone: true }],
    phrases: [],
    hints: [],
    pattern: 'delete <target>',
    what: 'Deletes a job for good, after you have typed its name. Accounts it made stay as they are.',
    example: 'delete Zoom',
    helpTopic: 'delete',
    manifest: { title: 'delete', description: 'Delete a synchronization job for good; always asks first' },
  },
  {
    verb: 'extend',
    synonyms: [{ word: 'prolong', alone: false }],
    phrases: [],
    hints: [],
    pattern: 'extend [target] <by or until a time>',
    what: 'Lets a timed pause end later.',
    example: 'extend Salesforce by 2h',
    helpTopic: 'timers',
    manifest: null,
  },
  {
    verb: 'cancel timer',
    synonyms: [],
    phrases: ['cancel the timer'],
    hints: [],
    pattern: 'cancel timer [target]',
    what: 'Takes the end off a timed pause. The job stays paused until somebody starts it.',
    example: 'cancel timer Salesforce',
    helpTopic: 'timers',
    manifest: null,
  },
  {
    verb: 'timers',
    synonyms: [],
    phrases: [
      'list timers',
      'show timers',
      'show the timers',
      'timed pauses',
      'list timed pauses',
      'show timed pauses',
    ],
    hints: [],
    pattern: 'timers',
    what: 'Lists the pauses that are to end by themselves.',
    example: 'timers',
    helpTopic: 'timers',
    manifest: { title: 'timers', description: 'List the pauses that are to end by themselves' },
  },
  {
    verb: 'watch',
    synonyms: [],
    phrases: [],
    hints: ['monitor', 'follow'],
    pattern: 'watch <target, all, quarantine or name*> [only events]',
    what: 'Tells this conversation when a job changes, whoever changed it.',
    example: 'watch sales* only quarantined, recovered',
    helpTopic: 'watch',
    manifest: {
      title: 'watch',
      description: 'Tell this conversation when a job changes: watch Slack, watch all, watch quarantine',
    },
  },
  {
    verb: 'unwatch',
    synonyms: [],
    phrases: [],
    hints: ['unfollow', 'mute'],
    pattern: 'unwatch <target, all or name*>',
    what: 'Tells this conversation no more.',
    example: 'unwatch sales*',
    helpTopic: 'watch',
    manifest: null,
  },
  {
    verb: 'watching',
    synonyms: [],
    phrases: [
      'watches',
      'list watches',
      'show watches',
      'show the watches',
      'what are you watching',
      'what are you watching?',
      'what do you watch',
      'what do you watch?',
    ],
    hints: [],
    pattern: 'watching',
    what: 'Shows what this conversation watches, and its quiet hours.',
    example: 'what are you watching?',
    helpTopic: 'watch',
    manifest: null,
  },
  {
    verb: 'quiet',
    synonyms: [],
    phrases: ['quiet hours', 'show quiet hours'],
    hints: [],
    pattern: 'quiet [hours or off]',
    what: 'Holds notices back between two times of the day, all but quarantines and deletions.',
    example: 'quiet 22:00-07:00',
    helpTopic: 'quiet',
    manifest: null,
  },
  {
    verb: 'history',
    synonyms: [
      { word: 'audit', alone: true },
      { word: 'log', alone: true },
    ],
    phrases: [
      'show history',
      'show the history',
      'show log',
      'show the log',
      'audit log',
      'audit trail',
      'show audit log',
      'show audit trail',
    ],
    hints: [],
    pattern: 'history [target]',
    what: 'Shows who asked for what, and what came of it. Changes nothing.',
    example: 'history Salesforce',
    helpTopic: 'history',
    manifest: { title: 'history', description: 'Show who asked for what, and what came of it' },
  },
  {
    verb: 'who',
    synonyms: [],
    phrases: [],
    hints: [],
    pattern: 'who <paused, started or deleted> [target]',
    what: 'Shows who did that last, as far as it went through this bot.',
    example: 'who paused Salesforce',
    helpTopic: 'history',
    manifest: null,
  },
  {
    verb: 'list schools',
    synonyms: [],
    phrases: [
      'schools',
      'profiles',
      'school profiles',
      'list school',
      'list profiles',
      'list school profiles',
      'show schools',
      'show school profiles',
    ],
    hints: [],
    pattern: 'list schools',
    what: 'Lists the school sync profiles.',
    example: 'list schools',
    helpTopic: 'schools',
    manifest: { title: 'list schools', description: 'List the school sync profiles' },
  },
  {
    verb: 'status school',
    synonyms: [],
    phrases: [],
    hints: [],
    pattern: 'status school <profile>',
    what: 'Shows how a school sync profile is doing. Changes nothing.',
    example: 'status school Contoso High School',
    helpTopic: 'schools',
    manifest: null,
  },
  {
    verb: 'pause school',
    synonyms: [],
    phrases: [],
    hints: [],
    pattern: 'pause school <profile>',
    what: 'Pauses a school sync profile, after asking. This bot cannot resume it.',
    example: 'pause school Contoso High School',
    helpTopic: 'schools',
    manifest: null,
  },
  {
    verb: 'whoami',
    synonyms: [],
    phrases: [
      'whoami?',
      'who am i',
      'who am i?',
      'what may i do',
      'what may i do?',
      'my rights',
      'my rights?',
    ],
    hints: [],
    pattern: 'whoami',
    what: 'Shows who you are to me, and what you may do here. Changes nothing.',
    example: 'who am I?',
    helpTopic: 'whoami',
    manifest: null,
  },
  {
    verb: 'help',
    synonyms: [{ word: '?', alone: true }],
    phrases: ['help?', 'hi', 'hello', 'hey'],
    hints: [],
    pattern: 'help [topic]',
    what: 'Shows what can be said, or more about one topic.',
    example: 'help pause',
    helpTopic: 'help',
    manifest: { title: 'help', description: 'Show what Sync Warden understands' },
  },
];

const alternatives = new Intl.ListFormat('en-GB', { type: 'disjunction' });

const withoutReason = (sentence: string) => sentence.replace(/ because .*/, '');

/** What may follow a pause to say when it ends. */
export const timing: Explanation = {
  pattern: '… for <length> or until <time>',
  what: 'Ends a pause: I start the job then, or remind you where I may not.',
  example: 'pause Salesforce until Mon 06:00',
  helpTopic: 'until',
  manifest: null,
};

/** `plan` in front of one of some verbs that change something: shows what would happen and asks, whatever it is. */
export function planningOf(writes: readonly VocabularyEntry[]): Explanation {
  return {
    pattern: `plan <${alternatives.format(writes.map(({ verb }) => verb))}> <target>`,
    what: 'Shows what would happen and asks first.',
    example: `plan ${withoutReason(writes[0]?.example ?? '')}`,
    helpTopic: 'plan',
    manifest: null,
  };
}

/** What may follow `because` to say why, after one of some verbs; kept with the run and shown to others. */
export function reasoningOf(writes: readonly VocabularyEntry[]): Explanation {
  return {
    pattern: '… because <reason>',
    what: 'Adds a reason, shown with the result and kept in the record.',
    example: `${withoutReason(writes[0]?.example ?? '')} because CHG0421`,
    helpTopic: 'because',
    manifest: null,
  };
}

/** Verbs that are one word; the others are one of these and a word for school profiles. */
export type BaseVerb =
  | 'help'
  | 'list'
  | 'status'
  | 'history'
  | 'who'
  | 'whoami'
  | 'pause'
  | 'start'
  | 'delete'
  | 'extend'
  | 'timers'
  | 'watch'
  | 'unwatch'
  | 'watching'
  | 'quiet';

/** What follows “who”, in its plainest form. */
export const didWord: Readonly<Record<Did, string>> = {
  pause: 'paused',
  start: 'started',
  delete: 'deleted',
};

/** Every word that may follow “who”, and what it asks about. */
export const didWords: ReadonlyMap<string, Did> = new Map([
  ['paused', 'pause'],
  ['stopped', 'pause'],
  ['suspended', 'pause'],
  ['started', 'start'],
  ['resumed', 'start'],
  ['unpaused', 'start'],
  ['deleted', 'delete'],
  ['removed', 'delete'],
]);

/** Words for school sync profiles after `pause`, `status` and `list`; the longest first. */
export const schoolWords: readonly string[] = [
  'school profiles',
  'school profile',
  'schools',
  'school',
  'profiles',
  'profile',
];

/** Words that mean to change something. */
export function isWriteVerb(verb: Verb): verb is 'pause' | 'start' | 'delete' | 'pause school' {
  return verb === 'pause' || verb === 'start' || verb === 'delete' || verb === 'pause school';
}

const writes = vocabulary.filter(({ verb }) => isWriteVerb(verb));

/** `plan`, in front of any verb that changes something. */
export const planning: Explanation = planningOf(writes);

/** `because`, after any of them. */
export const reasoning: Explanation = reasoningOf(writes);

function isBase(verb: Verb): verb is BaseVerb {
  return !verb.includes(' ');
}

/** Every single word that a command may begin with, lower case, and what it means. */
export const verbWords: ReadonlyMap<string, { readonly verb: BaseVerb; readonly alone: boolean }> = new Map(
  vocabulary.flatMap(({ verb, synonyms }) =>
    isBase(verb)
      ? [
          [verb, { verb, alone: true }] as const,
          ...synonyms.map(({ word, alone }) => [word, { verb, alone }] as const),
        ]
      : [],
  ),
);

/** Words that are only answered with a suggestion, and which verb is suggested. */
export const hintWords: ReadonlyMap<string, BaseVerb> = new Map(
  vocabulary.flatMap(({ verb, hints }) => (isBase(verb) ? hints.map((word) => [word, verb] as const) : [])),
);

/** Whole sentences and the bare verb they mean. */
export const phrases: ReadonlyMap<string, Verb> = new Map(
  vocabulary.flatMap((entry) => entry.phrases.map((phrase) => [phrase, entry.verb] as const)),
);

/** What `help …` finds: topics, verbs and their synonyms, each with its topic. */
export const helpTopics: ReadonlyMap<string, string> = new Map([
  ...vocabulary.flatMap(({ verb, synonyms, helpTopic }) =>
    [helpTopic, verb, ...synonyms.map(({ word }) => word)].map((word) => [word, helpTopic] as const),
  ),
  ...schoolWords.map((word) => [word, 'schools'] as const),
  ...['for', 'until', 'time', 'times'].map((word) => [word, 'until'] as const),
  ...['timer', 'timed pauses'].map((word) => [word, 'timers'] as const),
  ...['watches', 'quarantine', 'notices'].map((word) => [word, 'watch'] as const),
  ...['quiet hours'].map((word) => [word, 'quiet'] as const),
  ...[planning, reasoning].map(({ helpTopic }) => [helpTopic, helpTopic] as const),
]);
