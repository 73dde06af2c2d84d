import { createHash } from 'node:crypto';
import {
  type Attributes,
  type Context,
  context,
  createContextKey,
  isSpanContextValid,
  type Link,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  TraceFlags,
  trace,
} from '@opentelemetry/api';

/** What every log line says that is written meanwhile. */
export interface Followed {
  /** Of one command: the id of the bot's message that answers it. The inbox, the question, the run and the outbox all keep it. */
  readonly correlation?: string;
  readonly run?: string;
}

export interface Beginning extends Followed {
  readonly kind?: 'server' | 'client' | 'internal';
  readonly attributes?: Attributes;
  /** The span that led to this one from another trace. */
  readonly cause?: Span | undefined;
}

const key = createContextKey('what log lines say');
const tracer = () => trace.getTracer('sync-warden');
const kinds = { server: SpanKind.SERVER, client: SpanKind.CLIENT, internal: SpanKind.INTERNAL } as const;

/** Set only while a span is started, which never waits. */
let wanted: string | null = null;

/** The trace id that the span being started shall have; null for any. For the id generator of `telemetry.ts`. */
export const wantedTraceId = (): string | null => wanted;

/**
 * The trace of a command: a UUID is as long as a trace id, so every process finds the same trace without being told,
 * also after a restart. Ids of version 7 differ enough in the bits a sampler looks at.
 */
function traceIdOf(correlation: string): string {
  const hex = correlation.replaceAll('-', '').toLowerCase();
  return /^[0-9a-f]{32}$/.test(hex)
    ? hex
    : createHash('sha256').update(correlation).digest('hex').slice(0, 32);
}

async function during<T>(span: Span, here: Context, work: (span: Span) => Promise<T>): Promise<T> {
  try {
    return await context.with(trace.setSpan(here, span), () => work(span));
  } catch (error) {
    // Its message may hold what must not leave; the log tells the rest.
    span.setAttribute('error.type', error instanceof Error ? error.name : 'unknown');
    span.setStatus({ code: SpanStatusCode.ERROR });
    throw error;
  } finally {
    span.end();
  }
}

const fieldsOf = ({ correlation, run }: Followed): Followed => ({
  ...(correlation === undefined ? {} : { correlation }),
  ...(run === undefined ? {} : { run }),
});

/**
 * Does something that begins anew, whatever led here: a span without parent, in the trace of its command when it has
 * one, and log lines that name both.
 *
 * @throws what `work` throws
 */
export function begin<T>(name: string, beginning: Beginning, work: (span: Span) => Promise<T>): Promise<T> {
  const { correlation, run, kind = 'internal', attributes, cause } = beginning;
  const from = cause?.spanContext();
  const links: Link[] = from !== undefined && isSpanContextValid(from) ? [{ context: from }] : [];
  wanted = correlation === undefined ? null : traceIdOf(correlation);
  const span = tracer().startSpan(
    name,
    {
      root: true,
      kind: kinds[kind],
      links,
      attributes: {
        ...attributes,
        ...(correlation === undefined ? {} : { 'sync_warden.correlation': correlation }),
        ...(run === undefined ? {} : { 'sync_warden.run': run }),
      },
    },
    ROOT_CONTEXT,
  );
  wanted = null;
  return during(span, ROOT_CONTEXT.setValue(key, fieldsOf(beginning)), work);
}

/** Does a part of what is under way: a span below the present one. @throws what `work` throws */
export function step<T>(
  name: string,
  { kind = 'internal', attributes = {} }: Pick<Beginning, 'kind' | 'attributes'>,
  work: (span: Span) => Promise<T>,
): Promise<T> {
  const here = context.active();
  return during(tracer().startSpan(name, { kind: kinds[kind], attributes }, here), here, work);
}

/** The span that is under way; undefined where there is none. */
export const presentSpan = (): Span | undefined => trace.getActiveSpan();

/** Does something that has nothing to do with what is under way, such as looking for other work. */
export function apart<T>(work: () => T): T {
  return context.with(ROOT_CONTEXT, work);
}

/** For each log line: what is followed, and its trace where one is recorded. */
export function followed(): Readonly<Record<string, string>> {
  const here = context.active();
  const fields = (here.getValue(key) ?? {}) as Followed;
  const span = trace.getSpanContext(here);
  const traced = span !== undefined && (span.traceFlags & TraceFlags.SAMPLED) !== 0;
  return { ...fieldsOf(fields), ...(traced ? { trace_id: span.traceId, span_id: span.spanId } : {}) };
}
