import type { Card } from './connector.ts';

type Node = Record<string, unknown>;

function walk(value: unknown, visit: (node: Node) => void): void {
  if (Array.isArray(value)) for (const each of value) walk(each, visit);
  else if (typeof value === 'object' && value !== null) {
    visit(value as Node);
    for (const each of Object.values(value)) walk(each, visit);
  }
}

/** Everything a person reads on a card, hidden details included, on one line. */
export function textOf(card: Card | undefined): string {
  const found: string[] = [];
  walk(card?.['body'], (node) => {
    if (node['type'] === 'TextBlock' || node['type'] === 'TextRun') found.push(String(node['text']));
    if (node['type'] === 'FactSet') {
      for (const fact of node['facts'] as { title: string; value: string }[])
        found.push(`${fact.title}: ${fact.value}`);
    }
    if (node['type'] === 'Input.Text') found.push(String(node['label'] ?? ''));
  });
  return found
    .join(' | ')
    .replaceAll('\\', '')
    .replace(/[\u00a0\u202f]/g, ' ');
}

export interface Button {
  readonly title: string;
  readonly verb: string;
  readonly data: Record<string, unknown>;
}

/** The buttons and tappable rows of a card that reach the bot. */
export function buttonsOf(card: Card | undefined): Button[] {
  const found: Button[] = [];
  walk(card?.['body'], (node) => {
    if (node['type'] !== 'Action.Execute') return;
    found.push({
      title: String(node['title']),
      verb: String(node['verb']),
      data: node['data'] as Record<string, unknown>,
    });
  });
  return found;
}

/** The button of that title. @throws when the card has none */
export function buttonOf(card: Card | undefined, title: string | RegExp): Button {
  const found = buttonsOf(card).find((b) =>
    typeof title === 'string' ? b.title === title : title.test(b.title),
  );
  if (found === undefined) {
    throw new Error(
      `no button ${String(title)} among ${
        buttonsOf(card)
          .map((b) => b.title)
          .join(', ') || 'none'
      }`,
    );
  }
  return found;
}
