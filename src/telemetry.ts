import { context, metrics, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-proto';
import { PrometheusExporter, PrometheusSerializer } from '@opentelemetry/exporter-prometheus';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { defaultResource, resourceFromAttributes } from '@opentelemetry/resources';
import { type IMetricReader, MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import {
  BatchSpanProcessor,
  type IdGenerator,
  ParentBasedSampler,
  RandomIdGenerator,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import type { Log } from './log.ts';
import { startAtZero } from './metrics.ts';
import { wantedTraceId } from './tracing.ts';
import { version } from './version.ts';
import { within } from './within.ts';

/** Where telemetry goes besides `/metrics`, and what it says of its origin. */
export interface TelemetrySettings {
  readonly serviceName: string;
  /** Attributes of the resource besides name and version. */
  readonly resource: Readonly<Record<string, string>>;
  /** The share of traces that are recorded, 0 to 1. */
  readonly share: number;
  /** Null: metrics and traces are sent nowhere. */
  readonly otlp: {
    /** Without `/v1/…`. */
    readonly endpoint: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly temporality: 'cumulative' | 'delta' | 'lowmemory';
  } | null;
}

export interface Telemetry {
  /**
   * Everything measured so far, in Prometheus' text format 0.0.4; a gauge that can't be read, or not in time, is
   * left out. Who asks meanwhile gets the same.
   *
   * @throws once it has ended
   */
  scrape(): Promise<string>;
  /** Sends what is not sent yet and ends. */
  stop(): Promise<void>;
}

/** One request to a collector, milliseconds. */
const exportTimeout = 5000;
/** How long a stop waits for the last one: who stops the bot waits for it, milliseconds. */
const lastExport = 2000;
const metricsEvery = 60_000;
/** How long gauges may take to be read; Prometheus waits 10 seconds by default, milliseconds. */
const longestReading = 5000;
/** A collector that is away is told of this often, milliseconds. */
const tellEvery = 300_000;

/** As the exporters count (`AggregationTemporalityPreference`, exporter-metrics-otlp-http). */
const temporalities = { delta: 0, cumulative: 1, lowmemory: 2 } as const;

const random = new RandomIdGenerator();
const ids: IdGenerator = {
  generateTraceId: () => wantedTraceId() ?? random.generateTraceId(),
  generateSpanId: () => random.generateSpanId(),
};

/** Tells the operator that a collector does not take what it is sent; the SDK itself says nothing. */
function tellFailures(log: Log, what: 'metrics' | 'traces') {
  let quietUntil = 0;
  return (error: unknown) => {
    if (performance.now() < quietUntil) return;
    quietUntil = performance.now() + tellEvery;
    const setting = 'OTEL_EXPORTER_OTLP_ENDPOINT';
    log.warn({ what, setting, err: error }, 'telemetry could not be sent; see the setting');
  };
}

type Compression = NonNullable<
  NonNullable<ConstructorParameters<typeof OTLPTraceExporter>[0]>['compression']
>;

function exporters(settings: NonNullable<TelemetrySettings['otlp']>, log: Log) {
  const { endpoint, headers, temporality } = settings;
  const common = {
    headers: { ...headers },
    timeoutMillis: exportTimeout,
    // Said here so that nothing of these is taken from the environment past the settings.
    httpAgentOptions: { keepAlive: true },
    concurrencyLimit: 4,
    compression: 'none' as Compression,
  };
  const [metricsFailed, tracesFailed] = [tellFailures(log, 'metrics'), tellFailures(log, 'traces')];
  class TellingMetricExporter extends OTLPMetricExporter {
    override export(...[items, done]: Parameters<OTLPMetricExporter['export']>): void {
      super.export(items, (result) => {
        if (result.error !== undefined) metricsFailed(result.error);
        done(result);
      });
    }
  }
  class TellingTraceExporter extends OTLPTraceExporter {
    override export(...[items, done]: Parameters<OTLPTraceExporter['export']>): void {
      super.export(items, (result) => {
        if (result.error !== undefined) tracesFailed(result.error);
        done(result);
      });
    }
  }
  return {
    metrics: new TellingMetricExporter({
      ...common,
      url: `${endpoint}/v1/metrics`,
      temporalityPreference: temporalities[temporality],
    }),
    traces: new TellingTraceExporter({ ...common, url: `${endpoint}/v1/traces` }),
  };
}

function create(settings: TelemetrySettings, log: Log): Telemetry {
  const resource = defaultResource().merge(
    resourceFromAttributes({
      ...settings.resource,
      'service.name': settings.serviceName,
      'service.version': version,
    }),
  );
  const prometheus = new PrometheusExporter({ preventServerStart: true });
  const serializer = new PrometheusSerializer(undefined, false, undefined, true, true);
  const readers: IMetricReader[] = [prometheus];
  const sent = settings.otlp === null ? null : exporters(settings.otlp, log);
  if (sent !== null) {
    readers.push(
      new PeriodicExportingMetricReader({
        exporter: sent.metrics,
        exportIntervalMillis: metricsEvery,
        exportTimeoutMillis: exportTimeout,
      }),
    );
  }
  const meters = new MeterProvider({ resource, readers });
  const traces =
    sent === null
      ? null
      : new TracerProvider({
          resource,
          idGenerator: ids,
          sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(settings.share) }),
          spanProcessors: [
            new BatchSpanProcessor({ exporter: sent.traces, exportTimeoutMillis: exportTimeout }),
          ],
        });
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  metrics.setGlobalMeterProvider(meters);
  if (traces !== null) trace.setGlobalTracerProvider(traces);
  startAtZero();
  async function collect(): Promise<string> {
    const { resourceMetrics, errors } = await prometheus.collect({ timeoutMillis: longestReading });
    for (const error of errors) log.warn({ err: error }, 'a gauge could not be read');
    return serializer.serialize(resourceMetrics);
  }
  let collecting: Promise<string> | null = null;
  return {
    scrape() {
      // Whoever asks often must not keep the store from the work.
      collecting ??= collect().finally(() => {
        collecting = null;
      });
      return collecting;
    },
    async stop() {
      const last = [meters.shutdown(), traces?.shutdown()];
      // A collector that is away must not hold up the end; it was told of already.
      await within(lastExport, Promise.allSettled(last), () => []);
      metrics.disable();
      trace.disable();
      context.disable();
    },
  };
}

let running: { readonly telemetry: Telemetry; users: number } | null = null;

/**
 * Begins to collect. What collects is one for the process: a second bot in it, as in tests, joins the first's, with the
 * first's settings, and the last to stop ends it.
 */
export function startTelemetry(settings: TelemetrySettings, log: Log): Telemetry {
  running ??= { telemetry: create(settings, log), users: 0 };
  const mine = running;
  mine.users += 1;
  let stopped = false;
  return {
    scrape: () => mine.telemetry.scrape(),
    async stop() {
      if (stopped) return;
      stopped = true;
      mine.users -= 1;
      if (mine.users > 0) return;
      if (running === mine) running = null;
      await mine.telemetry.stop();
    },
  };
}
