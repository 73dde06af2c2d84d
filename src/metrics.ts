import {
  type Attributes,
  type Counter,
  type Histogram,
  type MeterProvider,
  metrics,
  type ObservableGauge,
} from '@opentelemetry/api';
import type { Verb } from './language/command.ts';
import type { DoubtCode, FailureCode, Operation, Outcome } from './words.ts';

/** What is asked of Graph, by name: never a path, because paths hold ids. */
export type GraphOperation =
  | 'list-principals'
  | 'find-principals'
  | 'read-principal'
  | 'read-application'
  | 'list-jobs'
  | 'read-job'
  | 'read-schema'
  | 'pause-job'
  | 'start-job'
  | 'delete-job'
  | 'batch'
  | 'member-groups'
  | 'directory-audits'
  | 'list-profiles'
  | 'read-profile'
  | 'read-profile-status'
  | 'pause-profile';

/** How Graph answered, in classes; the last five: it didn't, or not in a way that counts. */
export type GraphStatus =
  | '2xx'
  | '3xx'
  | '401'
  | '403'
  | '404'
  | '429'
  | '4xx'
  | '5xx'
  | 'no-token'
  | 'unreachable'
  | 'timeout'
  | 'connection-lost'
  | 'unexpected';

/** Why a request to the bot's own door was turned away. */
export type RejectionReason =
  | AuthenticationReason
  | 'no-such-path'
  | 'method'
  | 'host'
  | 'content-type'
  | 'content-encoding'
  | 'too-large'
  | 'too-large-head'
  | 'too-slow'
  | 'not-a-request'
  | 'not-json'
  | 'too-deep'
  | 'not-an-object'
  | 'broken-off'
  | 'not-an-activity'
  | 'too-many'
  | 'busy'
  | 'not-verified'
  | 'keys-unavailable';

const authenticationReasons = [
  'two-tokens',
  'no-token',
  'malformed',
  'algorithm',
  'issuer',
  'audience',
  'expired',
  'not-yet-valid',
  'unknown-key',
  'not-endorsed',
  'signature',
  'not-http',
  'channel',
  'recipient',
  'no-tenant',
  'tenants-disagree',
  'foreign-tenant',
  'service-url-missing',
  'service-url-malformed',
  'service-url-not-https',
  'service-url-foreign',
  'service-url-unlike-token',
] as const;

/** Those of them that are about who called. */
export type AuthenticationReason = (typeof authenticationReasons)[number];

/** Why a person's sign-in was not believed. */
export type SignInRefusal =
  | 'too-long'
  | 'malformed'
  | 'algorithm'
  | 'tenant'
  | 'tenant-not-allowed'
  | 'keys-unavailable'
  | 'unknown-key'
  | 'signature'
  | 'issuer'
  | 'audience'
  | 'expired'
  | 'not-yet-valid'
  | 'person'
  | 'client'
  | 'scope';

/** What became of asking Entra for a token. */
export type TokenResult =
  | 'ok'
  | 'consent-needed'
  | 'step-up'
  | 'expired'
  | 'not-yours'
  | 'not-allowed'
  | 'unavailable'
  | 'unknown'
  | 'app-misconfigured'
  | 'throttled';

/** What became of a tap on a question, or of the question itself. */
export type Answer =
  | 'confirmed'
  | 'approved'
  | 'cancelled'
  | 'withdrawn'
  | 'denied'
  | 'expired'
  | 'replaced'
  /** Tapped when it was closed already. */
  | 'late'
  | 'wrong-name'
  | 'sign-in-asked'
  | 'sign-in-failed'
  /** Turned away. */
  | 'foreign'
  | 'elsewhere'
  | 'self'
  | 'not-approver'
  | 'not-requester'
  | 'membership-unknown'
  /** A newer version asked the question. */
  | 'newer'
  /** The tap belongs to another kind of question. */
  | 'unknown'
  /** The bot could not answer the tap. */
  | 'failed';

/** What a sentence came to. */
export type CommandOutcome =
  | 'told'
  | 'asked'
  | 'run'
  | 'nothing-to-do'
  /** Something of the bot's own: a watch, quiet hours, the end of a pause. */
  | 'changed'
  | 'forbidden'
  | 'not-understood'
  | 'graph-failed'
  | 'failed';

/** Work of the background, as `background/works.ts` names it. */
export type WorkName = 'answer' | 'run' | 'timer' | 'poll' | 'survey' | 'tell' | 'expire' | 'send' | 'purge';

type OutcomeCode = Extract<Outcome, { readonly code: string }>['code'] | 'none';

interface CounterLabels {
  sync_warden_activities_total: {
    readonly type: 'message' | 'card-action' | 'invoke' | 'install' | 'other';
    readonly result: 'taken' | 'failed';
  };
  sync_warden_commands_total: {
    readonly verb: Verb | 'none';
    readonly outcome: CommandOutcome;
  };
  sync_warden_plans_total: {
    readonly operation: Operation;
    readonly needs: 'confirmation' | 'approval';
  };
  sync_warden_answers_total: { readonly operation: Operation; readonly answer: Answer };
  sync_warden_runs_total: {
    readonly operation: Operation;
    readonly outcome: Outcome['kind'];
    readonly code: OutcomeCode;
  };
  sync_warden_graph_requests_total: { readonly operation: GraphOperation; readonly status: GraphStatus };
  sync_warden_graph_batch_parts_total: { readonly status: GraphStatus };
  sync_warden_deliveries_total: {
    readonly way: 'send' | 'update';
    readonly result: 'sent' | 'begun' | 'wait' | 'throttled' | 'anew' | 'lost' | 'dead' | 'gone';
  };
  sync_warden_lease_losses_total: { readonly work: WorkName };
  sync_warden_work_errors_total: { readonly work: WorkName };
  sync_warden_token_requests_total: {
    readonly identity: 'connector' | 'read' | 'write' | 'person';
    readonly result: TokenResult;
  };
  sync_warden_sign_ins_refused_total: { readonly reason: SignInRefusal };
  sync_warden_rejections_total: { readonly reason: RejectionReason };
  sync_warden_authentication_failures_total: { readonly reason: AuthenticationReason };
}

interface HistogramLabels {
  sync_warden_graph_request_duration_seconds: { readonly operation: GraphOperation };
  sync_warden_verify_duration_seconds: {
    readonly operation: Operation;
    readonly seen: 'in-time' | 'late';
  };
}

interface GaugeLabels {
  sync_warden_build_info: { readonly version: string; readonly mode: 'sandbox' | 'production' };
  sync_warden_inbox_depth: Record<never, never>;
  sync_warden_inbox_oldest_age_seconds: Record<never, never>;
  sync_warden_outbox_depth: Record<never, never>;
  sync_warden_outbox_oldest_age_seconds: Record<never, never>;
  sync_warden_poll_lag_seconds: Record<never, never>;
}

type CounterName = keyof CounterLabels;
type HistogramName = keyof HistogramLabels;
export type GaugeName = keyof GaugeLabels;

interface Described<Labels> {
  readonly unit: string;
  readonly help: string;
  readonly labels: readonly (keyof Labels & string)[];
}

const counters: { readonly [Name in CounterName]: Described<CounterLabels[Name]> } = {
  sync_warden_activities_total: {
    unit: '1',
    help: 'Activities of Teams that were let in, by type and by whether the turn went through.',
    labels: ['type', 'result'],
  },
  sync_warden_commands_total: {
    unit: '1',
    help: 'Sentences that were answered, by verb and by what they came to.',
    labels: ['verb', 'outcome'],
  },
  sync_warden_plans_total: {
    unit: '1',
    help: 'Questions that were put to people, by operation and by what they need.',
    labels: ['operation', 'needs'],
  },
  sync_warden_answers_total: {
    unit: '1',
    help: 'Taps on questions, and questions that ended without one, by operation and answer.',
    labels: ['operation', 'answer'],
  },
  sync_warden_runs_total: {
    unit: '1',
    help: 'Runs that ended, by operation, outcome and its reason code.',
    labels: ['operation', 'outcome', 'code'],
  },
  sync_warden_graph_requests_total: {
    unit: '1',
    help: 'Requests to Microsoft Graph, by what was asked and class of answer; 429 is throttling.',
    labels: ['operation', 'status'],
  },
  sync_warden_graph_batch_parts_total: {
    unit: '1',
    help: 'Answers inside of $batch answers of Microsoft Graph, by class; each is a read.',
    labels: ['status'],
  },
  sync_warden_deliveries_total: {
    unit: '1',
    help: 'Attempts to send or update a message in Teams, by what became of them.',
    labels: ['way', 'result'],
  },
  sync_warden_lease_losses_total: {
    unit: '1',
    help: 'Work that another process took over while it was under way, by kind of work.',
    labels: ['work'],
  },
  sync_warden_work_errors_total: {
    unit: '1',
    help: 'Failures of background work for a reason nobody foresaw, by kind of work.',
    labels: ['work'],
  },
  sync_warden_token_requests_total: {
    unit: '1',
    help: 'Tokens asked of Entra, by identity and by what became of it; of a person one for each tap that needs one.',
    labels: ['identity', 'result'],
  },
  sync_warden_sign_ins_refused_total: {
    unit: '1',
    help: 'Sign-ins of people that came with a tap and were not believed, by reason.',
    labels: ['reason'],
  },
  sync_warden_rejections_total: {
    unit: '1',
    help: 'Requests to the bot that were turned away, by reason.',
    labels: ['reason'],
  },
  sync_warden_authentication_failures_total: {
    unit: '1',
    help: 'Those of the rejections that are about who called, by reason.',
    labels: ['reason'],
  },
};

/** A tap has to be answered in 5 seconds, and 8 are the longest wait for Graph. */
const requestBuckets = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 8, 10];
/** The waits of the read-backs, and of the later looks. */
const verifyBuckets = [0.5, 1, 2, 4, 8, 15, 30, 60, 300, 1800, 7200];

const histograms: {
  readonly [Name in HistogramName]: Described<HistogramLabels[Name]> & { readonly buckets: number[] };
} = {
  sync_warden_graph_request_duration_seconds: {
    unit: 's',
    help: 'How long Microsoft Graph took to answer, by what was asked.',
    labels: ['operation'],
    buckets: requestBuckets,
  },
  sync_warden_verify_duration_seconds: {
    unit: 's',
    help: 'From the answer to a write until its effect was read back, by operation.',
    labels: ['operation', 'seen'],
    buckets: verifyBuckets,
  },
};

const gauges: { readonly [Name in GaugeName]: Described<GaugeLabels[Name]> } = {
  sync_warden_build_info: {
    unit: '1',
    help: 'Always 1; its labels tell what runs.',
    labels: ['version', 'mode'],
  },
  sync_warden_inbox_depth: { unit: '1', help: 'Sentences that wait for their answer.', labels: [] },
  sync_warden_inbox_oldest_age_seconds: {
    unit: 's',
    help: 'How long the oldest of them has waited.',
    labels: [],
  },
  sync_warden_outbox_depth: {
    unit: '1',
    help: 'Messages that wait to be sent or updated, without those to conversations the bot was taken out of.',
    labels: [],
  },
  sync_warden_outbox_oldest_age_seconds: {
    unit: 's',
    help: 'How long the oldest of them has waited; of an update, since this process first saw it wait.',
    labels: [],
  },
  sync_warden_poll_lag_seconds: {
    unit: 's',
    help: 'How long ago the watched job that is most overdue should have been read.',
    labels: [],
  },
};

/** An instrument as the reference and the alerts know it. */
export interface Instrument {
  /** The same on `/metrics` and over OTLP. */
  readonly name: string;
  readonly kind: 'counter' | 'histogram' | 'gauge';
  /** UCUM: `s` or `1`. */
  readonly unit: string;
  readonly help: string;
  readonly labels: readonly string[];
}

const ofKind = (kind: Instrument['kind'], all: Readonly<Record<string, Described<never>>>): Instrument[] =>
  Object.entries(all).map(([name, { unit, help, labels }]) => ({ name, kind, unit, help, labels }));

/** Everything that is measured, in the order it is documented. */
export const instruments: readonly Instrument[] = [
  ...ofKind('counter', counters),
  ...ofKind('histogram', histograms),
  ...ofKind('gauge', gauges),
];

interface Made {
  readonly provider: MeterProvider;
  readonly counters: Readonly<Record<CounterName, Counter>>;
  readonly histograms: Readonly<Record<HistogramName, Histogram>>;
  readonly gauges: Readonly<Record<GaugeName, ObservableGauge>>;
}

function make(provider: MeterProvider): Made {
  const meter = provider.getMeter('sync-warden');
  const all = <Name extends string, D extends Described<never>, I>(
    of: Readonly<Record<Name, D>>,
    create: (name: string, described: D) => I,
  ) =>
    Object.fromEntries(
      (Object.entries(of) as [Name, D][]).map(([name, described]) => [name, create(name, described)]),
    ) as Record<Name, I>;
  return {
    provider,
    counters: all(counters, (name, { unit, help }) => meter.createCounter(name, { unit, description: help })),
    histograms: all(histograms, (name, { unit, help, buckets }) =>
      meter.createHistogram(name, {
        unit,
        description: help,
        advice: { explicitBucketBoundaries: buckets },
      }),
    ),
    gauges: all(gauges, (name, { unit, help }) =>
      meter.createObservableGauge(name, { unit, description: help }),
    ),
  };
}

let made: Made | null = null;

/** Those of the provider that is set now: `telemetry.ts` sets one at start, and tests start several bots. */
function current(): Made {
  const provider = metrics.getMeterProvider();
  if (made?.provider !== provider) made = make(provider);
  return made;
}

/** Adds to a counter; free of cost while nothing collects. @param by how many, at least 0 */
export function count<Name extends CounterName>(name: Name, labels: CounterLabels[Name], by = 1): void {
  current().counters[name].add(by, labels as Attributes);
}

const operations = ['pause', 'start', 'delete', 'pause-profile'] as const satisfies readonly Operation[];
const failures = [
  'not-permitted',
  'sign-in',
  'not-found',
  'throttled',
  'conflict',
  'rejected',
  'unreachable',
] as const satisfies readonly FailureCode[];
const doubts = [
  'server-error',
  'timeout',
  'connection-lost',
  'interrupted',
] as const satisfies readonly DoubtCode[];

/**
 * Shows what the alerts look at before it ever happens: an increase is seen only from a number on, so the first one
 * after a start would be missed.
 */
export function startAtZero(): void {
  for (const work of ['answer', 'run', 'poll', 'send'] as const)
    count('sync_warden_lease_losses_total', { work }, 0);
  for (const status of ['401', '403'] as const) {
    count('sync_warden_graph_requests_total', { operation: 'read-job', status }, 0);
    count('sync_warden_graph_batch_parts_total', { status }, 0);
  }
  for (const operation of operations) {
    for (const answer of ['failed', 'sign-in-failed', 'membership-unknown'] as const)
      count('sync_warden_answers_total', { operation, answer }, 0);
    for (const code of failures) count('sync_warden_runs_total', { operation, outcome: 'failed', code }, 0);
    for (const code of doubts) count('sync_warden_runs_total', { operation, outcome: 'unknown', code }, 0);
  }
}

/** Notes a duration. @param seconds as it was measured */
export function observe<Name extends HistogramName>(
  name: Name,
  seconds: number,
  labels: HistogramLabels[Name],
): void {
  current().histograms[name].record(seconds, labels as Attributes);
}

/** Notes what a gauge shows now. */
export type Show = <Name extends GaugeName>(name: Name, value: number, labels: GaugeLabels[Name]) => void;

/**
 * Has gauges read whenever somebody collects.
 *
 * @param read shows what it read; what it throws costs only the gauges it had not shown
 * @returns ends it
 */
export function readGauges(read: (show: Show) => Promise<void>): () => void {
  const { provider, gauges: all } = current();
  const meter = provider.getMeter('sync-warden');
  const observables = Object.values(all);
  const callback = async (result: {
    observe(gauge: ObservableGauge, value: number, labels: Attributes): void;
  }) => {
    await read((name, value, labels) => result.observe(all[name], value, labels as Attributes));
  };
  meter.addBatchObservableCallback(callback, observables);
  return () => meter.removeBatchObservableCallback(callback, observables);
}

/** The class an HTTP status belongs to. @param status 100 to 599 */
export function statusClass(status: number): GraphStatus {
  if (status === 401 || status === 403 || status === 404 || status === 429) return `${status}`;
  if (status < 300) return '2xx';
  if (status < 400) return '3xx';
  return status < 500 ? '4xx' : '5xx';
}

/** Counts a request that was turned away. */
export function countRejection(reason: RejectionReason): void {
  count('sync_warden_rejections_total', { reason });
  const ofCaller = authenticationReasons.find((each) => each === reason);
  if (ofCaller !== undefined) count('sync_warden_authentication_failures_total', { reason: ofCaller });
}
