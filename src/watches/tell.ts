import { newMessageId } from '../ids.ts';
import type { Notice } from '../notice.ts';
import { goneConversations } from '../store/conversations.ts';
import {
  gathering,
  type HeldHappening,
  holdHappenings,
  putOffHeld,
  recordHappenings,
} from '../store/happenings.ts';
import { activityIds, putMessage } from '../store/messages.ts';
import type { Tx } from '../store/schema.ts';
import { forgetWatches, quietHoursOf, type StoredWatch, watchesOver } from '../store/watches.ts';
import { eventsByWeight } from '../text/watches.ts';
import { type Happening, type Place, targetKey } from '../words.ts';
import { takesIn, wants, withoutSaid } from './heard.ts';
import { isUrgent, quietUntil } from './quiet.ts';
import type { JobState } from './settle.ts';

/** More changes than this at once become one message. */
export const mostSingle = 3;
/** More than this a digest doesn't list. */
const mostListed = 40;
/** How long changes of many jobs are gathered: after the last of them, and in all, milliseconds. */
const gatherFor = 10_000;
const gatherAtMost = 60_000;

/** What is told of one job. */
export interface News {
  readonly happening: Happening;
  /** The conversation that is told of it by the run that did it; null when there is none. */
  readonly toldBy: string | null;
}

/** A job that settled, with its news; the news may be none. */
export interface SettledJob {
  readonly state: JobState;
  readonly over: boolean;
  readonly news: readonly News[];
}

interface Hearing {
  readonly place: Place;
  /** The card of the job, where it has one there. */
  readonly card: string | null;
  readonly happening: Happening;
}

/** What one conversation hears, by all its watches together. */
function hearings(watches: readonly StoredWatch[], jobs: readonly SettledJob[]): Hearing[] {
  const matching = watches.map((watch) => ({ watch, takes: takesIn(watch.watched) }));
  return jobs.flatMap(({ news }) => {
    const [first] = news;
    if (first === undefined) return [];
    const { target, displayName } = first.happening;
    const mine = matching.filter(({ takes }) => takes({ targetKey: targetKey(target), displayName }));
    const card = mine.find(({ watch }) => watch.cardMessage !== null)?.watch.cardMessage ?? null;
    const wanted = news.filter(({ happening }) => mine.some(({ watch }) => wants(watch, happening.event)));
    const place = mine[0]?.watch.place;
    if (place === undefined) return [];
    const said = new Set(withoutSaid(wanted.map(({ happening }) => happening)));
    return wanted
      .filter(({ happening, toldBy }) => said.has(happening) && toldBy !== place.conversationId)
      .map(({ happening }) => ({ place, card, happening }));
  });
}

/** How much an event needs somebody; less is more. */
const weightOf = new Map(eventsByWeight.map((event, weight) => [event, weight]));

/**
 * One message of several changes. When there are too many to list, those that need somebody stay, then the newest.
 *
 * @param happenings newest first
 */
export function digest(
  happenings: readonly Happening[],
  { waited, now }: { readonly waited: boolean; readonly now: number },
): Extract<Notice, { kind: 'digest' }> {
  const digested = { kind: 'digest', total: happenings.length, waited, at: now } as const;
  if (happenings.length <= mostListed) return { ...digested, happenings };
  const weight = ({ event }: Happening) => weightOf.get(event) ?? weightOf.size;
  const listed = new Set(happenings.toSorted((a, b) => weight(a) - weight(b)).slice(0, mostListed));
  const counts: Partial<Record<Happening['event'], number>> = {};
  for (const { event } of happenings) counts[event] = (counts[event] ?? 0) + 1;
  return { ...digested, happenings: happenings.filter((each) => listed.has(each)), counts };
}

/**
 * The cards of jobs that are watched by themselves say how they are now. The watch of one that was deleted ends, and
 * its card says so for good; what is held back for its conversation stays.
 */
async function refreshCards(
  tx: Tx,
  watches: readonly StoredWatch[],
  jobs: readonly SettledJob[],
  now: number,
) {
  const ofJobs = Map.groupBy(
    watches.flatMap((watch) => (watch.watched.kind === 'job' ? [{ ...watch, watched: watch.watched }] : [])),
    ({ watched }) => targetKey(watched.target),
  );
  for (const { state, over, news } of jobs) {
    const { snapshot, recent } = state;
    if (snapshot === null) continue;
    const mine = ofJobs.get(targetKey(snapshot.target)) ?? [];
    const deletion = news.find(({ happening }) => happening.event === 'deleted');
    const notice: Notice =
      deletion === undefined
        ? { kind: 'watched', snapshot, recent }
        : { kind: 'happened', happening: deletion.happening, waited: false };
    for (const { cardMessage, place } of mine) {
      if (cardMessage !== null) await putMessage(tx, { id: cardMessage, place, notice, now });
    }
    if (over) await forgetWatches(tx, mine);
  }
}

/**
 * Tells every conversation that watches what has settled, in the caller's transaction: at once, or held back until
 * its quiet hours end, or gathered with what else is just changing. Where the bot was removed, nothing is said.
 *
 * @param settled what one step found
 * @param unsettled how many jobs of the tenant seem to have changed besides
 */
export async function tell(
  tx: Tx,
  {
    tenantId,
    settled,
    unsettled,
    now,
  }: {
    readonly tenantId: string;
    readonly settled: readonly SettledJob[];
    readonly unsettled: number;
    readonly now: number;
  },
): Promise<void> {
  if (settled.length === 0) return;
  const all = settled.flatMap(({ news }) => news.map(({ happening }) => happening));
  const fresh = await recordHappenings(tx, tenantId, all, now);
  const jobs = settled.map((job) => ({
    ...job,
    news: job.news.filter(({ happening }) => fresh.has(happening.id)),
  }));
  const watches = await watchesOver(tx, tenantId);
  await refreshCards(tx, watches, settled, now);
  const byConversation = Map.groupBy(watches, ({ place }) => place.conversationId);
  const gone = await goneConversations(tx, [...byConversation.keys()]);
  const heard = [...byConversation]
    .filter(([conversationId]) => !gone.has(conversationId))
    .map(([conversationId, mine]) => ({ conversationId, hearing: hearings(mine, jobs) }))
    .filter(({ hearing }) => hearing.length > 0);
  const ids = heard.map(({ conversationId }) => conversationId);
  const [quiet, gathered] = [await quietHoursOf(tx, ids), await gathering(tx, ids)];
  for (const { conversationId, hearing } of heard) {
    const until = quietUntil(quiet.get(conversationId), now);
    const waiting = until === null ? [] : hearing.filter(({ happening }) => !isUrgent(happening.event));
    const due = hearing.filter((each) => !waiting.includes(each));
    const later: (HeldHappening & { dueAt: number })[] = waiting.map(({ place, happening }) => ({
      place,
      happening,
      waited: true,
      dueAt: until ?? now,
    }));
    const already = gathered.get(conversationId);
    if (due.length > 0 && due.length + (already?.count ?? 0) + unsettled > mostSingle) {
      const dueAt = Math.min(now + gatherFor, (already?.since ?? now) + gatherAtMost);
      if (already !== undefined) await putOffHeld(tx, conversationId, { waited: false, dueAt });
      later.push(...due.map(({ place, happening }) => ({ place, happening, waited: false, dueAt })));
    } else {
      await tellNow(tx, due, now);
    }
    await holdHappenings(tx, tenantId, later, now);
  }
}

/** One message each; in a channel below the job's own card, where there is one. */
async function tellNow(tx: Tx, due: readonly Hearing[], now: number): Promise<void> {
  const cards = due.flatMap(({ card, place }) => (place.scope === 'channel' && card !== null ? [card] : []));
  const threads = await activityIds(tx, cards);
  for (const { place, card, happening } of due) {
    const thread = card === null ? null : (threads.get(card) ?? null);
    await putMessage(tx, {
      id: newMessageId(),
      place: { ...place, thread },
      notice: { kind: 'happened', happening, waited: false },
      now,
    });
  }
}
