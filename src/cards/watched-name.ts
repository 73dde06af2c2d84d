import type { Watched } from '../words.ts';
import { short } from './escape.ts';

/** What a watch is called, whole and as it was given; empty for every job. */
export function fullWatchedName(watched: Watched): string {
  switch (watched.kind) {
    case 'all':
      return '';
    case 'pattern':
      return watched.pattern;
    case 'job':
      return watched.displayName;
  }
}

/** The same as it is to be shown. */
export function shownWatchedName(watched: Watched): string {
  return watched.kind === 'all' ? '' : short(fullWatchedName(watched));
}
