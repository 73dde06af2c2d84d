/** A text without the marks at its end, if a question mark is among them. */
export function withoutQuestionMark(text: string): string {
  let end = text.length;
  while (end > 0 && /[\s?!]/.test(text.charAt(end - 1))) end -= 1;
  return text.includes('?', end) ? text.slice(0, end) : text;
}
