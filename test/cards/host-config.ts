/** How a client draws cards; written after what Teams shows, in the renderer's own format. */
export interface HostTheme {
  readonly name: 'light' | 'dark';
  /** Behind the card. */
  readonly page: string;
  readonly card: string;
  readonly border: string;
  readonly text: string;
  readonly field: string;
  readonly destructive: string;
  readonly config: Readonly<Record<string, unknown>>;
}

interface Colours {
  readonly text: string;
  readonly subtle: string;
  readonly card: string;
  readonly emphasis: string;
  readonly separator: string;
}

const INK = '#242424';

/** Teams tints these containers alike in both themes and writes on them in dark ink. */
const TINTS = { good: '#ccffcc', warning: '#ffe2b2', attention: '#ffc6b2', accent: '#c7def9' };

function container(backgroundColor: string, text: string, subtle: string) {
  const colour = { default: text, subtle };
  const foregroundColors = Object.fromEntries(
    ['default', 'dark', 'light', 'accent', 'good', 'warning', 'attention'].map((name) => [name, colour]),
  );
  return { backgroundColor, foregroundColors };
}

function hostConfig({ text, subtle, card, emphasis, separator }: Colours) {
  return {
    supportsInteractivity: true,
    fontFamily: '"Segoe UI", "Open Sans", "Noto Sans", "Liberation Sans", sans-serif',
    fontTypes: {
      default: {
        fontSizes: { small: 12, default: 14, medium: 14, large: 18, extraLarge: 24 },
        fontWeights: { lighter: 200, default: 400, bolder: 600 },
      },
      monospace: {
        fontFamily: '"Consolas", "Liberation Mono", monospace',
        fontSizes: { small: 12, default: 14, medium: 14, large: 18, extraLarge: 24 },
        fontWeights: { lighter: 200, default: 400, bolder: 600 },
      },
    },
    spacing: { small: 8, default: 12, medium: 12, large: 16, extraLarge: 20, padding: 16 },
    separator: { lineThickness: 1, lineColor: separator },
    containerStyles: {
      default: container(card, text, subtle),
      emphasis: container(emphasis, text, subtle),
      ...Object.fromEntries(
        Object.entries(TINTS).map(([name, colour]) => [name, container(colour, INK, '#424242')]),
      ),
    },
    inputs: {
      label: {
        inputSpacing: 'small',
        requiredInputs: { size: 'default', weight: 'default', suffix: ' *' },
        optionalInputs: { size: 'default', weight: 'default' },
      },
      errorMessage: { color: 'attention', weight: 'default' },
    },
    actions: {
      maxActions: 6,
      spacing: 'default',
      buttonSpacing: 8,
      showCard: { actionMode: 'inline', inlineTopMargin: 16, style: 'emphasis' },
      preExpandSingleShowCardAction: false,
      actionsOrientation: 'horizontal',
      actionAlignment: 'left',
    },
    adaptiveCard: { allowCustomStyle: false },
    factSet: {
      title: {
        size: 'default',
        color: 'default',
        isSubtle: false,
        weight: 'bolder',
        wrap: true,
        maxWidth: 150,
      },
      value: { size: 'default', color: 'default', isSubtle: false, weight: 'default', wrap: true },
      spacing: 10,
    },
    textBlock: { headingLevel: 2 },
  };
}

export const lightTheme: HostTheme = {
  name: 'light',
  page: '#ebebeb',
  card: '#ffffff',
  border: '#d1d1d1',
  text: INK,
  field: '#f5f5f5',
  destructive: '#b10e1c',
  config: hostConfig({
    text: INK,
    subtle: '#616161',
    card: '#ffffff',
    emphasis: '#f8f6f4',
    separator: '#ebebeb',
  }),
};

export const darkTheme: HostTheme = {
  name: 'dark',
  page: '#141414',
  card: '#292929',
  border: '#4d4d4d',
  text: '#ffffff',
  field: '#1f1f1f',
  destructive: '#eeacb2',
  config: hostConfig({
    text: '#ffffff',
    subtle: '#adadad',
    card: '#292929',
    emphasis: '#242424',
    separator: '#525252',
  }),
};
