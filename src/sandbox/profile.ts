import type { Pace } from './pace.ts';

/** An educationSynchronizationProfile as the sandbox keeps it. Times are epoch milliseconds. */
export interface Profile {
  readonly id: string;
  readonly statusId: string;
  readonly displayName: string;
  /**
   * Answers a pause as an API that was taken away does. Graph's metadata lost the segment in December 2024, so
   * 400 "Resource not found for the segment" is the likeliest of the possible answers; it is listed and read
   * all the same, or nobody could try it.
   */
  readonly retired: boolean;
  status: string;
  lastActivity: number;
  readonly lastSynchronization: number;
  readonly errorCount: number;
  /** When an accepted pause shows; null when none waits. */
  pausedFrom: number | null;
}

/** A profile that was last active and last synchronized at the same time, with no pause waiting. */
export function beginProfile(
  { displayName, profileId }: { readonly displayName: string; readonly profileId: string },
  rest: Pick<Profile, 'status' | 'lastActivity' | 'errorCount' | 'retired' | 'statusId'>,
): Profile {
  return {
    id: profileId,
    displayName,
    ...rest,
    lastSynchronization: rest.lastActivity,
    pausedFrom: null,
  };
}

/** Accepts a pause: the status shows it only after the pace's delay, as the documentation warns. */
export function pauseProfile(profile: Profile, now: number, pace: Pace): void {
  if (profile.status === 'paused' || profile.pausedFrom !== null) return;
  profile.pausedFrom = now + pace.pauseVisibleAfter;
}

/** Brings `profile` up to `now` (epoch milliseconds). */
export function advanceProfile(profile: Profile, now: number): void {
  if (profile.pausedFrom === null || profile.pausedFrom > now) return;
  profile.status = 'paused';
  profile.lastActivity = profile.pausedFrom;
  profile.pausedFrom = null;
}

/** `educationSynchronizationProfileStatus`. */
export function profileStatusJson(profile: Profile): Record<string, unknown> {
  return {
    id: profile.statusId,
    status: profile.status,
    lastSynchronizationDateTime: new Date(profile.lastSynchronization).toISOString(),
    lastActivityDateTime: new Date(profile.lastActivity).toISOString(),
    errorCount: profile.errorCount,
    statusMessage: '',
  };
}

/** `educationSynchronizationProfile`, its status included as the historic examples show it. */
export function profileJson(profile: Profile): Record<string, unknown> {
  return {
    id: profile.id,
    displayName: profile.displayName,
    state: 'provisioned',
    dataProvider: { '@odata.type': '#microsoft.graph.educationCsvDataProvider' },
    identitySynchronizationConfiguration: {
      '@odata.type': '#microsoft.graph.educationIdentityMatchingConfiguration',
    },
    licensesToAssign: [],
    handleSpecialCharacterConstraint: false,
    expirationDate: null,
    profileStatus: profileStatusJson(profile),
  };
}
