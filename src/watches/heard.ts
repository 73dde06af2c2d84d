import { foldName } from '../policy/fold-name.ts';
import { fits, namePattern } from '../policy/name-pattern.ts';
import { targetKey, type WatchEvent, type Watched, type WatchView } from '../words.ts';

/** What tells jobs apart for a watch. */
export interface Named {
  readonly targetKey: string;
  readonly displayName: string;
}

/** Whether a watch takes a job in. */
export function takesIn(watched: Watched): (job: Named) => boolean {
  switch (watched.kind) {
    case 'all':
      return () => true;
    case 'job': {
      const key = targetKey(watched.target);
      return (job: Named) => job.targetKey === key;
    }
    case 'pattern': {
      const pattern = namePattern(watched.pattern);
      return (job: Named) => fits(pattern, foldName(job.displayName));
    }
  }
}

/** Whether a watch wants to hear of an event. Deletions can't be left out. */
export function wants({ only }: Pick<WatchView, 'only'>, event: WatchEvent): boolean {
  return only === null || event === 'deleted' || only.includes(event);
}

/** What a change already says, so that it isn't said again besides: a quarantine names its reason. */
const says: Readonly<Partial<Record<WatchEvent, readonly WatchEvent[]>>> = {
  quarantined: ['guarded', 'credentials', 'failing'],
  guarded: ['failing'],
  credentials: ['failing'],
};

/** Leaves out what another change of the same job, at the same time, says already. */
export function withoutSaid<T extends { readonly event: WatchEvent }>(heard: readonly T[]): T[] {
  const said = new Set(heard.flatMap(({ event }) => says[event] ?? []));
  return heard.filter(({ event }) => !said.has(event));
}
