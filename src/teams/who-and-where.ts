import type { Activity } from 'botbuilder';
import * as z from 'zod/v4';
import type { Actor, Place, Scope } from '../words.ts';

const channelData = z.object({ tenant: z.object({ id: z.string().min(1) }) });

const teamData = z.object({
  team: z.object({ id: z.string().optional(), aadGroupId: z.string().optional() }),
});
const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The tenant an activity belongs to; empty when it carries none. */
function tenantOf(activity: Partial<Activity>): string {
  const data = channelData.safeParse(activity.channelData);
  return data.success ? data.data.tenant.id : (activity.conversation?.tenantId ?? '');
}

/**
 * Who sent an activity: tenant id and Entra object id. In sandbox mode a client that knows no object ids may
 * stand in with its own.
 *
 * @returns null when the person cannot be told apart from others
 */
export function actorOf(activity: Partial<Activity>, sandbox: boolean): Actor | null {
  const objectId = activity.from?.aadObjectId ?? (sandbox ? activity.from?.id : undefined);
  if (objectId === undefined || objectId === '') return null;
  if (!sandbox && !guid.test(objectId)) return null;
  return { tenantId: tenantOf(activity), objectId, name: activity.from?.name?.slice(0, 256) || 'Somebody' };
}

const threadMark = ';messageid=';

/** Where an activity came from: the bare conversation and, in a channel, the thread. */
export function placeOf(activity: Partial<Activity>): Place | null {
  const { conversation } = activity;
  if (conversation?.id === undefined || conversation.id === '') return null;
  const [conversationId = '', thread = null] = conversation.id.split(threadMark);
  const type = conversation.conversationType;
  const scope: Scope = type === 'channel' || type === 'groupChat' ? type : 'personal';
  const team = teamData.safeParse(activity.channelData);
  const teamIds = team.success ? [team.data.team.id, team.data.team.aadGroupId] : [];
  return {
    tenantId: tenantOf(activity),
    conversationId,
    thread,
    scope,
    teamIds: teamIds.flatMap((id) => (id === undefined || id === '' ? [] : [id])),
  };
}

/** The conversation id to send to, for a place. */
export function conversationIdOf(place: Place): string {
  return place.thread === null ? place.conversationId : `${place.conversationId}${threadMark}${place.thread}`;
}
