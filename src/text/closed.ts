import type { Operation } from '../words.ts';
import { theJob } from './operations.ts';
import { moment } from './times.ts';

/** How a question ended without a run. `name` and `actor` as they are to be shown. */
export function closedText(
  {
    how,
    operation,
    at,
  }: { readonly how: 'kept' | 'expired' | 'replaced'; readonly operation: Operation; readonly at: number },
  { name, actor, now }: { readonly name: string; readonly actor: string; readonly now: number },
): { readonly headline: string; readonly sentence: string } {
  const job = operation === 'delete' ? theJob(name) : name;
  const Job = job.charAt(0).toUpperCase() + job.slice(1);
  switch (how) {
    case 'kept':
      return {
        headline: operation === 'delete' ? `${Job} was kept` : `${Job} was left as it was`,
        sentence: `${actor} decided so at ${moment(at, now)}. Nothing was done.`,
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
