/** What all settings have in common. */
interface Explained {
  readonly group: 'both' | 'telemetry' | 'sandbox' | 'production' | 'credentials' | 'addresses' | 'programs';
  /** What it decides, in Markdown. */
  readonly what: string;
  /** Never to be shown: a secret, or an address that may carry one. */
  readonly secret?: true;
}

/** A whole number within bounds, both allowed; the default is one, or null where it may stay unset. */
export interface NumberSetting extends Explained {
  readonly form: 'number';
  readonly least: number;
  readonly most: number;
  readonly unit: 'port' | 'seconds' | 'hours';
  readonly byDefault: number | null;
}

/** One of a few words; the default is one of them, or null where one must be given. */
export interface ChoiceSetting extends Explained {
  readonly form: 'choice';
  readonly values: readonly [string, ...string[]];
  readonly byDefault: string | null;
}

export interface TextSetting extends Explained {
  readonly form: 'text';
  /** What it must look like. */
  readonly values: string;
  /** As said in Markdown; null where there is none. */
  readonly byDefault: string | null;
  /** Production does not start without it. */
  readonly needed?: true;
}

export type Setting = NumberSetting | ChoiceSetting | TextSetting;

const prefixes = ['BOT', 'READ', 'WRITE'] as const;

/** One way to prove an app, for each of the three apps. */
function proof<P extends string>(
  name: P,
  of: Pick<TextSetting, 'values' | 'what' | 'secret'>,
): Readonly<Record<`${(typeof prefixes)[number]}_${P}`, TextSetting>> {
  const row: TextSetting = { ...of, group: 'credentials', form: 'text', byDefault: null };
  return Object.fromEntries(prefixes.map((prefix) => [`${prefix}_${name}`, row])) as ReturnType<
    typeof proof<P>
  >;
}

const address = (values: string, what: string): TextSetting => ({
  group: 'addresses',
  form: 'text',
  values,
  byDefault: 'the cloud’s',
  what,
});

/**
 * Every setting there is, by the name of its environment variable: `readConfig` reads these and no others, and takes
 * their defaults, bounds and words from here; docs/reference/settings.md is made of it.
 */
export const settings = {
  MODE: {
    group: 'both',
    form: 'choice',
    values: ['sandbox', 'production'],
    byDefault: null,
    what: 'For `npm run serve` and `npm run doctor`. `npm start` is always the sandbox.',
  },
  PORT: {
    group: 'both',
    form: 'number',
    least: 0,
    most: 65535,
    unit: 'port',
    byDefault: 3978,
    what: 'Where the bot listens.',
  },
  HOST: {
    group: 'both',
    form: 'text',
    values: 'an address of this machine; in the sandbox `127.0.0.1`, `localhost` or `::1`',
    byDefault: '`127.0.0.1` in the sandbox, `0.0.0.0` in production',
    what: 'The address it listens on. In the sandbox nobody is authenticated, so only this machine may call.',
  },
  STORE_URL: {
    group: 'both',
    form: 'text',
    secret: true,
    values: '`file:<path>` or `postgres://user:password@host/database`',
    byDefault: '`file:./data/sync-warden.db`',
    what: 'Where questions, runs, messages and the audit trail are kept: a file on a local disk, for one machine, or PostgreSQL 13 or newer, for several replicas.',
  },
  STORE_IDENTITY: {
    group: 'production',
    form: 'text',
    values: 'a GUID',
    byDefault: null,
    what: 'Client id of a user-assigned managed identity whose token is the password at Azure Database for PostgreSQL. `STORE_URL` then names its user there, has no password and ends in `?sslmode=verify-full`.',
  },
  CONFIRMATION_TTL_SECONDS: {
    group: 'both',
    form: 'number',
    least: 1,
    most: 86400,
    unit: 'seconds',
    byDefault: 300,
    what: 'How long a question stays open, approvals too.',
  },
  PAUSE_REMINDER_HOURS: {
    group: 'both',
    form: 'number',
    least: 0,
    most: 720,
    unit: 'hours',
    byDefault: 24,
    what: 'How often the bot reminds of a pause without an end, and of one whose time is over and that nobody started. 0: never.',
  },
  LOG_LEVEL: {
    group: 'both',
    form: 'choice',
    values: ['silent', 'error', 'warn', 'info', 'debug'],
    byDefault: 'info',
    what: 'How much is logged: JSON lines on standard output. `npm start` sets `warn`.',
  },
  METRICS_PORT: {
    group: 'telemetry',
    form: 'number',
    least: 0,
    most: 65535,
    unit: 'port',
    byDefault: null,
    what: 'Production: where `GET /metrics` is served, on the same `HOST`; unset: nowhere. Another port than `PORT`, for nobody but who collects. The sandbox serves it on `PORT`.',
  },
  OTEL_EXPORTER_OTLP_ENDPOINT: {
    group: 'telemetry',
    form: 'text',
    values: 'http or https, without `/v1/…`; in the sandbox on this machine',
    byDefault: null,
    what: 'Collector of metrics and traces. Unset: nothing is sent.',
  },
  OTEL_EXPORTER_OTLP_HEADERS: {
    group: 'telemetry',
    form: 'text',
    secret: true,
    values: '`name=value`, commas between, values percent-encoded',
    byDefault: null,
    what: 'What the collector wants to know. The endpoint must then be https, or on this machine.',
  },
  OTEL_EXPORTER_OTLP_PROTOCOL: {
    group: 'telemetry',
    form: 'choice',
    values: ['http/protobuf'],
    byDefault: 'http/protobuf',
    what: 'There is no other.',
  },
  OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE: {
    group: 'telemetry',
    form: 'choice',
    values: ['cumulative', 'delta', 'lowmemory'],
    byDefault: 'cumulative',
    what: '`delta` for Azure Monitor.',
  },
  OTEL_SERVICE_NAME: {
    group: 'telemetry',
    form: 'text',
    values: 'text',
    byDefault: '`sync-warden`',
    what: 'What the bot is called there.',
  },
  OTEL_RESOURCE_ATTRIBUTES: {
    group: 'telemetry',
    form: 'text',
    values: '`name=value`, commas between, values percent-encoded',
    byDefault: null,
    what: 'Attributes of where metrics and traces come from.',
  },
  OTEL_TRACES_SAMPLER_ARG: {
    group: 'telemetry',
    form: 'text',
    values: 'a number from 0 to 1',
    byDefault: '`1`',
    what: 'Share of commands that are traced.',
  },
  SANDBOX_PORT: {
    group: 'sandbox',
    form: 'number',
    least: 0,
    most: 65535,
    unit: 'port',
    byDefault: 3979,
    what: 'Where the sandbox tenant listens.',
  },
  PLAYGROUND_PORT: {
    group: 'sandbox',
    form: 'number',
    least: 1,
    most: 65535,
    unit: 'port',
    byDefault: 56150,
    what: 'Where the local client listens, the Agents Playground.',
  },
  BOT_ID: {
    group: 'production',
    form: 'text',
    values: 'a GUID',
    byDefault: null,
    needed: true,
    what: 'Application (client) id of the bot.',
  },
  ALLOWED_TENANTS: {
    group: 'production',
    form: 'text',
    values: 'GUIDs, commas between',
    byDefault: null,
    needed: true,
    what: 'The tenants whose jobs the bot looks after, and the only ones it is called from.',
  },
  BOT_TENANT_ID: {
    group: 'production',
    form: 'text',
    values: 'a GUID or a domain',
    byDefault: 'the one of `ALLOWED_TENANTS`; none when it names several',
    what: 'The tenant the bot is registered in.',
  },
  POLICY_FILE: {
    group: 'production',
    form: 'text',
    values: 'a path',
    byDefault: null,
    needed: true,
    what: 'Who may do what: see [the policy](../policy.md). Refused in the sandbox, which has a policy of its own.',
  },
  WRITES_AS: {
    group: 'production',
    form: 'choice',
    values: ['person', 'app'],
    byDefault: 'person',
    what: '`person`: writes are done with the rights of who taps. `app`: with those of an app of its own, the writer; then no rule may allow something to `everyone`.',
  },
  SCHOOL_PROFILES: {
    group: 'production',
    form: 'choice',
    values: ['off', 'on'],
    byDefault: 'off',
    what: '`on`: school sync profiles. Always as a person, also with `WRITES_AS=app`; not with `BOT_MANAGED_IDENTITY`.',
  },
  CLOUD: {
    group: 'production',
    form: 'choice',
    values: ['global', 'usgov', 'dod', 'china'],
    byDefault: 'global',
    what: 'Which Microsoft cloud: see [the clouds](clouds.md).',
  },
  APP_ID_URI: {
    group: 'production',
    form: 'text',
    values: '`api://…`',
    byDefault: '`api://botid-<BOT_ID>`',
    what: 'What people’s sign-ins are for: the application ID URI of the bot’s registration. `npm run package` writes it into the app package.',
  },
  READ_CLIENT_ID: {
    group: 'credentials',
    form: 'text',
    values: 'a GUID',
    byDefault: null,
    what: 'Application (client) id of the reader. With no `READ_…` set, the bot’s credential reads.',
  },
  WRITE_CLIENT_ID: {
    group: 'credentials',
    form: 'text',
    values: 'a GUID, not the reader’s',
    byDefault: null,
    what: 'Application (client) id of the writer. With `WRITES_AS=app` only.',
  },
  ...proof('MANAGED_IDENTITY', {
    values: 'a GUID',
    what: 'Client id of a user-assigned managed identity, used as it is. It works in one tenant only. The bot’s can’t act for people, so it takes `WRITES_AS=app`.',
  }),
  ...proof('FEDERATED_IDENTITY', {
    values: 'a GUID',
    what: 'Client id of a user-assigned managed identity that the registration trusts.',
  }),
  ...proof('FEDERATED_TOKEN_FILE', {
    values: 'a path',
    what: 'File with a token that the registration trusts; read anew each time.',
  }),
  AZURE_FEDERATED_TOKEN_FILE: {
    group: 'credentials',
    form: 'text',
    values: 'a path',
    byDefault: null,
    what: 'As Kubernetes sets it. Stands in for `…_FEDERATED_TOKEN_FILE` of each app whose id is set.',
  },
  ...proof('CERTIFICATE_PATH', {
    values: 'a path',
    what: 'PEM file with a certificate and its RSA key, without a passphrase.',
  }),
  ...proof('CLIENT_SECRET', {
    values: 'the value of a secret, not its id',
    what: 'A secret of the registration.',
    secret: true,
  }),
  GRAPH_BASE_URL: {
    ...address(
      'root without version; in production https, in the sandbox on this machine',
      'Graph. The audience of its tokens follows. In the sandbox it stands in for the built-in tenant.',
    ),
    byDefault: 'the cloud’s; in the sandbox the built-in tenant',
  },
  AUTHORITY_HOST: address('https, no path', 'Entra: sign-in, tokens, keys, issuers, the bot’s login.'),
  BOT_OPENID_METADATA_URL: address(
    'https',
    'Where the keys of the channel are. Who sets it decides who may call.',
  ),
  BOT_TOKEN_ISSUER: address('https, no path', 'Issuer of the channel’s tokens.'),
  BOT_OAUTH_SCOPE: address('https host, `/.default` behind it', 'Scope of the bot’s own token.'),
  BOT_TOKEN_SERVICE_URL: address('https, no path', 'The token service: handed to the SDK, never asked.'),
  SERVICE_URL_HOSTS: {
    ...address(
      'host names, commas between',
      'Hosts the bot may send to, besides the cloud’s. It replaces nothing.',
    ),
    byDefault: null,
  },
  BOT_ENDPOINT: {
    group: 'programs',
    form: 'text',
    values: '`https://…/api/messages`',
    byDefault: null,
    what: 'The bot’s messaging endpoint as Teams calls it, for `npm run doctor` to look at.',
  },
  TEAMS_APP_ID: {
    group: 'programs',
    form: 'text',
    values: 'a GUID of your own choice',
    byDefault: null,
    what: 'Id of the app package that `npm run package` makes, together with `BOT_ID`. The bot does not read it.',
  },
} as const satisfies Readonly<Record<string, Setting>>;

export type SettingName = keyof typeof settings;

type NameOf<F extends Setting['form']> = {
  [N in SettingName]: (typeof settings)[N] extends { readonly form: F } ? N : never;
}[SettingName];

export type NumberSettingName = NameOf<'number'>;
export type ChoiceSettingName = NameOf<'choice'>;

/** Those that may not stay unset: without a value they have their default. */
export type DefaultedNumberName = {
  [N in NumberSettingName]: (typeof settings)[N]['byDefault'] extends number ? N : never;
}[NumberSettingName];

/** What an environment says, of the settings there are; nothing is checked yet. */
export type GivenSettings = { readonly [N in SettingName]?: string };

/**
 * The settings of an environment; an empty string counts as unset, and what is no setting is left out.
 *
 * @param env usually `process.env`
 */
export function givenSettings(env: Readonly<Record<string, string | undefined>>): GivenSettings {
  return Object.fromEntries(Object.keys(settings).flatMap((name) => (env[name] ? [[name, env[name]]] : [])));
}
