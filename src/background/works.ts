import { setTimeout as sleep } from 'node:timers/promises';
import { answerUtterance } from '../commands/answer-utterance.ts';
import { advanceRun } from '../operations/advance-run.ts';
import { expireQuestions } from '../operations/answer-question.ts';
import type { OperationDeps } from '../operations/deps.ts';
import { fireTimer } from '../operations/fire-timer.ts';
import { nextExpiryAt } from '../store/confirmations.ts';
import { claimConversations } from '../store/conversations.ts';
import { giveBackClaims, giveBackSurveys, giveBackUtterances } from '../store/give-back.ts';
import { nextHeldAt } from '../store/happenings.ts';
import { claimUtterances } from '../store/inbox.ts';
import { nextMessageAt } from '../store/messages.ts';
import { claimSurveys, claimTenants, nextSurveyAt, nextTenantAt } from '../store/poll-tenants.ts';
import { purge } from '../store/purge.ts';
import { claimRuns, nextRunAt } from '../store/runs.ts';
import { claimTimers, nextTimerAt } from '../store/timers.ts';
import { begin } from '../tracing.ts';
import { pollTenant } from '../watches/poll-tenant.ts';
import { surveyTenant } from '../watches/survey-tenant.ts';
import { tellHeld } from '../watches/tell-held.ts';
import { type SendDeps, sendMessages } from './send-messages.ts';
import type { Work } from './work-loop.ts';

/** How often what is no longer needed is taken out of the store, milliseconds. */
const purgeEvery = 3_600_000;

/**
 * How long a stop waits, milliseconds: longer than a message may take to be sent, because one that is cut off may
 * arrive twice or never; that is longer than Graph may take to answer, too.
 */
const untilSent = 10_500;
/** Reading can be left at any time; whoever takes it over begins anew. */
const untilRead = 2000;
const nothing = async () => {};

/**
 * The bot's background work: answering, running, ending pauses, watching, expiring, sending. `owner` names this
 * process in its leases.
 */
export function works(
  deps: OperationDeps,
  owner: string,
  sending: Pick<SendDeps, 'deliver' | 'limits' | 'stopping'>,
): Record<'answer' | 'run' | 'timer' | 'poll' | 'survey' | 'tell' | 'expire' | 'send' | 'purge', Work> {
  const { db, clock } = deps;
  const watching = { ...deps, random: Math.random, pause: (time: number) => sleep(time) };
  let purgeAt = 0;
  const claim = (room: number) => ({ owner, now: clock.now(), limit: room });
  return {
    answer: {
      name: 'answer',
      take: async (room) =>
        (await claimUtterances(db, claim(room))).map((utterance) =>
          answerUtterance(deps, { ...utterance, owner }),
        ),
      nextAt: async () => null,
      finishing: untilSent,
      giveBack: () => giveBackUtterances(db, owner),
    },
    run: {
      name: 'run',
      take: async (room) => (await claimRuns(db, claim(room))).map((run) => advanceRun(deps, run)),
      nextAt: () => nextRunAt(db),
      finishing: untilSent,
      giveBack: () => giveBackClaims(db, 'run', owner),
    },
    timer: {
      name: 'timer',
      take: async (room) =>
        (await claimTimers(db, claim(room))).map((timer) => begin('timer', {}, () => fireTimer(deps, timer))),
      nextAt: () => nextTimerAt(db),
      finishing: untilSent,
      giveBack: () => giveBackClaims(db, 'timer', owner),
    },
    poll: {
      name: 'poll',
      take: async (room) =>
        (await claimTenants(db, claim(room))).map((each) =>
          begin('poll', {}, () => pollTenant(watching, each)),
        ),
      nextAt: () => nextTenantAt(db),
      finishing: untilRead,
      giveBack: () => giveBackClaims(db, 'poll_tenant', owner),
    },
    survey: {
      name: 'survey',
      take: async (room) =>
        (await claimSurveys(db, claim(room))).map((each) =>
          begin('survey', {}, () => surveyTenant(watching, each)),
        ),
      nextAt: () => nextSurveyAt(db),
      finishing: untilRead,
      giveBack: () => giveBackSurveys(db, owner),
    },
    tell: {
      name: 'tell',
      take: async (room) => {
        await tellHeld(watching, room);
        return [];
      },
      nextAt: () => nextHeldAt(db),
      finishing: untilRead,
      giveBack: nothing,
    },
    expire: {
      name: 'expire',
      take: async () => {
        const next = await nextExpiryAt(db);
        if (next !== null && next <= clock.now()) await expireQuestions(deps);
        return [];
      },
      nextAt: () => nextExpiryAt(db),
      finishing: untilRead,
      giveBack: nothing,
    },
    send: {
      name: 'send',
      take: async (room) =>
        (await claimConversations(db, claim(room))).map((conversation) =>
          sendMessages({ ...deps, ...sending }, conversation),
        ),
      nextAt: () => nextMessageAt(db),
      finishing: untilSent,
      giveBack: () => giveBackClaims(db, 'conversation', owner),
    },
    purge: {
      name: 'purge',
      take: async () => {
        if (clock.now() < purgeAt) return [];
        purgeAt = clock.now() + purgeEvery;
        await purge(db, clock.now());
        return [];
      },
      nextAt: async () => purgeAt,
      finishing: untilRead,
      giveBack: nothing,
    },
  };
}
