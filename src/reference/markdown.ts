const cell = (text: string) => text.replaceAll('|', '\\|').replace(/\s*\n\s*/g, ' ');

/** A table; every row has as many cells as the head. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.map(cell).join(' | ')} |`);
  return lines.join('\n');
}

/** Text that is no Markdown as Markdown: what would be a tag or an emphasis is shown as it is. */
export const prose = (text: string): string =>
  text
    .split(/(`[^`]*`)/)
    .map((part) => (part.startsWith('`') ? part : part.replace(/[<*_]/g, (mark) => `\\${mark}`)))
    .join('');

/** Text as code. */
export const code = (text: string): string => (text.includes('`') ? `\`\` ${text} \`\`` : `\`${text}\``);

/** Several words as code, commas between; a dash for none. */
export const codes = (words: readonly string[]): string =>
  words.length === 0 ? '–' : words.map(code).join(', ');

/**
 * A page of the reference.
 *
 * @param source where its content is kept in the sources
 */
export function page(title: string, source: string, parts: readonly string[]): string {
  const note = `<!-- Made of ${source} by "npm run generate"; a test fails when it is not. -->`;
  return `${[`# ${title}`, note, ...parts].join('\n\n')}\n`;
}
