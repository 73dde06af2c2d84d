import type { Notice } from '../notice.ts';
import { capital } from './capital.ts';
import { operationWords, theJob } from './operations.ts';
import { moment } from './times.ts';

type Closed = Extract<Notice, { kind: 'closed' }>;

/** Names as they are to be shown. */
export interface ClosedNames {
  readonly name: string;
  readonly actor: string;
  /** Who declined; null where nobody is known to have. */
  readonly decliner: string | null;
}

/** How a question ended without a run. */
export function closedText(
  { how, operation, at }: Pick<Closed, 'how' | 'operation' | 'at'>,
  { name, actor, decliner }: ClosedNames,
  now: number,
): { readonly headline: string; readonly sentence: string } {
  const job = operation === 'delete' ? theJob(name) : name;
  const unchanged = operation === 'delete' ? `${capital(job)} was kept` : `${name} was left as it was`;
  const { noun } = operationWords[operation];
  switch (how) {
    case 'kept':
      return {
        headline: unchanged,
        sentence: `${actor} decided so at ${moment(at, now)}. Nothing was done.`,
      };
    case 'withdrawn':
      return {
        headline: unchanged,
        sentence: `${actor} withdrew the request at ${moment(at, now)}. Nothing was done.`,
      };
    case 'declined':
      return {
        headline: unchanged,
        sentence:
          decliner === null
            ? `The ${noun} was declined at ${moment(at, now)}. Nothing was done.`
            : `${decliner} declined the ${noun} at ${moment(at, now)}. Nothing was done.`,
      };
    case 'expired':
      return {
        headline: 'Nobody answered in time',
        sentence: `The question about ${job} expired. Nothing was done.`,
      };
    case 'replaced':
      return {
        headline: 'A newer question replaced this one',
        sentence: `It is about ${job} too. Nothing was done here.`,
      };
  }
}
