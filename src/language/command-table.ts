import { type Explanation, planning, reasoning, timing, vocabulary } from './vocabulary.ts';

const row = ({ pattern, what, example }: Explanation) =>
  `| \`${pattern.replaceAll('|', '\\|')}\` | ${what} | ${example.replaceAll('|', '\\|')} |`;

/** The commands as a Markdown table, for the README. */
export function commandTable(): string {
  const rows = [...vocabulary, timing, planning, reasoning].map(row);
  return ['| type | what happens | for example |', '|---|---|---|', ...rows].join('\n');
}
