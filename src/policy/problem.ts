/** Something to mend, or to think about, in a policy file. */
export interface Problem {
  /** Counted from 1; 0 when it is about the file as a whole. */
  readonly line: number;
  /** Such as `rules[0].who.users[1]`; empty when it is about the text as such. */
  readonly path: string;
  /** What is wrong and what to write instead; continues the path as a sentence. */
  readonly message: string;
}

/** As one line: where, what, and what to write instead. */
export function problemText({ line, path, message }: Problem): string {
  const where = [...(line > 0 ? [`line ${line}`] : []), ...(path === '' ? [] : [path])].join(', ');
  return where === '' ? message : `${where}: ${message}`;
}
