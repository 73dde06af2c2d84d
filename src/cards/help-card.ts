import {
  type Explanation,
  planning,
  reasoning,
  type VocabularyEntry,
  vocabulary,
} from '../language/vocabulary.ts';
import { help, topicHeadline } from '../text/help.ts';
import { buttons, factTitles, marks } from '../text/labels.ts';
import { assemble, type CardContext, type RenderedCard } from './assemble.ts';
import { sayButton } from './buttons.ts';
import { type Element, facts, type Table, textBlock } from './elements.ts';

/** What a first hello shows; "All commands" has the rest. */
const WELCOME_VERBS: readonly string[] = ['list', 'status', 'pause', 'start', 'delete', 'history'];

/** What can be said; made from the vocabulary. */
export function helpCard(
  { topic, welcome }: { readonly topic: string | null; readonly welcome: boolean },
  context: CardContext,
): RenderedCard {
  const about = topic === null ? [] : explanations().filter((each) => each.helpTopic === topic);
  if (topic !== null && about.length > 0) return topicCard(topic, about, context);
  const entries = welcome ? vocabulary.filter(({ verb }) => WELCOME_VERBS.includes(verb)) : explanations();
  const headline = welcome ? help.welcomeHeadline : help.headline;
  const sentence = welcome ? help.welcomeSentence : help.sentence;
  const list = sayButton(buttons.listJobs, 'list');
  return assemble(
    {
      band: { tone: 'emphasis', mark: marks.help, headline, sentence },
      body: [table(entries), textBlock(help.promise)],
      acts: [],
      looks: welcome ? [list, sayButton(buttons.allCommands, 'help')] : [list],
      details: [],
      last: null,
      summary: `${headline}. ${sentence}`,
    },
    context,
  );
}

function explanations(): readonly Explanation[] {
  return [...vocabulary, planning, reasoning];
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

function topicCard(topic: string, about: readonly Explanation[], context: CardContext): RenderedCard {
  const [first] = about;
  const headline = topicHeadline(topic);
  const sentence = about.length === 1 && first !== undefined ? first.what : help.topicSentence;
  return assemble(
    {
      band: { tone: 'emphasis', mark: marks.help, headline, sentence },
      body: about.flatMap((each) => topicElements(each, about.length > 1)),
      acts: [],
      looks: [sayButton(buttons.allCommands, 'help')],
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
