import { detailLabels, factTitles, marks } from '../../src/text/labels.ts';
import { type Button, buttonsOf, textOf } from '../support/card.ts';
import type { Card } from '../support/connector.ts';

export type Ending = 'done' | 'accepted' | 'already' | 'refused' | 'failed' | 'unknown';

/** What a card is, read off it as a person would: by the symbol and the words of its band. */
export interface ReadCard {
  readonly kind: 'working' | 'ended' | 'post' | 'question' | 'closed' | 'other';
  readonly mark: string;
  readonly headline: string;
  /** Everything that is written on it. */
  readonly text: string;
  /** Of a run's card, working or ended. */
  readonly runId: string | null;
  /** Of a run's card that has ended, and of its post. */
  readonly ending: Ending | null;
  /** The button that says yes, of a question. */
  readonly yes: Button | null;
  readonly no: Button | null;
}

const endings: Readonly<Record<string, Ending>> = {
  [marks.done]: 'done',
  [marks.accepted]: 'accepted',
  [marks.already]: 'already',
  [marks.refused]: 'refused',
  [marks.failed]: 'failed',
  [marks.unknown]: 'unknown',
};

type Node = Record<string, unknown>;

function nodesIn(value: unknown): Node[] {
  if (Array.isArray(value)) return value.flatMap(nodesIn);
  if (typeof value !== 'object' || value === null) return [];
  return [value as Node, ...Object.values(value).flatMap(nodesIn)];
}

const plain = (text: unknown) => String(text ?? '').replaceAll('\\', '');

function textsIn(value: unknown): string[] {
  return nodesIn(value)
    .filter((node) => node['type'] === 'TextBlock')
    .map((node) => plain(node['text']));
}

/** The band is the first coloured container; the accent colour is the sandbox strip's alone. */
function bandOf(card: Card): unknown {
  const body = (card['body'] as Node[] | undefined) ?? [];
  return body.find((node) => node['bleed'] === true && node['style'] !== 'accent');
}

function factTitlesOn(card: Card): string[] {
  return nodesIn(card['body'])
    .filter((node) => node['type'] === 'FactSet')
    .flatMap((node) => (node['facts'] as { title: string }[]).map((fact) => fact.title));
}

/** Reads a card. Never throws: a card that is like none of ours is `other`. */
export function readCard(card: Card | undefined): ReadCard {
  if (card === undefined) return readCard({});
  const [mark = '', headline = ''] = textsIn(bandOf(card));
  const texts = textsIn(card['body']);
  const label = texts.indexOf(detailLabels.runId);
  const runId = label < 0 ? null : (texts[label + 1] ?? null);
  const buttons = buttonsOf(card);
  const yes = buttons.find((button) => button.verb === 'confirm') ?? null;
  const no = buttons.find((button) => button.verb === 'cancel') ?? null;
  const ending = endings[mark] ?? null;
  const shared = { mark, headline, text: textOf(card), runId, yes, no };
  if (yes !== null) return { ...shared, kind: 'question', ending: null };
  if (mark === marks.working) return { ...shared, kind: 'working', ending: null };
  if (mark === marks.closed) return { ...shared, kind: 'closed', ending: null };
  if (ending !== null && runId !== null) return { ...shared, kind: 'ended', ending };
  if (ending !== null && factTitlesOn(card).includes(factTitles.askedBy))
    return { ...shared, kind: 'post', ending };
  return { ...shared, kind: 'other', ending: null };
}
