import * as z from 'zod/v4';
import type { Graph } from './client.ts';
import { BadId, isGuid } from './ids.ts';
import { expectShape } from './jobs.ts';

/** How many groups Graph takes in one request. */
export const mostGroups = 20;

const groupIdsShape = z.object({ value: z.array(z.string()) });

/**
 * POST checkMemberGroups: which of some groups a user is in, directly or through other groups. A read, though it
 * is a POST.
 *
 * @param groupIds at most twenty
 * @returns lower-case ids out of `groupIds`
 * @throws BadId unless all ids are GUIDs
 * @throws RangeError for more than twenty groups
 * @throws GraphFailure; 404 when there is no such user
 */
export async function checkMemberGroups(
  graph: Graph,
  userId: string,
  groupIds: readonly string[],
): Promise<ReadonlySet<string>> {
  if (!isGuid(userId)) throw new BadId('user id');
  if (!groupIds.every(isGuid)) throw new BadId('group id');
  if (groupIds.length > mostGroups)
    throw new RangeError(`at most ${mostGroups} groups can be asked for at once`);
  if (groupIds.length === 0) return new Set();
  const { body, answer } = await graph({
    name: 'member-groups',
    method: 'POST',
    version: 'v1.0',
    path: `/users/${encodeURIComponent(userId)}/checkMemberGroups`,
    body: { groupIds },
  });
  const asked = new Set(groupIds.map((id) => id.toLowerCase()));
  const found = expectShape(groupIdsShape, body, answer).value.map((id) => id.toLowerCase());
  return new Set(found.filter((id) => asked.has(id)));
}
