type Node = Readonly<Record<string, unknown>>;

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Every object inside a card, outermost first, in reading order. */
export function* nodes(value: unknown): Generator<Node> {
  if (Array.isArray(value)) {
    for (const each of value) yield* nodes(each);
  } else if (isNode(value)) {
    yield value;
    for (const each of Object.values(value)) yield* nodes(each);
  }
}

/** Those of a type. */
export function ofType(card: unknown, type: string): readonly Node[] {
  return [...nodes(card)].filter((node) => node['type'] === type);
}

/** The texts of a card as a person reads them: Markdown's backslashes are gone, no-break spaces are blanks. */
export function readable(card: unknown): string {
  const found: string[] = [];
  for (const node of nodes(card)) {
    if (node['type'] === 'TextBlock') found.push(unescaped(String(node['text'])));
    if (node['type'] === 'TextRun') found.push(String(node['text']));
    if (typeof node['title'] === 'string' && typeof node['value'] === 'string') {
      found.push(`${node['title']}: ${unescaped(node['value'])}`);
    }
    if (node['type'] === 'Input.Text') found.push(String(node['label']));
  }
  return found.join(' | ').replaceAll('\u00a0', ' ');
}

function unescaped(text: string): string {
  return text.replace(/\\([!-/:-@[-`{-~])/g, '$1');
}
