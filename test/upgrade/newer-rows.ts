import { putConfirmation } from '../../src/store/confirmations.ts';
import { rememberConversation } from '../../src/store/conversations.ts';
import { putMessage } from '../../src/store/messages.ts';
import { insertRun } from '../../src/store/runs.ts';
import type { Database } from '../../src/store/schema.ts';
import type { Place } from '../../src/words.ts';
import { newRunRecord } from '../operations/world.ts';
import { question } from '../store/question.ts';

/** Where the rows are planted, and for whom. */
export interface Planting {
  readonly place: Place;
  /** The conversationReference as JSON text; null when the conversation is known already. */
  readonly reference: string | null;
  readonly actor: { readonly tenantId: string; readonly objectId: string; readonly name: string };
  readonly target: { readonly kind: 'job'; readonly servicePrincipalId: string; readonly jobId: string };
  /** Epoch milliseconds; everything is due then. */
  readonly now: number;
}

/** Something the compiler knows isn't there: as a newer version would write it. */
const newer = (word: string) => word as never;

/** The token of the planted question. */
export const newerToken = 'token-of-a-newer-version';

/** Writes one row of each kind that a newer version may leave in a store it shares, all of them due. */
export async function plantNewerRows(db: Database, planting: Planting): Promise<void> {
  const { place, reference, actor, target, now } = planting;
  if (reference !== null) {
    await rememberConversation(db, { id: place.conversationId, reference, now });
  }
  const run = newRunRecord('newer-run', target.jobId);
  const view = { ...run.view, target, operation: newer('restart') };
  await insertRun(db, { record: { ...run, view, actor, place }, state: 'claimed', dueAt: now, now });
  const half = newRunRecord('newer-state', 'another');
  await insertRun(db, { record: { ...half, actor, place }, state: newer('waiting'), dueAt: now, now });
  await putMessage(db, { id: '0-newer', place, notice: asNotice({ kind: 'weather', sky: 'clear' }), now });
  const pause = { target, displayName: 'Slack', templateId: null, actorName: actor.name };
  const record = {
    pause: { ...pause, pausedAt: now, reason: null, until: { at: now, timeZone: 'UTC', atEnd: 'delete' } },
    runId: 'x',
    actor,
    approver: null,
    place,
    messageId: 'x',
    unread: null,
  };
  for (const [id, kind, key] of [
    ['newer-end', 'timed', 'one'],
    ['newer-kind', 'weekly', 'two'],
  ] as const) {
    await db
      .insertInto('timer')
      .values({
        id,
        target_key: key,
        tenant_id: actor.tenantId.toLowerCase(),
        conversation_id: place.conversationId,
        actor_object: actor.objectId,
        kind: newer(kind),
        state: 'waiting',
        record: JSON.stringify(record),
        message_id: 'x',
        paused_at: now,
        due_at: now,
        lease_owner: null,
        lease_until: 0,
        attempts: 0,
        created_at: now,
        ended_at: null,
      })
      .execute();
  }
  const asked = question(newerToken, { actor, place, askedAt: now - 1000, expiresAt: now });
  await db.transaction().execute((tx) => putConfirmation(tx, { ...asked, operation: newer('restart') }));
  const happening = { id: 'newer-event', event: 'hijacked', at: now, target, displayName: 'Slack' };
  await db
    .insertInto('held_happening')
    .values({
      conversation_id: place.conversationId,
      happening_id: happening.id,
      tenant_id: actor.tenantId.toLowerCase(),
      place: JSON.stringify(place),
      content: JSON.stringify({ ...happening, templateId: null, after: null, by: null }),
      waited: 0,
      held_at: now,
      due_at: now,
    })
    .execute();
  await db
    .insertInto('watch')
    .values({
      id: 'newer-watch',
      tenant_id: actor.tenantId.toLowerCase(),
      conversation_id: place.conversationId,
      place: JSON.stringify(place),
      watched_key: 'tag x',
      watched: JSON.stringify({ kind: 'tag', tag: 'x' }),
      only_events: null,
      by_name: actor.name,
      since: now,
      card_message: null,
    })
    .execute();
  await plantNewerRecords(db, planting);
}

/** Entries of the audit trail in words this version doesn't know. */
async function plantNewerRecords(db: Database, { place, actor, target, now }: Planting): Promise<void> {
  const row = {
    run_id: null,
    tenant_id: actor.tenantId,
    actor_object: actor.objectId,
    actor_name: actor.name,
    approver_object: null,
    approver_name: null,
    scope: place.scope,
    conversation_id: place.conversationId,
    thread: null,
    target_key: `${target.servicePrincipalId.toLowerCase()}/${target.jobId}`,
    target: JSON.stringify(target),
    display_name: 'Slack',
    reason: null,
    state_before: null,
    state_after: 'new',
    request_ids: '[]',
    code: null,
  };
  await db
    .insertInto('audit')
    .values([
      { ...row, id: 'newer-act', at: now, operation: 'rename', outcome: 'done' },
      { ...row, id: 'newer-outcome', at: now, operation: 'pause', outcome: 'postponed', code: 'storm' },
      { ...row, id: 'newer-code', at: now, operation: 'start', outcome: 'refused', code: 'storm' },
      {
        ...row,
        id: 'newer-scope',
        at: now,
        operation: 'watch',
        outcome: 'done',
        scope: 'meeting',
        conversation_id: 'm',
      },
      {
        ...row,
        id: 'newer-target',
        at: now,
        operation: 'rename',
        outcome: 'done',
        target_key: 'tenant/x',
        target: JSON.stringify({ kind: 'tenant', tenantId: 'x' }),
        display_name: 'The whole tenant',
      },
    ])
    .execute();
}

const asNotice = (notice: object) => notice as never;

/** The planted rows that others than an older version may take, as they are now. */
export async function newerRows(db: Database) {
  const [runs, messages, timers, questions, held, watches] = await Promise.all([
    db
      .selectFrom('run')
      .select(['id', 'state', 'due_at', 'lease_owner', 'attempts', 'interrupted'])
      .where('id', 'like', 'newer%')
      .orderBy('id')
      .execute(),
    db
      .selectFrom('message')
      .select(['id', 'sent_revision', 'revision', 'dead', 'attempts', 'posting', 'not_before'])
      .where('id', '=', '0-newer')
      .execute(),
    db
      .selectFrom('timer')
      .select(['id', 'state', 'due_at', 'lease_owner', 'attempts'])
      .where('id', 'like', 'newer%')
      .orderBy('id')
      .execute(),
    db.selectFrom('confirmation').select(['token', 'status']).where('token', '=', newerToken).execute(),
    db
      .selectFrom('held_happening')
      .select('happening_id')
      .where('happening_id', '=', 'newer-event')
      .execute(),
    db.selectFrom('watch').select('id').where('id', '=', 'newer-watch').execute(),
  ]);
  return { runs, messages, timers, questions, held, watches };
}
