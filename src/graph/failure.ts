import type { GraphAnswer } from '../words.ts';

/** What a request to Graph came to when it did not succeed. */
export type GraphFailureKind =
  /** Graph answered with a status that is not success. */
  | 'status'
  /** There was no token to send it with, so it never left. */
  | 'no-token'
  /** The request certainly never arrived: no address, no connection. */
  | 'unreachable'
  /** No answer in time; it may have taken effect. */
  | 'timeout'
  /** The connection broke; it may have taken effect. */
  | 'connection-lost'
  /** Graph answered with something that is not what it documents. */
  | 'unexpected';

/** Graph said no, or nothing. `answer` is what is known of its answer. */
export class GraphFailure extends Error {
  readonly kind: GraphFailureKind;
  readonly answer: GraphAnswer;

  constructor(kind: GraphFailureKind, answer: GraphAnswer, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'GraphFailure';
    this.kind = kind;
    this.answer = answer;
  }

  /** True when Graph certainly did not carry the request out. */
  get certain(): boolean {
    if (this.kind === 'unreachable' || this.kind === 'no-token') return true;
    const { status } = this.answer;
    if (this.kind !== 'status' || status === null || status === 408) return false;
    return (status >= 300 && status < 500) || status === 501;
  }
}
