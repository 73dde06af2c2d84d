import type { TelemetrySettings } from './telemetry.ts';

/** The standard variables of OpenTelemetry that are understood, as the environment has them. */
export interface TelemetryVariables {
  readonly OTEL_EXPORTER_OTLP_ENDPOINT: string | undefined;
  readonly OTEL_EXPORTER_OTLP_HEADERS: string | undefined;
  readonly OTEL_EXPORTER_OTLP_PROTOCOL: string | undefined;
  readonly OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE: string | undefined;
  readonly OTEL_SERVICE_NAME: string | undefined;
  readonly OTEL_RESOURCE_ATTRIBUTES: string | undefined;
  readonly OTEL_TRACES_SAMPLER_ARG: string | undefined;
}

const temporalities = ['cumulative', 'delta', 'lowmemory'] as const;

/**
 * Those the exporters would read by themselves, past the settings, or that somebody would expect them to obey: to ignore
 * them could send telemetry where it must not go.
 */
const notUnderstood = /^OTEL_EXPORTER_OTLP_(TRACES|METRICS|LOGS)_(?!TEMPORALITY_PREFERENCE$)[A-Z_]+$/;

/** `key=value` with commas between, values percent-encoded (W3C baggage, as OpenTelemetry has it); null for anything else. */
function pairs(text: string | undefined): Record<string, string> | null {
  const found: Record<string, string> = {};
  for (const pair of (text ?? '').split(',')) {
    if (pair.trim() === '') continue;
    const at = pair.indexOf('=');
    const key = pair.slice(0, Math.max(0, at)).trim();
    if (!/^[\w.!#$%&'*+^`|~-]+$/.test(key)) return null;
    try {
      found[key] = decodeURIComponent(pair.slice(at + 1).trim());
    } catch {
      return null;
    }
  }
  return found;
}

function readEndpoint(
  value: string,
  { sandbox, isLoopback, secret }: { sandbox: boolean; isLoopback(host: string): boolean; secret: boolean },
): { readonly endpoint: string } | { readonly problem: string } {
  const name = 'OTEL_EXPORTER_OTLP_ENDPOINT';
  const url = URL.parse(value);
  if (url === null || !['http:', 'https:'].includes(url.protocol))
    return { problem: `${name} must be an http or https address such as http://127.0.0.1:4318` };
  if (url.username || url.password || url.search || url.hash)
    return { problem: `${name} must not carry a user name, password, query or fragment` };
  if (/\/v1\/(traces|metrics|logs)\/?$/.test(url.pathname))
    return { problem: `${name} must be the collector’s root: leave out ${url.pathname.slice(-11)}` };
  const here = isLoopback(url.hostname);
  if (sandbox && !here)
    return { problem: `${name} must point to this machine in sandbox mode: nothing of it leaves` };
  if (secret && url.protocol !== 'https:' && !here)
    return { problem: `${name} must be https when OTEL_EXPORTER_OTLP_HEADERS is set: headers are secret` };
  return { endpoint: url.href.replace(/\/+$/, '') };
}

/**
 * Reads where metrics and traces are sent.
 *
 * @param names of all variables that are set, to find those that are not understood
 * @param problems gets every problem found, each naming the setting to mend; never a value of a header
 */
export function readTelemetry(
  set: TelemetryVariables,
  {
    names,
    ...where
  }: {
    readonly names: readonly string[];
    readonly sandbox: boolean;
    readonly isLoopback: (host: string) => boolean;
  },
  problems: string[],
): TelemetrySettings {
  for (const name of names)
    if (notUnderstood.test(name)) problems.push(`${name} is not understood; use the one for all signals`);
  const headers = pairs(set.OTEL_EXPORTER_OTLP_HEADERS);
  if (headers === null)
    problems.push('OTEL_EXPORTER_OTLP_HEADERS must look like name=value,name=value with encoded values');
  const resource = pairs(set.OTEL_RESOURCE_ATTRIBUTES);
  if (resource === null)
    problems.push('OTEL_RESOURCE_ATTRIBUTES must look like name=value,name=value with encoded values');
  const protocol = set.OTEL_EXPORTER_OTLP_PROTOCOL ?? 'http/protobuf';
  if (protocol !== 'http/protobuf') problems.push('OTEL_EXPORTER_OTLP_PROTOCOL must be http/protobuf');
  const wanted = set.OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE ?? 'cumulative';
  const temporality = temporalities.find((each) => each === wanted.toLowerCase());
  if (temporality === undefined)
    problems.push(
      `OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE must be one of ${temporalities.join(', ')}`,
    );
  const shareText = set.OTEL_TRACES_SAMPLER_ARG ?? '1';
  const share = /^\d(\.\d{1,9})?$/.test(shareText) ? Number(shareText) : Number.NaN;
  if (!(share >= 0 && share <= 1)) problems.push('OTEL_TRACES_SAMPLER_ARG must be a number from 0 to 1');
  let endpoint: string | null = null;
  if (set.OTEL_EXPORTER_OTLP_ENDPOINT !== undefined) {
    const secret = Object.keys(headers ?? {}).length > 0;
    const read = readEndpoint(set.OTEL_EXPORTER_OTLP_ENDPOINT, { ...where, secret });
    if ('problem' in read) problems.push(read.problem);
    else endpoint = read.endpoint;
  }
  return {
    serviceName: set.OTEL_SERVICE_NAME ?? resource?.['service.name'] ?? 'sync-warden',
    resource: resource ?? {},
    share,
    otlp:
      endpoint === null
        ? null
        : { endpoint, headers: headers ?? {}, temporality: temporality ?? 'cumulative' },
  };
}
