import { resolve } from 'node:path';
import * as z from 'zod/v4';
import { type Cloud, type CloudName, cloudWith } from './clouds.ts';
import { type CredentialChoices, chooseCredentials } from './identity/choose-credential.ts';
import { readTelemetry } from './read-telemetry.ts';
import {
  type ChoiceSettingName,
  type DefaultedNumberName,
  type GivenSettings,
  givenSettings,
  type NumberSettingName,
  settings,
} from './settings.ts';
import type { StoreLocation } from './store/open.ts';
import type { TelemetrySettings } from './telemetry.ts';

interface CommonConfig {
  readonly host: string;
  readonly port: number;
  readonly store: StoreLocation;
  /** Milliseconds. */
  readonly confirmationTtl: number;
  /** How often people are reminded of an open-ended pause, milliseconds; 0 for never. */
  readonly pauseReminder: number;
  readonly logLevel: string;
  readonly telemetry: TelemetrySettings;
}

/** A stand-in tenant, on this machine alone; nobody is authenticated. */
export interface SandboxConfig extends CommonConfig {
  readonly mode: 'sandbox';
  readonly sandboxPort: number;
  readonly playgroundPort: number;
  /** Graph root without version; null means the built-in sandbox tenant. */
  readonly graphBaseUrl: string | null;
}

/** A real tenant. */
export interface ProductionConfig extends CommonConfig {
  readonly mode: 'production';
  /** App id of the bot. */
  readonly botId: string;
  /** The tenants whose jobs the bot looks after, and the only ones it is called from; lower case, at least one. */
  readonly tenantIds: readonly string[];
  readonly cloud: Cloud;
  readonly policyFile: string;
  readonly writesAs: 'person' | 'app';
  readonly schoolProfiles: boolean;
  readonly credentials: Extract<CredentialChoices, { ok: true }>;
  /** What Teams asks people's sign-ins for; as `webApplicationInfo.resource` of the manifest. */
  readonly appIdUri: string;
  /** Where `/metrics` is served; null: nowhere. */
  readonly metricsPort: number | null;
}

/** Everything the environment decides, checked once at start. */
export type Config = SandboxConfig | ProductionConfig;

export type ConfigResult =
  | { readonly ok: true; readonly config: Config }
  | { readonly ok: false; readonly problems: readonly string[] };

const loopbackNames = new Set(['localhost', '127.0.0.1', '[::1]', '::1']);

/** True for a host name that never leaves this machine; `host` without port, IPv6 with or without brackets. */
export function isLoopback(host: string): boolean {
  return loopbackNames.has(host.toLowerCase());
}

const bounded = (name: NumberSettingName) => {
  const { least, most } = settings[name];
  return z
    .string()
    .refine(
      (text) => /^\d{1,9}$/.test(text) && Number(text) >= least && Number(text) <= most,
      `${name} must be a whole number from ${least} to ${most}`,
    )
    .transform(Number);
};

const wholeNumber = (name: DefaultedNumberName) => bounded(name).default(settings[name].byDefault);

const levels = settings.LOG_LEVEL.values;

const environment = z.object({
  MODE: z.enum(settings.MODE.values, 'MODE must be sandbox or production; it has no default'),
  HOST: z.string().optional(),
  PORT: wholeNumber('PORT'),
  SANDBOX_PORT: wholeNumber('SANDBOX_PORT'),
  PLAYGROUND_PORT: wholeNumber('PLAYGROUND_PORT'),
  GRAPH_BASE_URL: z.string().optional(),
  STORE_URL: z.string().optional(),
  CONFIRMATION_TTL_SECONDS: wholeNumber('CONFIRMATION_TTL_SECONDS'),
  PAUSE_REMINDER_HOURS: wholeNumber('PAUSE_REMINDER_HOURS'),
  LOG_LEVEL: z
    .enum(levels, `LOG_LEVEL must be one of ${levels.join(', ')}`)
    .default(settings.LOG_LEVEL.byDefault),
  POLICY_FILE: z.string().optional(),
  METRICS_PORT: bounded('METRICS_PORT').optional(),
});

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const choice = <N extends Exclude<ChoiceSettingName, 'MODE'>>(
  set: GivenSettings,
  name: N,
  problems: string[],
): (typeof settings)[N]['values'][number] => {
  const { values, byDefault }: { readonly values: readonly string[]; readonly byDefault: string } =
    settings[name];
  const found = values.find((value) => value === (set[name] ?? byDefault));
  if (found === undefined) problems.push(`${name} must be one of ${values.join(', ')}`);
  return (found ?? byDefault) as (typeof settings)[N]['values'][number];
};

function readTenants(text: string, problems: string[]): readonly string[] {
  const ids = text
    .split(',')
    .map((id) => id.trim().toLowerCase())
    .filter((id) => id !== '');
  const wrong = ids.filter((id) => !guid.test(id));
  if (ids.length === 0) problems.push('ALLOWED_TENANTS must be set to the id of your tenant, a GUID');
  else if (wrong.length > 0)
    problems.push(
      `ALLOWED_TENANTS must hold tenants’ ids, GUIDs with commas between; these are none: ${wrong.join(', ')}`,
    );
  return [...new Set(ids)];
}

/** A managed identity used as it is gets tokens in its own tenant only, so it can't look after several. */
function ofOneTenant({ read, write }: Extract<CredentialChoices, { ok: true }>): string[] {
  return [read, write]
    .filter((each) => each?.kind === 'managed-identity')
    .map(
      (each) =>
        `${each?.settings.proof} works in one tenant only, and ALLOWED_TENANTS names several: use an app that is consented in each, with a federated identity, certificate or secret`,
    );
}

/** What production needs besides; every problem is added to `problems`. */
function readProduction(
  set: GivenSettings,
  problems: string[],
): Omit<ProductionConfig, keyof CommonConfig | 'metricsPort'> | null {
  const botId = set['BOT_ID'] ?? '';
  if (!guid.test(botId)) problems.push('BOT_ID must be set to the app id of the bot, a GUID');
  const tenantIds = readTenants(set['ALLOWED_TENANTS'] ?? '', problems);
  const several = tenantIds.length > 1;
  const botTenant = set['BOT_TENANT_ID'] ?? (several ? undefined : tenantIds[0]);
  if (botTenant === undefined && several)
    problems.push(
      'BOT_TENANT_ID must be set to the tenant the bot is registered in: ALLOWED_TENANTS names several',
    );
  if (botTenant !== undefined && !guid.test(botTenant) && !botTenant.includes('.'))
    problems.push('BOT_TENANT_ID must be the tenant the bot is registered in: a GUID or a domain');
  const policyFile = set['POLICY_FILE'];
  if (policyFile === undefined)
    problems.push('POLICY_FILE must be set: without a policy nobody may do anything');
  const writesAs = choice(set, 'WRITES_AS', problems);
  const school = choice(set, 'SCHOOL_PROFILES', problems);
  const cloudName = choice(set, 'CLOUD', problems);
  const cloud = cloudWith(cloudName, set);
  if (!cloud.ok) problems.push(...cloud.problems);
  const credentials = chooseCredentials(set, writesAs);
  if (!credentials.ok)
    problems.push(...credentials.problems.filter((problem) => !problem.startsWith('BOT_ID ')));
  if (school === 'on' && credentials.ok && credentials.connector.kind === 'managed-identity') {
    problems.push(
      'SCHOOL_PROFILES=on needs an app that acts for people: set BOT_ID to it and BOT_FEDERATED_IDENTITY to the identity',
    );
  }
  if (several && credentials.ok) problems.push(...ofOneTenant(credentials));
  const appIdUri = set['APP_ID_URI'] ?? `api://botid-${botId}`;
  if (!/^api:\/\/[^\s]+$/.test(appIdUri))
    problems.push(`APP_ID_URI must look like api://botid-${botId || '<BOT_ID>'}`);
  if (!cloud.ok || !credentials.ok || policyFile === undefined || botTenant === undefined) return null;
  // Bots are registered in one tenant; that of the Bot Framework is for older, multi-tenant ones.
  const atHome: Cloud = {
    ...cloud.cloud,
    bot: { ...cloud.cloud.bot, tenant: botTenant },
  };
  return {
    mode: 'production',
    botId: botId.toLowerCase(),
    tenantIds,
    cloud: atHome,
    policyFile: resolve(policyFile),
    writesAs,
    schoolProfiles: school === 'on',
    credentials,
    appIdUri,
  };
}

function graphProblem(value: string | undefined): string | null {
  if (value === undefined) return null;
  const url = URL.parse(value);
  if (url === null || !['http:', 'https:'].includes(url.protocol)) {
    return 'GRAPH_BASE_URL must be an http or https address such as http://127.0.0.1:3979';
  }
  if (/\/(v1\.0|beta)\/?$/.test(url.pathname)) {
    return 'GRAPH_BASE_URL must be the Graph root without version: leave out /v1.0 or /beta';
  }
  if (url.username || url.password || url.search || url.hash) {
    return 'GRAPH_BASE_URL must not carry a user name, password, query or fragment';
  }
  if (!isLoopback(url.hostname)) {
    return 'GRAPH_BASE_URL must point to this machine (localhost, 127.0.0.1 or [::1]) in sandbox mode';
  }
  return null;
}

/** Where the store is; null when the address is neither a file nor a PostgreSQL database. */
function storeLocation(value: string): StoreLocation | null {
  if (/^postgres(ql)?:\/\/[^/]/.test(value)) {
    return (URL.parse(value)?.pathname ?? '/') === '/' ? null : { kind: 'postgres', url: value };
  }
  if (!/^file:.+/.test(value)) return null;
  return { kind: 'file', file: resolve(value.slice('file:'.length).replace(/^\/\/(?=\/)/, '')) };
}

const defaultStore = 'file:./data/sync-warden.db';

/** What is wrong with an address whose password is to be an identity's token. */
function identityProblems(identity: string, store: StoreLocation): string[] {
  if (!guid.test(identity))
    return ['STORE_IDENTITY must be the client id of a user-assigned managed identity: a GUID'];
  if (store.kind === 'file') return ['STORE_IDENTITY is of no use unless STORE_URL is postgres://…'];
  const { username, password, searchParams } = new URL(store.url);
  const problems: string[] = [];
  if (username === '') problems.push('STORE_URL must name the user STORE_IDENTITY has in the database');
  if (password !== '' || searchParams.has('password'))
    problems.push('STORE_URL must have no password: STORE_IDENTITY gives it');
  if (searchParams.get('sslmode') !== 'verify-full')
    problems.push('STORE_URL must end in ?sslmode=verify-full: STORE_IDENTITY sends a token');
  const more = [...searchParams.keys()].filter(
    (name) => !['sslmode', 'sslrootcert', 'password'].includes(name),
  );
  if (more.length > 0)
    problems.push(
      `STORE_URL may have only sslmode and sslrootcert with STORE_IDENTITY, not ${more.join(', ')}`,
    );
  return problems;
}

export type StoreReading =
  | { readonly ok: true; readonly store: StoreLocation }
  | { readonly ok: false; readonly problems: readonly string[] };

/** Where the store is, for programs that need nothing else; or every problem, each naming the setting to mend. */
export function readStoreLocation(env: Readonly<Record<string, string | undefined>>): StoreReading {
  const set = givenSettings(env);
  const store = storeLocation(set.STORE_URL ?? defaultStore);
  if (store === null) {
    const problem =
      'STORE_URL must look like file:./data/sync-warden.db or postgres://user:password@host/database';
    return { ok: false, problems: [problem] };
  }
  const clientId = set.STORE_IDENTITY;
  if (clientId === undefined) return { ok: true, store };
  const problems = identityProblems(clientId, store);
  // Sandbox mode never loads a real credential.
  if (set.MODE === 'sandbox') problems.push('STORE_IDENTITY is for production mode; leave it unset');
  const cloud: CloudName = choice(set, 'CLOUD', problems);
  if (store.kind === 'file' || problems.length > 0) return { ok: false, problems };
  return { ok: true, store: { ...store, identity: { clientId: clientId.toLowerCase(), cloud } } };
}

/**
 * Reads the settings from an environment. An empty string counts as unset.
 *
 * @param env usually `process.env`
 * @returns the frozen settings, or every problem found, each naming the setting to mend
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>): ConfigResult {
  const set = givenSettings(env);
  const parsed = environment.safeParse(set);
  const problems = parsed.success ? [] : parsed.error.issues.map((issue) => issue.message);
  const reading = readStoreLocation(set);
  if (!reading.ok) problems.push(...reading.problems);
  const production = set['MODE'] === 'production' ? readProduction(set, problems) : null;
  if (set['MODE'] === 'sandbox') {
    const graph = graphProblem(set['GRAPH_BASE_URL']);
    if (graph !== null) problems.push(graph);
    if (set['HOST'] !== undefined && !isLoopback(set['HOST'])) {
      problems.push(
        'HOST must be 127.0.0.1, localhost or ::1 in sandbox mode: nobody is authenticated there',
      );
    }
    if (set['POLICY_FILE'] !== undefined) {
      problems.push('POLICY_FILE: the sandbox has a built-in policy; leave it unset');
    }
  }
  const metricsPort = parsed.data?.METRICS_PORT ?? null;
  if (production !== null && metricsPort !== null && metricsPort !== 0 && metricsPort === parsed.data?.PORT) {
    problems.push('METRICS_PORT must be another port than PORT: metrics are for nobody who can reach that');
  }
  const telemetry = readTelemetry(
    {
      OTEL_EXPORTER_OTLP_ENDPOINT: set.OTEL_EXPORTER_OTLP_ENDPOINT,
      OTEL_EXPORTER_OTLP_HEADERS: set.OTEL_EXPORTER_OTLP_HEADERS,
      OTEL_EXPORTER_OTLP_PROTOCOL: set.OTEL_EXPORTER_OTLP_PROTOCOL,
      OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE:
        set.OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE,
      OTEL_SERVICE_NAME: set.OTEL_SERVICE_NAME,
      OTEL_RESOURCE_ATTRIBUTES: set.OTEL_RESOURCE_ATTRIBUTES,
      OTEL_TRACES_SAMPLER_ARG: set.OTEL_TRACES_SAMPLER_ARG,
    },
    {
      // Those that are no settings of ours must be found as well.
      names: Object.keys(env).filter((name) => env[name]),
      sandbox: set.MODE !== 'production',
      isLoopback,
    },
    problems,
  );
  if (!parsed.success || !reading.ok || problems.length > 0) {
    return { ok: false, problems: [...new Set(problems)] };
  }
  const { data } = parsed;
  const common: CommonConfig = {
    host: (data.HOST ?? (production === null ? '127.0.0.1' : '0.0.0.0')).replace(/^\[|\]$/g, ''),
    port: data.PORT,
    store: reading.store,
    confirmationTtl: data.CONFIRMATION_TTL_SECONDS * 1000,
    pauseReminder: data.PAUSE_REMINDER_HOURS * 3_600_000,
    logLevel: data.LOG_LEVEL,
    telemetry,
  };
  if (production !== null)
    return { ok: true, config: Object.freeze({ ...common, ...production, metricsPort }) };
  return {
    ok: true,
    config: Object.freeze({
      ...common,
      mode: 'sandbox' as const,
      sandboxPort: data.SANDBOX_PORT,
      playgroundPort: data.PLAYGROUND_PORT,
      graphBaseUrl: data.GRAPH_BASE_URL?.replace(/\/+$/, '') ?? null,
    }),
  };
}
