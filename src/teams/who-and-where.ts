import type { Activity } from 'botbuilder';
import { IANAZone } from 'luxon';
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

const clientInfo = z.object({ type: z.literal('clientInfo'), timezone: z.string() });

/** A name of the IANA database, not an offset. */
const zoneName = /^[A-Za-z][\w+/-]{0,63}$/;

/**
 * The time zone a person's client said it is in: `localTimezone` of the activity, or its `clientInfo` entity (both in
 * the Bot Framework's activity schema as Teams sends it); null when it gave none that exists.
 */
function timeZoneOf(activity: Partial<Activity>): string | null {
  const entities = Array.isArray(activity.entities) ? activity.entities : [];
  const given = entities.flatMap((entity) => {
    const info = clientInfo.safeParse(entity);
    return info.success ? [info.data.timezone] : [];
  });
  const named = [activity.localTimezone, ...given].find(
    (name) => typeof name === 'string' && zoneName.test(name) && IANAZone.isValidZone(name),
  );
  return named ?? null;
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
  const name = activity.from?.name?.slice(0, 256) || 'Somebody';
  const timeZone = timeZoneOf(activity);
  return { tenantId: tenantOf(activity), objectId, name, ...(timeZone === null ? {} : { timeZone }) };
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
