import { GraphFailure } from '../graph/failure.ts';
import { isRetired } from '../graph/profiles.ts';
import { parse } from '../language/parse.ts';
import { type CommandOutcome, count } from '../metrics.ts';
import type { Notice } from '../notice.ts';
import { auditForbidden, auditRun } from '../operations/audit.ts';
import { inTenant, type OperationDeps, type TenantDeps } from '../operations/deps.ts';
import { countRun } from '../operations/end-run.ts';
import { meetPause } from '../operations/meet-pause.ts';
import { newRun } from '../operations/new-run.ts';
import { ask } from '../operations/question.ts';
import { showWorking } from '../operations/show-working.ts';
import { markAnswered, putOffUtterance, renewUtterance, type Utterance } from '../store/inbox.ts';
import { renewEvery } from '../store/lease.ts';
import { putMessage } from '../store/messages.ts';
import { insertRun } from '../store/runs.ts';
import type { Tx } from '../store/schema.ts';
import { begin } from '../tracing.ts';
import type { ErrorCode } from '../words.ts';
import { type Reply, say } from './handler.ts';
import { handleCommand } from './handlers.ts';

export interface ClaimedUtterance extends Utterance {
  readonly attempts: number;
  readonly owner: string;
}

/** Once it failed this often for a reason nobody foresaw, the person is told instead. */
const mostAttempts = 3;
/** A sentence answered later than this is not acted on without asking, milliseconds. */
const longestDelay = 120_000;

function graphErrorCode(failure: GraphFailure, schools: boolean): ErrorCode {
  const { status, code } = failure.answer;
  if (schools && isRetired(failure)) return 'profiles-retired';
  if (failure.kind === 'no-token') return 'graph-sign-in';
  if (failure.kind !== 'status') return failure.kind === 'unexpected' ? 'graph-error' : 'graph-unreachable';
  if (status === 429) return 'graph-throttled';
  if (status === 403 || (status === 401 && code === 'UnknownError')) return 'graph-not-permitted';
  return status === 401 ? 'graph-sign-in' : 'graph-error';
}

const errorNotice = (code: ErrorCode, at: number, answer: GraphFailure['answer'] | null = null): Notice => ({
  kind: 'error',
  code,
  answer,
  at,
});

/** What a sentence comes to. Anything that is not exactly a command is answered with words alone. */
async function replyTo(deps: TenantDeps, utterance: ClaimedUtterance): Promise<Reply> {
  const now = deps.clock.now();
  const parsed = parse(utterance.text);
  switch (parsed.kind) {
    case 'near':
      return say({ kind: 'not-understood', heard: utterance.text, suggestion: parsed.suggestion });
    case 'nothing':
      return say({ kind: 'not-understood', heard: utterance.text, suggestion: null });
    case 'too-long':
      return say(errorNotice('too-long', now));
    case 'command': {
      // Said before the bot was away: whoever said it may have acted otherwise since, so it asks.
      const stale = now - utterance.receivedAt > longestDelay;
      const command = stale && 'ask' in parsed.command ? { ...parsed.command, ask: true } : parsed.command;
      try {
        return await handleCommand(deps, command, utterance);
      } catch (error) {
        if (!(error instanceof GraphFailure)) throw error;
        const schools = command.verb.endsWith('school') || command.verb === 'list schools';
        deps.log.warn(
          { verb: command.verb, kind: error.kind, answer: error.answer },
          'Graph could not be read',
        );
        return say(errorNotice(graphErrorCode(error, schools), deps.clock.now(), error.answer));
      }
    }
  }
}

async function writeReply(
  deps: OperationDeps,
  tx: Tx,
  utterance: ClaimedUtterance,
  reply: Reply,
): Promise<void> {
  const { actor, place, messageId } = utterance;
  const now = deps.clock.now();
  switch (reply.kind) {
    case 'notice':
      return await putMessage(tx, { id: messageId, place, notice: reply.notice, now });
    case 'write':
      return await putMessage(tx, { id: messageId, place, notice: await reply.write(tx, now), now });
    case 'ask':
      return await ask(
        tx,
        { ...reply, actor, place, messageId },
        { now, confirmationTtl: deps.confirmationTtl },
      );
    case 'run': {
      const fresh = newRun({
        ...reply,
        actor,
        place,
        messageId,
        post: false,
        writesAs: deps.writers.told(reply.operation),
        warnings: [],
        typedName: null,
        now,
      });
      const { outcome } = reply;
      const ended = { ...fresh.view, outcome, after: reply.snapshot, seenAt: reply.snapshot.readAt };
      const record = outcome === null ? fresh : await meetPause(tx, deps, { ...fresh, view: ended }, now);
      const state = outcome === null ? 'claimed' : 'announced';
      await insertRun(tx, { record, state, dueAt: outcome === null ? now : null, now });
      await showWorking(tx, record, now);
      if (outcome !== null) {
        await auditRun(tx, record, now);
        countRun(reply.operation, outcome);
      }
      return;
    }
    case 'forbidden':
      await auditForbidden(tx, { ...reply, operation: reply.act ?? reply.operation, actor, place }, now);
      await putMessage(tx, {
        id: messageId,
        place,
        notice: {
          kind: 'forbidden',
          operation: reply.operation,
          displayName: reply.displayName || null,
          forbidden: reply.forbidden,
          at: now,
        },
        now,
      });
  }
}

/**
 * Answers one sentence: the answer, or what begins because of it, and the mark that it was answered are one
 * transaction. A process that dies before leaves the sentence to be answered by the next.
 */
export function answerUtterance(deps: OperationDeps, utterance: ClaimedUtterance): Promise<void> {
  return begin('utterance', { correlation: utterance.messageId }, (span) => {
    span.setAttribute('sync_warden.verb', verbOf(utterance));
    return answerClaimed(deps, utterance);
  });
}

/** The verb of a sentence; `none` when it is no command. */
function verbOf({ text }: ClaimedUtterance) {
  const parsed = parse(text);
  return parsed.kind === 'command' ? parsed.command.verb : 'none';
}

/** What a reply is counted as. */
function outcomeOf(reply: Reply): CommandOutcome {
  switch (reply.kind) {
    case 'ask':
      return 'asked';
    case 'forbidden':
      return 'forbidden';
    case 'write':
      return 'changed';
    case 'run':
      return reply.outcome === null ? 'run' : 'nothing-to-do';
    case 'notice': {
      const { notice } = reply;
      if (notice.kind === 'not-understood') return 'not-understood';
      if (notice.kind === 'forbidden') return 'forbidden';
      if (notice.kind !== 'error') return 'told';
      if (notice.code === 'too-long') return 'not-understood';
      return notice.code === 'internal' ? 'failed' : 'graph-failed';
    }
  }
}

async function answerClaimed(deps: OperationDeps, utterance: ClaimedUtterance): Promise<void> {
  const { key, owner, attempts } = utterance;
  const renewing = setInterval(() => {
    renewUtterance(deps.db, { key, owner, attempts, now: deps.clock.now() }).catch(() => {});
  }, renewEvery);
  try {
    const reply =
      attempts > mostAttempts
        ? say(errorNotice('internal', deps.clock.now()))
        : await replyTo(inTenant(deps, utterance.actor.tenantId), utterance);
    const mine = await deps.db.transaction().execute(async (tx) => {
      if (!(await markAnswered(tx, { key, owner, attempts }))) return false;
      await writeReply(deps, tx, utterance, reply);
      return true;
    });
    if (!mine) {
      count('sync_warden_lease_losses_total', { work: 'answer' });
      return deps.log.warn('another process answered a sentence meanwhile');
    }
    const verb = verbOf(utterance);
    const outcome = outcomeOf(reply);
    count('sync_warden_commands_total', { verb, outcome });
    deps.log.info({ verb, outcome }, 'a sentence was answered');
  } catch (error) {
    count('sync_warden_work_errors_total', { work: 'answer' });
    deps.log.error({ err: error }, 'a sentence could not be answered; it is tried again');
    const until = deps.clock.now() + 1000 * attempts;
    await putOffUtterance(deps.db, { key, owner, attempts, until }).catch(() => {
      // The lease runs out by itself.
    });
  } finally {
    clearInterval(renewing);
  }
}
