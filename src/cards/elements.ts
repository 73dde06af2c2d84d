import { clean, escapeMarkdown } from './escape.ts';

/** What a band means; `accent` is the sandbox strip's alone. Colours are used for containers, never for text. */
export type Tone = 'good' | 'emphasis' | 'warning' | 'attention';

type Spacing = 'none' | 'small' | 'large';

export type TextBlock = {
  type: 'TextBlock';
  text: string;
  wrap?: true;
  style?: 'heading';
  size?: 'small' | 'large';
  weight?: 'bolder';
  isSubtle?: true;
  fontType?: 'monospace';
  horizontalAlignment?: 'center';
  spacing?: Spacing;
  separator?: true;
};

export type TextRun = { type: 'TextRun'; text: string; weight?: 'bolder' };
export type RichTextBlock = { type: 'RichTextBlock'; inlines: TextRun[] };

export type Fact = { title: string; value: string };
export type FactSet = { type: 'FactSet'; facts: Fact[] };

export type Column = {
  type: 'Column';
  width: '24px' | 'stretch' | 'auto';
  spacing?: Spacing;
  verticalContentAlignment?: 'center';
  items: Element[];
};
export type ColumnSet = { type: 'ColumnSet'; spacing?: Spacing; separator?: true; columns: Column[] };

export type Container = {
  type: 'Container';
  id?: string;
  isVisible?: false;
  style?: Tone | 'accent';
  bleed?: true;
  spacing?: Spacing;
  separator?: true;
  selectAction?: ExecuteAction;
  items: Element[];
};

export type InputText = {
  type: 'Input.Text';
  id: string;
  label: string;
  isRequired?: true;
  errorMessage?: string;
  maxLength: number;
};

export type TableRow = { type: 'TableRow'; cells: { type: 'TableCell'; items: Element[] }[] };
export type Table = {
  type: 'Table';
  showGridLines: false;
  firstRowAsHeaders: true;
  columns: { width: number }[];
  rows: TableRow[];
};

/** What a button sends: a sentence, or the token of a question. */
export type ButtonData = { say: string } | { token: string };

export type SubmitAction = {
  type: 'Action.Submit';
  title: string;
  data: ButtonData & { verb: string };
  associatedInputs?: 'none';
  style?: 'destructive';
};
export type ExecuteAction = {
  type: 'Action.Execute';
  title: string;
  verb: 'say' | 'confirm' | 'cancel' | 'approve' | 'deny';
  data: ButtonData;
  associatedInputs?: 'none';
  style?: 'destructive';
  /** Tells buttons of the same title apart, on hovering and for screen readers. */
  tooltip?: string;
  fallback: SubmitAction | 'drop';
};
export type ToggleAction = { type: 'Action.ToggleVisibility'; title: string; targetElements: string[] };
export type OpenUrlAction = { type: 'Action.OpenUrl'; title: string; url: string };
export type Action = ExecuteAction | ToggleAction | OpenUrlAction;
export type ActionSet = { type: 'ActionSet'; spacing?: Spacing; actions: Action[] };

export type Element =
  | TextBlock
  | RichTextBlock
  | FactSet
  | ColumnSet
  | Container
  | InputText
  | Table
  | ActionSet;

export type AdaptiveCard = {
  type: 'AdaptiveCard';
  $schema: string;
  version: '1.5';
  fallbackText: string;
  speak: string;
  msteams: { width: 'Full' };
  body: Element[];
};

type TextStyle = Omit<TextBlock, 'type' | 'text' | 'wrap'>;

/** A text that wraps. Every text of a card passes here (or `facts`), so nothing in it is read as Markdown. */
export function textBlock(text: string, style: TextStyle = {}): TextBlock {
  return { type: 'TextBlock', text: escapeMarkdown(clean(text)), wrap: true, ...style };
}

/** A single character of the card's own. */
export function symbol(character: string, style: TextStyle = {}): TextBlock {
  return { type: 'TextBlock', text: escapeMarkdown(character), weight: 'bolder', ...style };
}

/** Facts with a title and a value; those without a value are left out. */
export function facts(...pairs: readonly (readonly [string, string | null])[]): FactSet[] {
  const known = pairs.flatMap(([title, value]) =>
    value === null ? [] : [{ title, value: escapeMarkdown(clean(value)) }],
  );
  return known.length === 0 ? [] : [{ type: 'FactSet', facts: known }];
}

/** A bold heading and what it is about. */
export function section(heading: string, ...texts: readonly string[]): Container {
  return {
    type: 'Container',
    items: [
      textBlock(heading, { weight: 'bolder' }),
      ...texts.map((text) => textBlock(text, { spacing: 'none' })),
    ],
  };
}

/** A symbol in the margin, a text, and something small at the end. */
export function marked(
  mark: string,
  text: string,
  { end, first = false }: { readonly end?: string | undefined; readonly first?: boolean } = {},
): ColumnSet {
  const columns: Column[] = [
    { type: 'Column', width: '24px', items: [symbol(mark, { horizontalAlignment: 'center' })] },
    { type: 'Column', width: 'stretch', spacing: 'small', items: [textBlock(text)] },
  ];
  if (end !== undefined) {
    const time: TextBlock = { type: 'TextBlock', text: end, size: 'small', isSubtle: true };
    columns.push({ type: 'Column', width: 'auto', items: [time] });
  }
  return { type: 'ColumnSet', spacing: first ? 'none' : 'small', columns };
}
