import type { Graph } from '../../src/graph/client.ts';
import { GraphFailure } from '../../src/graph/failure.ts';
import { createLog } from '../../src/log.ts';
import type { Notice } from '../../src/notice.ts';
import { nextHeldAt } from '../../src/store/happenings.ts';
import { openStore } from '../../src/store/open.ts';
import { claimSurveys, claimTenants, nextSurveyAt, nextTenantAt } from '../../src/store/poll-tenants.ts';
import type { Database } from '../../src/store/schema.ts';
import { setQuietHours } from '../../src/store/watches.ts';
import type { WatchDeps } from '../../src/watches/deps.ts';
import type { KnownJob } from '../../src/watches/enrol.ts';
import { pollTenant } from '../../src/watches/poll-tenant.ts';
import { setWatch } from '../../src/watches/set-watch.ts';
import { surveyTenant } from '../../src/watches/survey-tenant.ts';
import { tellHeld } from '../../src/watches/tell-held.ts';
import {
  type Place,
  type QuietHours,
  type Scope,
  targetKey,
  type WatchEvent,
  type Watched,
} from '../../src/words.ts';

export const tenantId = 'contoso';
export const start = Date.UTC(2026, 7, 20, 9, 0, 0);
const minute = 60_000;
const dana = { tenantId: 'Contoso', objectId: 'o', name: 'Dana' };

/** Small and quick pseudo-random numbers (mulberry32), from 0 up to 1. */
export function seeded(seed: number): () => number {
  let a = seed;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A job of the stand-in tenant; tests change it as they like. */
export interface TestJob {
  readonly id: string;
  readonly servicePrincipalId: string;
  name: string;
  schedule: string;
  reason: string | null;
  errorCode: string | null;
  /** Null: it runs all the time, without errors. */
  last: {
    state: string;
    /** Null: a short while ago, whenever it is asked for. */
    ended: number | null;
    escrowed: number;
    errorCode: string | null;
  } | null;
  gone: boolean;
}

export function testJob(index: number, more: Partial<TestJob> = {}): TestJob {
  return {
    id: `job.${index}`,
    servicePrincipalId: `60443998-8cf7-4e61-b05c-${String(index).padStart(12, '0')}`,
    name: `App ${index}`,
    schedule: 'Active',
    reason: null,
    errorCode: null,
    last: null,
    gone: false,
    ...more,
  };
}

const known = (job: TestJob): KnownJob => {
  const target = { kind: 'job', servicePrincipalId: job.servicePrincipalId, jobId: job.id } as const;
  return { target, targetKey: targetKey(target), displayName: job.name, templateId: 'slack' };
};

export function jobJson(job: TestJob, now: number): Record<string, unknown> {
  const time = (at: number) => new Date(at).toISOString();
  const error = (code: string | null) => (code === null ? null : { code, message: '' });
  const last = job.last ?? { state: 'Succeeded', ended: null, escrowed: 0, errorCode: null };
  const ended = last.ended ?? now - 5 * minute;
  return {
    id: job.id,
    templateId: 'slack',
    schedule: { state: job.schedule, interval: 'PT40M' },
    status: {
      code: job.reason !== null ? 'Quarantine' : job.schedule === 'Active' ? 'Active' : 'Paused',
      lastExecution: {
        state: last.state,
        timeBegan: time(ended - minute),
        timeEnded: time(ended),
        countEscrowed: last.escrowed,
        error: error(last.errorCode),
      },
      quarantine:
        job.reason === null
          ? null
          : {
              reason: job.reason,
              currentBegan: time(now),
              nextAttempt: time(now),
              error: error(job.errorCode),
            },
    },
  };
}

/** Answers one part of a batch in place of the tenant, or null to let it answer. */
export type Interference = (path: string) => {
  status: number;
  headers?: Record<string, string>;
  code?: string;
} | null;

const nothing = { status: null, code: null, requestId: null, retryAfter: null };

/** A Graph in memory that answers as the real one does, as far as watching asks. */
export function tenantOf(jobs: TestJob[], clock: { now(): number }) {
  const requests: { at: number; parts: number; path: string }[] = [];
  let interfere: Interference = () => null;
  let whole: (() => void) | null = null;
  let audits: readonly object[] | number = 403;
  let pageSize = Number.POSITIVE_INFINITY;
  const part = (url: string): { status: number; headers?: object; body: unknown } => {
    const odd = interfere(url);
    if (odd !== null)
      return {
        status: odd.status,
        headers: odd.headers ?? {},
        body: { error: { code: odd.code ?? 'Oops', message: '' } },
      };
    const [path = '', query = ''] = url.split('?');
    const id = path.split('/')[2];
    const mine = jobs.filter((job) => job.servicePrincipalId === id);
    const there = mine.filter((job) => !job.gone);
    if (mine.length > 0 && there.length === 0) return { status: 404, body: { error: { code: 'Gone' } } };
    const from = Number(new URLSearchParams(query).get('$skip') ?? 0);
    const more = from + pageSize < there.length;
    return {
      status: 200,
      body: {
        value: there.slice(from, from + pageSize).map((job) => jobJson(job, clock.now())),
        ...(more ? { '@odata.nextLink': `https://evil.example/v1.0/x?$skip=${from + pageSize}` } : {}),
      },
    };
  };
  const graph: Graph = async ({ path, body }) => {
    const asked = (body as { requests?: { id: string; url: string }[] } | undefined)?.requests;
    requests.push({ at: clock.now(), parts: asked?.length ?? 1, path });
    whole?.();
    const answer = { status: 200, code: null, requestId: 'r', retryAfter: null };
    if (path.startsWith('/servicePrincipals?'))
      return {
        answer,
        body: {
          value: [...new Map(jobs.map((job) => [job.servicePrincipalId, job])).values()].map((job) => ({
            id: job.servicePrincipalId,
            displayName: job.name,
          })),
        },
      };
    if (path.startsWith('/auditLogs/')) {
      if (typeof audits === 'number')
        throw new GraphFailure('status', { ...answer, status: audits }, 'not permitted');
      return { answer, body: { value: audits } };
    }
    return {
      answer,
      body: { responses: (asked ?? []).map(({ id, url }) => ({ id, ...part(url) })).reverse() },
    };
  };
  return {
    graph,
    requests,
    interfere(how: Interference) {
      interfere = how;
    },
    /** Fails each request as a whole; null ends it. */
    fail(how: (() => GraphFailure) | null) {
      whole =
        how === null
          ? null
          : () => {
              throw how();
            };
    },
    audits(entries: readonly object[] | number) {
      audits = entries;
    },
    pages(size: number) {
      pageSize = size;
    },
  };
}

export const noAnswer = (kind: 'no-token' | 'unreachable') => () =>
  new GraphFailure(kind, nothing, 'no answer');
export const refused =
  (status: number, code: string | null = null, retryAfter: number | null = null) =>
  () =>
    new GraphFailure('status', { status, code, requestId: null, retryAfter }, 'refused');

export const placeOf = (conversationId: string, scope: Scope = 'groupChat'): Place => ({
  tenantId: 'Contoso',
  conversationId,
  thread: null,
  scope,
});

/** A message as the outbox has it. */
export interface Told {
  readonly conversationId: string;
  readonly thread: string | null;
  readonly id: string;
  readonly revision: number;
  readonly notice: Notice;
}

/** Watching, without Teams: a store, a stand-in tenant and a clock that is moved by hand. */
export async function openWatchWorld(jobs: TestJob[], options: { seed?: number; db?: Database } = {}) {
  const db = options.db ?? (await openStore({ kind: 'file', file: ':memory:' }));
  let now = start;
  const clock = { now: () => now };
  const tenant = tenantOf(jobs, clock);
  const deps: WatchDeps = {
    db,
    graphOf: () => tenant.graph,
    clock,
    log: createLog('silent'),
    random: seeded(options.seed ?? 1),
    pause: async () => {},
  };
  const world = {
    db,
    deps,
    clock,
    tenant,
    pass(milliseconds: number) {
      now += milliseconds;
    },
    async watch(
      conversationId: string,
      watched: Watched,
      more: {
        only?: readonly WatchEvent[];
        scope?: Scope;
        snapshot?: Parameters<typeof setWatch>[1]['snapshot'];
      } = {},
    ) {
      return await db.transaction().execute((tx) =>
        setWatch(
          tx,
          {
            tenantId,
            actor: dana,
            place: placeOf(conversationId, more.scope),
            watched,
            only: more.only ?? null,
            jobs: jobs.filter((job) => !job.gone).map(known),
            snapshot: more.snapshot ?? null,
          },
          now,
        ),
      );
    },
    /** Dana, asking in that conversation now. */
    by: (conversationId: string) => ({ actor: dana, place: placeOf(conversationId), now }),
    quiet: (conversationId: string, quiet: QuietHours | null) =>
      db.transaction().execute((tx) => setQuietHours(tx, conversationId, quiet)),
    async poll(owner = 'me') {
      for (const each of await claimTenants(db, { owner, now, limit: 10 })) await pollTenant(deps, each);
    },
    async survey(owner = 'me') {
      for (const each of await claimSurveys(db, { owner, now, limit: 10 })) await surveyTenant(deps, each);
    },
    /** Does what is due now, as one process would. */
    async work(owner = 'me') {
      await world.poll(owner);
      await world.survey(owner);
      await tellHeld(deps, 100);
    },
    /** Lets time pass, doing what is due when it is due. */
    async live(milliseconds: number) {
      const end = now + milliseconds;
      for (;;) {
        const [poll, survey, held] = await Promise.all([nextTenantAt(db), nextSurveyAt(db), nextHeldAt(db)]);
        const at = Math.min(poll ?? end + 1, survey ?? end + 1, held ?? end + 1);
        if (at > end) break;
        now = Math.max(at, now);
        if (at === poll) await world.poll();
        else if (at === held) await tellHeld(deps, 100);
        else await world.survey();
      }
      now = end;
    },
    async told(kind?: Notice['kind']): Promise<Told[]> {
      const rows = await db.selectFrom('message').selectAll().orderBy('id').execute();
      return rows
        .map((row) => ({
          conversationId: row.conversation_id,
          thread: (JSON.parse(row.place) as Place).thread,
          id: row.id,
          revision: row.revision,
          notice: JSON.parse(row.notice) as Notice,
        }))
        .filter(({ notice }) => kind === undefined || notice.kind === kind);
    },
    /** The changes told to a conversation, in the order told, as `event name`. */
    async heard(conversationId: string): Promise<string[]> {
      return (await world.told())
        .filter((each) => each.conversationId === conversationId)
        .flatMap(({ notice }) =>
          notice.kind === 'happened'
            ? [notice.happening]
            : notice.kind === 'digest'
              ? notice.happenings.toReversed()
              : [],
        )
        .map(({ event, displayName }) => `${event} ${displayName}`);
    },
  };
  return world;
}
