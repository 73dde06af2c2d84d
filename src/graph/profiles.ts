import * as z from 'zod/v4';
import type { GraphAnswer, ProfileSnapshot } from '../words.ts';
import type { Graph } from './client.ts';
import type { GraphFailure } from './failure.ts';
import { BadId, isGuid } from './ids.ts';
import { expectShape } from './jobs.ts';

const word = z
  .string()
  .nullish()
  .transform((text) => text ?? '');
const statusShape = z.object({
  status: word,
  lastActivityDateTime: z.string().nullish(),
  lastSynchronizationDateTime: z.string().nullish(),
  errorCount: z.number().nullish(),
});
const profileShape = z.object({
  id: z.string().min(1),
  displayName: word,
  profileStatus: statusShape.nullish(),
});
const profilesShape = z.object({ value: z.array(profileShape) });

export interface GraphProfile {
  readonly id: string;
  readonly displayName: string;
}

function profilePath(profileId: string): string {
  if (!isGuid(profileId)) throw new BadId('educationSynchronizationProfile id');
  return `/education/synchronizationProfiles/${encodeURIComponent(profileId)}`;
}

/**
 * True when an answer of the education API means that Microsoft has taken it away. School Data Sync (Classic)
 * ended with 2024 and its resources were deleted from Graph on 2024-12-16; which of these a tenant sees is not
 * documented (Microsoft Graph changelog, EducationDataSync).
 */
export function isRetired(failure: GraphFailure): boolean {
  return failure.kind === 'status' && [400, 404, 405, 410, 501].includes(failure.answer.status ?? 0);
}

/** GET every profile. @throws GraphFailure */
export async function listProfiles(graph: Graph): Promise<GraphProfile[]> {
  const { body, answer } = await graph({
    name: 'list-profiles',
    method: 'GET',
    version: 'beta',
    path: '/education/synchronizationProfiles',
  });
  return expectShape(profilesShape, body, answer).value;
}

/** GET a profile and its status, which may lag the real state. @throws GraphFailure */
export async function readProfile(graph: Graph, profileId: string, readAt: number): Promise<ProfileSnapshot> {
  const path = profilePath(profileId);
  const [profile, status] = await Promise.all([
    graph({ name: 'read-profile', method: 'GET', version: 'beta', path }),
    graph({ name: 'read-profile-status', method: 'GET', version: 'beta', path: `${path}/profileStatus` }),
  ]);
  const { displayName } = expectShape(profileShape, profile.body, profile.answer);
  const now = expectShape(statusShape, status.body, status.answer);
  const last = Date.parse(now.lastActivityDateTime ?? now.lastSynchronizationDateTime ?? '');
  return {
    kind: 'profile',
    target: { kind: 'profile', profileId },
    displayName,
    status: now.status,
    lastActivity: Number.isNaN(last) ? null : last,
    errorCount: now.errorCount ?? 0,
    readAt,
  };
}

/** POST pause, once; 200 without a body. @throws GraphFailure */
export async function pauseProfile(graph: Graph, profileId: string): Promise<GraphAnswer> {
  return (
    await graph({
      name: 'pause-profile',
      method: 'POST',
      version: 'beta',
      path: `${profilePath(profileId)}/pause`,
    })
  ).answer;
}
