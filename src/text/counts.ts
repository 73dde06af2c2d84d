import type { Execution } from '../words.ts';

const grouped = new Intl.NumberFormat('en');

/** "1 job", "23 jobs", "1,204 jobs". */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${grouped.format(count)} ${count === 1 ? noun : plural}`;
}

/** What a run wrote: "3 of 4 changes written, 1 will be retried". */
export function runResult(run: Execution): string {
  const retried = run.countEscrowed > 0 ? `, ${grouped.format(run.countEscrowed)} will be retried` : '';
  const total = Math.max(run.countExports, run.countExported);
  if (run.state === 'Failed') {
    return run.countExported === 0
      ? `failed, nothing written${retried}`
      : `failed after ${counted(run.countExported, 'change')}${retried}`;
  }
  if (total === 0) return retried === '' ? 'nothing to change' : `nothing written${retried}`;
  const written =
    run.countExported === total
      ? `${total === 1 ? '1 change' : `all ${grouped.format(total)} changes`} written`
      : `${grouped.format(run.countExported)} of ${counted(total, 'change')} written`;
  return `${written}${retried}`;
}

/** What is in sync: "398 users, 14 groups"; null when Graph gave no counts. */
export function inSync(counts: readonly { readonly key: string; readonly value: number }[]): string | null {
  const shown = counts.slice(0, 3).map(({ key, value }) => counted(value, kindName(key)));
  return shown.length === 0 ? null : shown.join(', ');
}

/** The last word of a type name, some of which are long URNs. */
function kindName(key: string): string {
  const last = key.split(/[:./]/).findLast((part) => /^[A-Za-z][A-Za-z ]{0,30}$/.test(part));
  return (last ?? 'object').toLowerCase();
}
