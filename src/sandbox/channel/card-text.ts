import type { Card } from './connector.ts';

/** What reaches the bot from a card, besides typing. */
export interface CardButton {
  readonly title: string;
  readonly verb: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** A field to type in. */
export interface CardField {
  readonly id: string;
  readonly label: string;
}

/** A card as somebody at a terminal reads it. */
export interface CardText {
  readonly lines: readonly string[];
  readonly buttons: readonly CardButton[];
  readonly fields: readonly CardField[];
}

type Node = Readonly<Record<string, unknown>>;

/** Text without the escapes that keep a card from taking it for Markdown. */
const plain = (text: unknown) => String(text ?? '').replace(/\\([^\w\s])/g, '$1');

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null;

/** Reads what can be seen of a card, from top to bottom; what is folded away is left out, its buttons too. */
export function cardText(card: Card): CardText {
  const lines: string[] = [];
  const buttons: CardButton[] = [];
  const fields: CardField[] = [];

  function button(action: unknown): void {
    if (!isNode(action) || action['type'] !== 'Action.Execute') return;
    const data = isNode(action['data']) ? action['data'] : {};
    buttons.push({ title: plain(action['title']), verb: String(action['verb']), data });
  }

  function visit(node: unknown): void {
    if (!isNode(node) || node['isVisible'] === false) return;
    switch (node['type']) {
      case 'TextBlock':
        lines.push(plain(node['text']));
        break;
      case 'RichTextBlock': {
        const runs = (node['inlines'] as unknown[] | undefined) ?? [];
        lines.push(runs.map((run) => (isNode(run) ? plain(run['text']) : plain(run))).join(''));
        break;
      }
      case 'FactSet':
        for (const fact of (node['facts'] as Node[] | undefined) ?? [])
          lines.push(`${plain(fact['title'])}: ${plain(fact['value'])}`);
        break;
      case 'ColumnSet': {
        const from = lines.length;
        for (const column of (node['columns'] as unknown[] | undefined) ?? []) visit(column);
        const row = lines.splice(from).join('  ');
        if (row !== '') lines.push(row);
        break;
      }
      case 'Input.Text':
        fields.push({ id: String(node['id']), label: plain(node['label']) });
        break;
      case 'ActionSet':
        for (const action of (node['actions'] as unknown[] | undefined) ?? []) button(action);
        break;
    }
    button(node['selectAction']);
    for (const item of (node['items'] as unknown[] | undefined) ?? []) visit(item);
  }

  for (const node of (card['body'] as unknown[] | undefined) ?? []) visit(node);
  for (const action of (card['actions'] as unknown[] | undefined) ?? []) button(action);
  return { lines: lines.filter((line) => line.trim() !== ''), buttons, fields };
}
