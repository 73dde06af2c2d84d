import { resolve } from 'node:path';
import * as z from 'zod/v4';
import type { StoreLocation } from './store/open.ts';

/** Everything the environment decides, checked once at start. Times are milliseconds. */
export interface Config {
  readonly mode: 'sandbox';
  readonly host: string;
  readonly port: number;
  readonly sandboxPort: number;
  readonly playgroundPort: number;
  /** Graph root without version; null means the built-in sandbox tenant. */
  readonly graphBaseUrl: string | null;
  readonly store: StoreLocation;
  readonly confirmationTtl: number;
  readonly logLevel: string;
}

export type ConfigResult =
  | { readonly ok: true; readonly config: Config }
  | { readonly ok: false; readonly problems: readonly string[] };

const loopbackNames = new Set(['localhost', '127.0.0.1', '[::1]', '::1']);

/** True for a host name that never leaves this machine; `host` without port, IPv6 with or without brackets. */
export function isLoopback(host: string): boolean {
  return loopbackNames.has(host.toLowerCase());
}

const wholeNumber = (name: string, least: number, most: number, byDefault: number) =>
  z
    .string()
    .refine(
      (text) => /^\d{1,9}$/.test(text) && Number(text) >= least && Number(text) <= most,
      `${name} must be a whole number from ${least} to ${most}`,
    )
    .transform(Number)
    .default(byDefault);

const levels = ['silent', 'error', 'warn', 'info', 'debug'] as const;

const environment = z.object({
  MODE: z.enum(['sandbox', 'production'], 'MODE must be sandbox or production; it has no default'),
  HOST: z.string().optional(),
  PORT: wholeNumber('PORT', 0, 65535, 3978),
  SANDBOX_PORT: wholeNumber('SANDBOX_PORT', 0, 65535, 3979),
  PLAYGROUND_PORT: wholeNumber('PLAYGROUND_PORT', 1, 65535, 56150),
  GRAPH_BASE_URL: z.string().optional(),
  STORE_URL: z.string().optional(),
  CONFIRMATION_TTL_SECONDS: wholeNumber('CONFIRMATION_TTL_SECONDS', 1, 86400, 300),
  LOG_LEVEL: z.enum(levels, `LOG_LEVEL must be one of ${levels.join(', ')}`).default('info'),
  POLICY_FILE: z.string().optional(),
});

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

/** Where the store is, for programs that need nothing else; null when `STORE_URL` is no such address. */
export function readStoreLocation(env: Readonly<Record<string, string | undefined>>): StoreLocation | null {
  return storeLocation(env['STORE_URL'] || defaultStore);
}

/**
 * Reads the settings from an environment. An empty string counts as unset.
 *
 * @param env usually `process.env`
 * @returns the frozen settings, or every problem found, each naming the setting to mend
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>): ConfigResult {
  const set = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value !== ''),
  );
  const parsed = environment.safeParse(set);
  const problems = parsed.success ? [] : parsed.error.issues.map((issue) => issue.message);
  const store = readStoreLocation(set);
  if (store === null) {
    problems.push(
      'STORE_URL must look like file:./data/sync-warden.db or postgres://user:password@host/database',
    );
  }
  if (set['MODE'] === 'production') {
    for (const name of ['BOT_ID', 'ALLOWED_TENANTS', 'POLICY_FILE']) {
      if (set[name] === undefined) problems.push(`${name} must be set in production mode`);
    }
    problems.push('MODE: this version has only the sandbox mode; set MODE=sandbox');
  } else {
    const graph = graphProblem(set['GRAPH_BASE_URL']);
    if (graph !== null) problems.push(graph);
    if (set['HOST'] !== undefined && !isLoopback(set['HOST'])) {
      problems.push(
        'HOST must be 127.0.0.1, localhost or ::1 in sandbox mode: nobody is authenticated there',
      );
    }
    if (set['POLICY_FILE'] !== undefined) {
      problems.push('POLICY_FILE: this version has only the built-in sandbox policy; leave it unset');
    }
  }
  if (!parsed.success || store === null || problems.length > 0) return { ok: false, problems };
  const { data } = parsed;
  return {
    ok: true,
    config: Object.freeze({
      mode: 'sandbox' as const,
      host: (data.HOST ?? '127.0.0.1').replace(/^\[|\]$/g, ''),
      port: data.PORT,
      sandboxPort: data.SANDBOX_PORT,
      playgroundPort: data.PLAYGROUND_PORT,
      graphBaseUrl: data.GRAPH_BASE_URL?.replace(/\/+$/, '') ?? null,
      store,
      confirmationTtl: data.CONFIRMATION_TTL_SECONDS * 1000,
      logLevel: data.LOG_LEVEL,
    }),
  };
}
