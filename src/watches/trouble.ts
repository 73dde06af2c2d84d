import type { GraphFailure } from '../graph/failure.ts';
import type { JobList } from '../graph/job-lists.ts';
import { newMessageId } from '../ids.ts';
import { goneConversations } from '../store/conversations.ts';
import { forgetTrouble, noteTrouble, toldOfTrouble } from '../store/happenings.ts';
import { putMessage } from '../store/messages.ts';
import { longestBackoff, type Trouble } from '../store/poll-tenants.ts';
import type { Tx } from '../store/schema.ts';
import { quietHoursOf, watchesOver } from '../store/watches.ts';
import type { GraphAnswer, Place } from '../words.ts';
import { quietUntil } from './quiet.ts';

/** How long trouble lasts before anybody is told of it, milliseconds: one refused request is none. */
const patience: Readonly<Record<Trouble, number>> = {
  'not-permitted': 20_000,
  'sign-in': 20_000,
  unreachable: 5 * 60_000,
  throttled: 10 * 60_000,
};
/** How long until the next look while there is trouble, before and after it was told, milliseconds. */
const retry = { first: 15_000, later: 60_000 };

/** What keeps a tenant from being read, and since when nothing of it was, epoch milliseconds. */
export interface TenantTrouble {
  readonly kind: Trouble;
  readonly since: number;
}

function ofAnswer({ status, code }: GraphAnswer): Trouble {
  if (status === 429) return 'throttled';
  // 401 UnknownError with an empty message is how a missing permission shows up on these endpoints.
  if (status === 403 || (status === 401 && code === 'UnknownError')) return 'not-permitted';
  return status === 401 ? 'sign-in' : 'unreachable';
}

function ofFailure(failure: GraphFailure): Trouble {
  if (failure.kind === 'no-token') return 'sign-in';
  return failure.kind === 'status' ? ofAnswer(failure.answer) : 'unreachable';
}

/** What keeps one list from being read; null when it was read. */
export function troubleOf(list: JobList): Trouble | null {
  switch (list.kind) {
    case 'jobs':
    case 'gone':
      return null;
    case 'failed':
      return ofAnswer(list.answer);
    case 'unanswered':
      return ofFailure(list.failure);
  }
}

/** Until when Graph wants the bot to wait, epoch milliseconds; null when it doesn't. */
export function throttledUntil(list: JobList, now: number): number | null {
  const answer =
    list.kind === 'failed' ? list.answer : list.kind === 'unanswered' ? list.failure.answer : null;
  return answer?.status === 429 ? waitUntil(answer.retryAfter, now) : null;
}

/** Without a `Retry-After`, milliseconds. */
const unsaidWait = 30_000;

/** @param seconds `Retry-After`; null when there was none */
export function waitUntil(seconds: number | null, now: number): number {
  return now + (seconds === null ? unsaidWait : Math.min(longestBackoff, Math.max(1, seconds) * 1000));
}

/** How long the tenant waits when Graph throttles only some of its applications, milliseconds. */
export const shortBackoff = 10_000;
/** So many requests at least say something about a tenant when half of them are throttled. */
const telling = 4;

/**
 * Until when nothing of the tenant is to be read: as long as Graph asks for when that is about the whole of it, and
 * only shortly when it throttles some of its applications, which wait by themselves.
 *
 * @param everything whether these are all applications of the tenant
 * @returns epoch milliseconds; 0 when Graph didn't ask for it
 */
export function backoffAfter(
  lists: readonly JobList[],
  { now, everything }: { readonly now: number; readonly everything: boolean },
): number {
  const waits = lists.map((list) => throttledUntil(list, now)).filter((each) => each !== null);
  if (waits.length === 0) return 0;
  const longest = Math.max(...waits);
  const whole = lists.some((list) => list.kind === 'unanswered' && throttledUntil(list, now) !== null);
  const most = waits.length * 2 >= lists.length && (everything || lists.length >= telling);
  return whole || most ? longest : Math.min(longest, now + shortBackoff);
}

/** When what could not be read while the others could is tried again, milliseconds. */
const refusedFor = 5 * 60_000;
const failedFor = 30_000;

/**
 * When one application that could not be read is tried again; spread, so that those that failed together part.
 *
 * @param look in trouble: when the tenant is looked at again; null otherwise
 */
export function tryAgainAt(
  list: JobList,
  {
    now,
    look,
    random,
  }: { readonly now: number; readonly look: number | null; readonly random: () => number },
): number {
  const until = throttledUntil(list, now);
  if (until !== null) return Math.round(until + random() * Math.min(shortBackoff, until - now));
  if (look !== null) return Math.round(now + (look - now) * (0.5 + 0.5 * random()));
  const wait = troubleOf(list) === 'not-permitted' ? refusedFor : failedFor;
  return Math.round(now + wait * (0.8 + 0.4 * random()));
}

const wasRead = ({ kind }: JobList) => kind === 'jobs' || kind === 'gone';

/**
 * What keeps the tenant from being read: nothing once any part of it can be, unless Graph asks for patience that long
 * that nobody would hear of a change. It lasts from when it was first found, and what was found first it is called.
 *
 * @param before the trouble there was
 * @param backoffUntil epoch milliseconds
 */
export function tenantTrouble(
  lists: readonly JobList[],
  {
    before,
    backoffUntil,
    now,
  }: { readonly before: TenantTrouble | null; readonly backoffUntil: number; readonly now: number },
): TenantTrouble | null {
  if (lists.some(wasRead)) {
    return backoffUntil - now < patience.throttled ? null : { kind: 'throttled', since: now };
  }
  const found = lists.map(troubleOf);
  const kind =
    (['sign-in', 'not-permitted', 'unreachable'] as const).find((each) => found.includes(each)) ??
    before?.kind ??
    (lists.length > 0 ? 'throttled' : null);
  return kind === null ? null : { kind, since: before?.since ?? now };
}

/** Whether that was about the tenant as a whole, however few of its applications were asked for. */
export function isAboutAll(lists: readonly JobList[], backoffUntil: number, now: number): boolean {
  return lists.some(({ kind }) => kind === 'unanswered') || backoffUntil - now >= patience.throttled;
}

/** When a tenant in trouble is looked at again. */
export function retryAt({ since, kind }: TenantTrouble, now: number): number {
  return now + (now - since < patience[kind] ? retry.first : retry.later);
}

async function notQuiet(tx: Tx, places: readonly Place[], now: number): Promise<Place[]> {
  const quiet = await quietHoursOf(
    tx,
    places.map(({ conversationId }) => conversationId),
  );
  return places.filter(({ conversationId }) => quietUntil(quiet.get(conversationId), now) === null);
}

/**
 * Tells the conversations that watch a tenant that it can't be read, or can again: each once, none in its quiet
 * hours. In the caller's transaction.
 *
 * @param trouble null when there is none any more
 * @param until till when it certainly lasts, epoch milliseconds
 * @returns whether conversations are left that have to be told of its end
 */
export async function tellTrouble(
  tx: Tx,
  {
    tenantId,
    trouble,
    until,
    now,
  }: {
    readonly tenantId: string;
    readonly trouble: TenantTrouble | null;
    readonly until: number;
    readonly now: number;
  },
): Promise<boolean> {
  if (trouble === null) {
    const told = await toldOfTrouble(tx, tenantId);
    const awake = await notQuiet(
      tx,
      told.map(({ place }) => place),
      now,
    );
    await forgetTrouble(
      tx,
      tenantId,
      awake.map(({ conversationId }) => conversationId),
    );
    for (const { place, since } of told.filter((each) => awake.includes(each.place))) {
      const notice = { kind: 'watch-trouble', trouble: 'over', since, at: now } as const;
      await putMessage(tx, { id: newMessageId(), place, notice, now });
    }
    return awake.length < told.length;
  }
  const { kind, since } = trouble;
  if (until - since >= patience[kind]) {
    const places = new Map(
      (await watchesOver(tx, tenantId)).map(({ place }) => [place.conversationId, place]),
    );
    const gone = await goneConversations(tx, [...places.keys()]);
    const there = [...places.values()].filter(({ conversationId }) => !gone.has(conversationId));
    const fresh = await noteTrouble(tx, tenantId, await notQuiet(tx, there, now), since);
    for (const place of fresh) {
      const notice = { kind: 'watch-trouble', trouble: kind, since, at: now } as const;
      await putMessage(tx, { id: newMessageId(), place, notice, now });
    }
  }
  return true;
}
