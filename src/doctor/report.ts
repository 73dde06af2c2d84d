import { groups } from './catalogue.ts';
import type { Result } from './examine.ts';
import type { Status } from './finding.ts';

/** How a report is printed. */
export interface Paper {
  /** Characters a line holds. */
  readonly width: number;
  readonly colour: boolean;
}

const marks: Readonly<Record<Status, string>> = { pass: '✓', warn: '!', fail: '✗', skipped: '–' };
const words: Readonly<Record<Status, string>> = { pass: 'pass', warn: 'warn', fail: 'FAIL', skipped: 'skip' };
/** SGR codes of ECMA-48. */
const colours: Readonly<Record<Status, number>> = { pass: 32, warn: 33, fail: 31, skipped: 2 };
const bold = 1;
const dim = 2;

/** A line longer than this is hard to read, however wide the window is. */
const widest = 110;
const narrowest = 40;

/** Breaks text between words; a word that is longer, such as a link, stays whole so that it can be copied. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/)) {
    const last = lines.at(-1);
    if (last === undefined || last.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}

/** True for codes that move a cursor or recolour; what others wrote must not steer a terminal. */
const plain = (text: string) => text.replace(/[\p{Cc}\p{Cf}]/gu, ' ');

function counted(results: readonly Result[], status: Status): number {
  return results.filter((each) => each.status === status).length;
}

/** The last line of a report. */
export function verdict(results: readonly Result[]): string {
  const some = (count: number, what: string) => (count === 0 ? [] : [`${count} ${what}`]);
  const counts = [
    ...some(counted(results, 'pass'), 'passed'),
    ...some(counted(results, 'warn'), counted(results, 'warn') === 1 ? 'warning' : 'warnings'),
    ...some(counted(results, 'fail'), 'failed'),
    ...some(counted(results, 'skipped'), 'skipped'),
  ].join(', ');
  if (counted(results, 'fail') > 0)
    return `Not ready: ${counts}. Mend what failed from the top, then run it again.`;
  return counted(results, 'warn') > 0
    ? `Ready, with something to think about: ${counts}.`
    : `Ready: ${counts}.`;
}

/**
 * The results as people read them: grouped, a line each, and below what isn't well its details and what mends it.
 *
 * @param heading printed first, a line each
 */
export function textReport(
  results: readonly Result[],
  paper: Paper,
  heading: readonly string[] = [],
): string {
  const width = Math.max(narrowest, Math.min(paper.width, widest));
  const paint = (code: number, text: string) => (paper.colour ? `\u001b[${code}m${text}\u001b[0m` : text);
  const titles = Math.max(...results.map(({ title }) => title.length));
  const lead = 2 + 6 + 1 + titles + 2;
  // In a narrow window text goes below the title instead of beside it.
  const beside = width - lead >= 32;
  const indent = beside ? lead : 9;
  const lines = heading.flatMap((line) => wrap(line, width));

  const below = (code: number | null, first: string, text: string) => {
    const [head = '', ...rest] = wrap(plain(text), width - indent - first.length);
    const all = [`${first}${head}`, ...rest.map((line) => ' '.repeat(first.length) + line)];
    return all.map((line) => ' '.repeat(indent) + (code === null ? line : paint(code, line)));
  };

  for (const group of groups) {
    const ofGroup = results.filter((each) => each.group === group);
    if (ofGroup.length === 0) continue;
    lines.push('', paint(bold, group));
    for (const { status, title, says, details, mend } of ofGroup) {
      const code = status === 'skipped' ? dim : null;
      const name = beside ? title.padEnd(titles) : title;
      const mark = paint(colours[status], `${marks[status]} ${words[status]}`);
      const [head = '', ...rest] = below(code, '', says);
      lines.push(
        `  ${mark} ${code === null ? name : paint(code, name)}${beside ? `  ${head.slice(indent)}` : ''}`,
      );
      lines.push(...(beside ? rest : [head, ...rest]));
      if (status !== 'warn' && status !== 'fail') continue;
      for (const detail of details) lines.push(...below(null, '· ', detail));
      if (mend !== null) lines.push(...below(null, '→ ', mend));
    }
  }
  const worst = counted(results, 'fail') > 0 ? 'fail' : counted(results, 'warn') > 0 ? 'warn' : 'pass';
  lines.push('', ...wrap(verdict(results), width).map((line) => paint(colours[worst], line)));
  return `${lines.join('\n')}\n`;
}

/**
 * The results for machines.
 *
 * @param mode `production`, or `sandbox` for the demonstration
 */
export function jsonReport(results: readonly Result[], mode: string, version: string): string {
  const report = { version, mode, ready: counted(results, 'fail') === 0, checks: results };
  return `${JSON.stringify(report, null, 2)}\n`;
}
