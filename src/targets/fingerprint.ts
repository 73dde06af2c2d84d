import type { Snapshot } from '../words.ts';

/**
 * What of a state a person's yes depends on. Counts, times and progress are left out, so that an ordinary cycle
 * between question and answer voids nothing.
 */
export function fingerprint(snapshot: Snapshot): string {
  return JSON.stringify(
    snapshot.kind === 'profile'
      ? [snapshot.displayName, snapshot.status]
      : [
          snapshot.templateId,
          snapshot.displayName,
          snapshot.scheduleState,
          snapshot.code === 'Quarantine',
          snapshot.quarantine?.reason ?? null,
        ],
  );
}
