import { schoolWords } from './vocabulary.ts';

/** What follows a word for school profiles; null when a text doesn't begin with one. */
export function afterSchool(text: string): string | null {
  const lower = text.toLowerCase().replace(/\s+/g, ' ');
  for (const words of schoolWords) {
    if (lower.replace(/\.$/, '') === words) return '';
    if (lower.startsWith(`${words} `)) return text.slice(lengthOfWords(text, words.split(' ').length)).trim();
  }
  return null;
}

function lengthOfWords(text: string, count: number): number {
  return new RegExp(`^(?:\\S+\\s+){${count}}`).exec(text)?.[0].length ?? text.length;
}
