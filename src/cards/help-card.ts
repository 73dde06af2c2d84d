import type { Verb } from '../language/command.ts';
import {
  type Explanation,
  isWriteVerb,
  planningOf,
  reasoningOf,
  timing,
  type VocabularyEntry,
  vocabulary,
} from '../language/vocabulary.ts';
import type { Notice } from '../notice.ts';
import { help, topicHeadline } from '../text/help.ts';
import { buttons, factTitles, marks } from '../text/labels.ts';
import type { Operation } from '../words.ts';
import { assemble, type CardContext, type RenderedCard } from './assemble.ts';
import { sayButton } from './buttons.ts';
import { type Element, facts, type Table, textBlock } from './elements.ts';
import { verbOf } from './sentences.ts';

/** What a first hello shows; "All commands" has the rest. */
const WELCOME_VERBS: readonly string[] = ['list', 'status', 'pause', 'start', 'delete', 'history'];

type Help = Extract<Notice, { kind: 'help' }>;

/** What can be said; made from the vocabulary. Leaves out what the rules don't let the person do. */
export function helpCard({ topic, welcome, operations }: Help, context: CardContext): RenderedCard {
  const mine = explanations(operations);
  const about = (among: readonly Explanation[]) => among.filter(({ helpTopic }) => helpTopic === topic);
  const all = about(explanations(undefined));
  if (topic !== null && all.length > 0) {
    const allowed = about(mine);
    return topicCard(
      topic,
      { about: allowed.length > 0 ? allowed : all, allowed: allowed.length > 0 },
      context,
    );
  }
  const looksOnly = operations?.length === 0;
  const entries = welcome ? mine.filter((each) => isWelcome(each, looksOnly)) : mine;
  const headline = welcome ? help.welcomeHeadline : help.headline;
  const sentence = welcome ? (looksOnly ? help.lookerWelcome : help.welcomeSentence) : help.sentence;
  const rest = welcome ? [sayButton(buttons.allCommands, 'help')] : [];
  return assemble(
    {
      band: { tone: 'emphasis', mark: marks.help, headline, sentence },
      body: [table(entries), textBlock(looksOnly ? help.looksOnly : help.promise)],
      acts: [],
      looks: [
        sayButton(buttons.listJobs, 'list'),
        ...(looksOnly ? [sayButton(buttons.myRights, 'whoami')] : rest),
      ],
      details: [],
      last: welcome ? null : help.version,
      summary: `${headline}. ${sentence}${welcome ? '' : ` ${help.version}.`}`,
    },
    context,
  );
}

function explanations(operations: readonly Operation[] | undefined): readonly Explanation[] {
  const verbs: readonly Verb[] | null = operations?.map(verbOf) ?? null;
  const entries = vocabulary.filter(({ verb }) => !isWriteVerb(verb) || (verbs?.includes(verb) ?? true));
  const writes = entries.filter(({ verb }) => isWriteVerb(verb));
  const timed = writes.some(({ verb }) => verb === 'pause') ? [timing] : [];
  return writes.length === 0 ? entries : [...entries, ...timed, planningOf(writes), reasoningOf(writes)];
}

function isWelcome(each: Explanation, looksOnly: boolean): boolean {
  if (!('verb' in each)) return false;
  const { verb } = each as VocabularyEntry;
  return WELCOME_VERBS.includes(verb) || (looksOnly && verb === 'whoami');
}

function table(entries: readonly Explanation[]): Table {
  const cells = (left: string, right: string, header: boolean) => ({
    type: 'TableRow' as const,
    cells: [
      { type: 'TableCell' as const, items: [textBlock(left, { weight: 'bolder' })] },
      { type: 'TableCell' as const, items: [textBlock(right, header ? { weight: 'bolder' } : {})] },
    ],
  });
  return {
    type: 'Table',
    showGridLines: false,
    firstRowAsHeaders: true,
    columns: [{ width: 2 }, { width: 3 }],
    rows: [
      cells(help.type, help.whatHappens, true),
      ...entries.map(({ pattern, what }) => cells(pattern, what, false)),
    ],
  };
}

function topicCard(
  topic: string,
  { about, allowed }: { readonly about: readonly Explanation[]; readonly allowed: boolean },
  context: CardContext,
): RenderedCard {
  const [first] = about;
  const headline = topicHeadline(topic);
  const sentence = about.length === 1 && first !== undefined ? first.what : help.topicSentence;
  return assemble(
    {
      band: { tone: 'emphasis', mark: marks.help, headline, sentence },
      body: [
        ...about.flatMap((each) => topicElements(each, about.length > 1)),
        ...(allowed ? [] : [textBlock(help.notYours)]),
      ],
      acts: [],
      looks: [
        sayButton(buttons.allCommands, 'help'),
        ...(allowed ? [] : [sayButton(buttons.myRights, 'whoami')]),
      ],
      details: [],
      last: null,
      summary: `${headline}. ${sentence}`,
    },
    context,
  );
}

function topicElements(each: Explanation, withWhat: boolean): readonly Element[] {
  const synonyms = 'synonyms' in each ? (each as VocabularyEntry).synonyms.map(({ word }) => word) : [];
  return [
    ...(withWhat ? [textBlock(each.what, { weight: 'bolder' })] : []),
    ...facts(
      [factTitles.type, each.pattern],
      [factTitles.example, each.example],
      [factTitles.also, synonyms.length === 0 ? null : synonyms.join(', ')],
    ),
  ];
}
