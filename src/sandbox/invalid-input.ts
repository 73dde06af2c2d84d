import type * as z from 'zod/v4';

/** One sentence for a person from what zod found: where, and what is wrong there. */
export function sentenceOf(error: z.ZodError): string {
  return `${error.issues.map((issue) => `${place(issue.path)}: ${issue.message}`).join('; ')}.`;
}

function place(path: readonly PropertyKey[]): string {
  if (path.length === 0) return 'body';
  return path
    .map((key, index) => (typeof key === 'number' ? `[${key}]` : `${index === 0 ? '' : '.'}${String(key)}`))
    .join('');
}
