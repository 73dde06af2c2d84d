import type { TargetText, WatchText } from '../language/command.ts';
import { nameKey } from '../name-key.ts';
import type { StoredWatch } from '../store/watches.ts';
import { targetKey } from '../words.ts';

function isMeant({ watched }: StoredWatch, text: TargetText): boolean {
  if (watched.kind !== 'job')
    return watched.kind === 'pattern' && text.kind === 'name' && same(watched.pattern, text);
  const { target, displayName } = watched;
  switch (text.kind) {
    case 'job':
      return targetKey(target) === targetKey({ ...text, kind: 'job' });
    case 'id':
      return target.jobId === text.id || target.servicePrincipalId.toLowerCase() === text.id.toLowerCase();
    case 'name':
      return same(displayName, text);
  }
}

function same(name: string, text: Extract<TargetText, { kind: 'name' }>): boolean {
  const key = nameKey(name);
  return key === nameKey(text.name) || (!text.quoted && key === nameKey(text.name.replace(/[.。]+$/u, '')));
}

/**
 * The watches of a conversation that a person means to end: by the name, pattern or id they were set with, or whose
 * names begin so. “All” ends every one. The tenant is not asked: what is gone can be unwatched too.
 */
export function meantWatches(watches: readonly StoredWatch[], what: WatchText): readonly StoredWatch[] {
  switch (what.kind) {
    case 'all':
      return watches;
    case 'pattern':
      // “All” would end every one, so the watch of all jobs is ended by itself as what it matches.
      return watches.filter(({ watched }) =>
        watched.kind === 'all'
          ? what.pattern === '*'
          : watched.kind === 'pattern' && nameKey(watched.pattern) === nameKey(what.pattern),
      );
    case 'target': {
      const exact = watches.filter((watch) => isMeant(watch, what.target));
      if (exact.length > 0 || what.target.kind !== 'name') return exact;
      const key = nameKey(what.target.name.replace(/[.。]+$/u, ''));
      return watches.filter(
        ({ watched }) => watched.kind === 'job' && nameKey(watched.displayName).startsWith(key),
      );
    }
  }
}
