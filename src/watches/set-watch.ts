import { newMessageId } from '../ids.ts';
import type { Notice } from '../notice.ts';
import { putMessage } from '../store/messages.ts';
import { ensurePolled } from '../store/poll-tenants.ts';
import type { Tx } from '../store/schema.ts';
import { addJobs } from '../store/watched-jobs.ts';
import { putWatch, watchedKey, watchesOf } from '../store/watches.ts';
import type { Actor, JobSnapshot, Place, WatchEvent, Watched } from '../words.ts';
import { countTakenIn, enrol, type KnownJob, surveyEvery } from './enrol.ts';
import { recordWatch } from './record.ts';
import { advance, unread } from './settle.ts';

/** More than a person can keep in mind; keeps one conversation from filling the store. */
export const mostWatches = 100;

/** What a conversation wants to hear of, as it was found. */
export interface NewWatch {
  readonly tenantId: string;
  readonly actor: Actor;
  readonly place: Place;
  readonly watched: Watched;
  readonly only: readonly WatchEvent[] | null;
  /** All jobs that are known; for a watch of one job it may be that one alone. */
  readonly jobs: readonly KnownJob[];
  /** The job as it was just read, for a watch of one. */
  readonly snapshot: JobSnapshot | null;
}

/**
 * Begins a watch, in place of one for the same, and writes that down, in the caller's transaction: the reading begins
 * with it, and a watch of one job brings the card that is kept up to date.
 *
 * @returns what to answer
 */
export async function setWatch(tx: Tx, asked: NewWatch, now: number): Promise<Notice> {
  const { tenantId, actor, watched, only, jobs, snapshot } = asked;
  const place = { ...asked.place, thread: null };
  await ensurePolled(tx, { tenantId, now, surveyAt: now + surveyEvery });
  const had = await watchesOf(tx, { conversationId: place.conversationId, tenantId });
  const cardMessage = snapshot === null ? null : newMessageId();
  const view = { watched, only, byName: actor.name, since: now };
  const watch = { ...view, id: newMessageId(), tenantId, place, cardMessage };
  const changed = await putWatch(tx, watch);
  if (!changed && had.length >= mostWatches) {
    // The answer is written all the same: only the watch is taken back.
    await tx.deleteFrom('watch').where('id', '=', watch.id).execute();
    return { kind: 'error', code: 'watch-limit', answer: null, at: now };
  }
  const before = had.find((each) => watchedKey(each.watched) === watchedKey(watched)) ?? null;
  await recordWatch(tx, 'watch', { watched, before, after: watch }, { actor, place: asked.place, now });
  if (snapshot === null) {
    await enrol(tx, { tenantId, jobs, now });
  } else {
    const { target, displayName, templateId } = snapshot;
    // What was just read is what later readings are compared with.
    const state = JSON.stringify(advance(unread, snapshot, now).state);
    await addJobs(tx, tenantId, [{ target, displayName, templateId, state }], now);
  }
  if (cardMessage !== null && snapshot !== null) {
    const notice = { kind: 'watched', snapshot, recent: [] } as const;
    await putMessage(tx, { id: cardMessage, place, notice, now });
  }
  return { kind: 'watch-set', watch: view, jobs: countTakenIn(watched, jobs), changed, at: now };
}
