import { join } from 'node:path';
import type { Clock } from '../clock.ts';
import { type ConfigResult, type ProductionConfig, readConfig, readStoreLocation } from '../config.ts';
import { getRegistration, type Registration } from '../graph/applications.ts';
import { createGraph, type Graph } from '../graph/client.ts';
import { createAppCredential } from '../identity/app-credential.ts';
import type { ChosenCredential, Purpose } from '../identity/choose-credential.ts';
import { createStorePassword } from '../identity/store-password.ts';
import { readFor } from '../policy/read-for.ts';
import type { PolicyReading } from '../policy/read-policy.ts';
import { inspectPostgres, type PostgresContents } from '../store/inspect-postgres.ts';
import type { StoreLocation } from '../store/open.ts';
import type { Password } from '../store/open-postgres.ts';

/** What is examined: an installation's settings, and what they lead to. Whatever is asked, is asked once. */
export interface Subject {
  readonly env: Environment;
  readonly settings: ConfigResult;
  /** The settings, when they are a production bot's without a problem. */
  readonly production: ProductionConfig | null;
  /** Null when the settings name no store that can be used. */
  readonly store: StoreLocation | null;
  /** Why there is none. */
  readonly storeProblems: readonly string[];
  /** Address Teams calls; null when it isn't told. */
  readonly endpoint: string | null;
  /** The app package as `npm run package` makes it. */
  readonly packageFile: string;
  readonly clock: Clock;
  /** How long one request may take, milliseconds. */
  readonly timeout: number;
  /** Null when `POLICY_FILE` is not set. */
  policy(): Promise<PolicyReading> | null;
  /** @throws SignInFailed */
  channelToken(config: ProductionConfig): Promise<string>;
  /** @throws SignInFailed */
  graphToken(config: ProductionConfig, purpose: Purpose, tenant: string): Promise<string>;
  /** Graph as one of the bot's identities sees it in a tenant. Throws SignInFailed besides. */
  graphOf(config: ProductionConfig, purpose: Purpose, tenant: string): Graph;
  /** The registration of one of the bot's apps, as the reader sees it. @throws GraphFailure @throws SignInFailed */
  registrationOf(config: ProductionConfig, clientId: string): Promise<Registration>;
  /** What PostgreSQL says. @throws SignInFailed @throws what the driver throws */
  postgres(url: string): Promise<PostgresContents>;
}

export type Environment = Readonly<Record<string, string | undefined>>;

export interface SubjectOptions {
  readonly env: Environment;
  /** The project's folder. */
  readonly root: string;
  readonly clock: Clock;
  /** Address Teams calls, when it isn't `BOT_ENDPOINT`. */
  readonly endpoint?: string | undefined;
  /** Milliseconds; 5 seconds by default. */
  readonly timeout?: number;
}

/** The credential of a purpose; null for the writer where there is none. */
export function credentialOf(config: ProductionConfig, purpose: Purpose): ChosenCredential | null {
  return config.credentials[purpose];
}

/** True when reading has no identity of its own and is done with the bot's. */
export function readsAsBot({ credentials: { connector, read } }: ProductionConfig): boolean {
  return read.settings.proof === connector.settings.proof && read.clientId === connector.clientId;
}

/** The password of the identity the settings name for the store; undefined when the address has its own. */
function storePassword(store: StoreLocation | null): Password | undefined {
  if (store?.kind !== 'postgres' || store.identity === undefined) return undefined;
  return createStorePassword(store.identity.clientId, store.identity.cloud);
}

function remembered<T>(): (key: string, make: () => Promise<T>) => Promise<T> {
  const known = new Map<string, Promise<T>>();
  return (key, make) => {
    const made = known.get(key) ?? make();
    known.set(key, made);
    // Whoever asks is told; a failure that nobody waits for any more must not end the program.
    made.catch(() => undefined);
    return made;
  };
}

/** An installation to examine. Nothing is asked of anybody before a check wants it. */
export function createSubject(options: SubjectOptions): Subject {
  const { env, root, clock, timeout = 5000 } = options;
  const settings = readConfig(env);
  const location = readStoreLocation(env);
  const store = location.ok ? location.store : null;
  const tokens = remembered<string>();
  const registrations = remembered<Registration>();
  const databases = remembered<PostgresContents>();
  let policy: Promise<PolicyReading> | null = null;
  const token = (config: ProductionConfig, purpose: Purpose, scope: string, tenant: string) =>
    tokens(`${purpose} ${scope} ${tenant}`, async () => {
      const chosen = credentialOf(config, purpose);
      if (chosen === null) throw new TypeError(`there is no credential to ${purpose}`);
      return (await createAppCredential(chosen, { cloud: config.cloud, timeout })(scope, tenant)).token;
    });
  const graphToken: Subject['graphToken'] = (config, purpose, tenant) =>
    token(config, purpose, `${config.cloud.graph}/.default`, tenant);
  const graphOf: Subject['graphOf'] = (config, purpose, tenant) => {
    const getToken = () => graphToken(config, purpose, tenant);
    const graph = createGraph({ baseUrl: config.cloud.graph, getToken, timeout });
    return async (request) => {
      // The Graph client keeps nothing of why there was no token.
      await getToken();
      return await graph(request);
    };
  };
  return {
    env,
    settings,
    production: settings.ok && settings.config.mode === 'production' ? settings.config : null,
    store,
    storeProblems: location.ok ? [] : location.problems,
    endpoint: options.endpoint ?? (env['BOT_ENDPOINT'] || null),
    packageFile: join(root, 'appPackage/build/sync-warden.zip'),
    clock,
    timeout,
    policy() {
      const file = env['POLICY_FILE'];
      if (!file) return null;
      policy ??= readFor(file, env['WRITES_AS'] === 'app' ? 'app' : 'person');
      return policy;
    },
    channelToken: (config) => token(config, 'connector', config.cloud.bot.scope, config.cloud.bot.tenant),
    graphToken,
    graphOf,
    registrationOf: (config, clientId) =>
      registrations(clientId, () =>
        getRegistration(graphOf(config, 'read', config.cloud.bot.tenant), clientId),
      ),
    postgres: (url) => databases(url, () => inspectPostgres(url, storePassword(store))),
  };
}
