/** The parts of the report, in the order they are printed. */
export const groups = [
  'This machine',
  'Settings',
  'Store',
  'Microsoft Entra',
  'Teams',
  'Microsoft Graph',
] as const;

export type Group = (typeof groups)[number];

/** One thing `npm run doctor` looks at. */
export interface CatalogueEntry {
  readonly id: string;
  /** As it is printed. */
  readonly title: string;
  readonly group: Group;
  /** What is looked at, and when it warns or fails. */
  readonly looksAt: string;
  /** The setting or command that mends it. */
  readonly mend: string;
  /** Ids of checks without which this one can't be done: it is skipped when one of them failed or was skipped. */
  readonly needs: readonly string[];
}

const entries = [
  {
    id: 'node',
    title: 'Node.js',
    group: 'This machine',
    looksAt:
      'The version of Node.js and of its SQLite. Fails below 22.18, and for an SQLite store below SQLite 3.51.3.',
    mend: '`npm ci`, which brings a fitting Node.js',
    needs: [],
  },
  {
    id: 'clock',
    title: 'Clock',
    group: 'This machine',
    looksAt:
      'This machine’s clock against the `Date` of an answer of Entra, or else Graph. Warns over 1 minute, fails over 5.',
    mend: 'time synchronization of the machine (NTP)',
    needs: ['settings'],
  },
  {
    id: 'settings',
    title: 'Settings',
    group: 'Settings',
    looksAt: 'Every setting, as a start of the bot reads them; all problems at once.',
    mend: 'the settings named; docs/reference/settings.md lists them',
    needs: [],
  },
  {
    id: 'policy',
    title: 'Policy file',
    group: 'Settings',
    looksAt: 'The file of `POLICY_FILE`: that it can be used. Warns where it says something to think about.',
    mend: '`POLICY_FILE`; `npm run policy -- check`',
    needs: [],
  },
  {
    id: 'app-package',
    title: 'Teams app package',
    group: 'Settings',
    looksAt:
      'The package appPackage/build/sync-warden.zip: a valid manifest and icons, ids that agree with `BOT_ID`, `APP_ID_URI` and `TEAMS_APP_ID`. Warns when it was made by another version.',
    mend: '`npm run package`, then upload it again',
    needs: [],
  },
  {
    id: 'store-open',
    title: 'Store opens',
    group: 'Store',
    looksAt:
      'That the store of `STORE_URL` opens, is one, and belongs to this bot. Nothing in it is changed.',
    mend: '`STORE_URL`',
    needs: [],
  },
  {
    id: 'store-disk',
    title: 'Disk',
    group: 'Store',
    looksAt: 'SQLite: that the disk is no network disk, and has room. Warns below 1 GB, fails below 100 MB.',
    mend: '`STORE_URL`, or more room on its disk',
    needs: [],
  },
  {
    id: 'store-write',
    title: 'Store can be written',
    group: 'Store',
    looksAt:
      'SQLite: that its folder and file take a write. PostgreSQL: that the user may make and change tables there.',
    mend: '`STORE_URL`, or the rights of the user the bot runs as',
    needs: ['store-open'],
  },
  {
    id: 'store-schema',
    title: 'Store’s version',
    group: 'Store',
    looksAt:
      'Which changes to the tables the next start will make; the doctor makes none. Fails for a store of a newer version.',
    mend: '`npm run backup`, then a start of the bot',
    needs: ['store-open'],
  },
  {
    id: 'store-server',
    title: 'PostgreSQL server',
    group: 'Store',
    looksAt:
      'PostgreSQL: version 13 or newer, `fsync` and `synchronous_commit` on, room for the bot’s connections, an encrypted connection.',
    mend: 'the server’s settings, or `STORE_URL`',
    needs: ['store-open'],
  },
  {
    id: 'store-users',
    title: 'Bots on the store',
    group: 'Store',
    looksAt:
      'Whether a bot is running on the store. Fails when a bot on another machine holds an SQLite file.',
    mend: 'stopping one of the bots, or PostgreSQL for several',
    needs: ['store-open'],
  },
  {
    id: 'tenants',
    title: 'Tenants and cloud',
    group: 'Microsoft Entra',
    looksAt: 'That every tenant of `ALLOWED_TENANTS` and `BOT_TENANT_ID` is one of this `CLOUD`.',
    mend: '`ALLOWED_TENANTS`, `BOT_TENANT_ID`, `CLOUD`',
    needs: ['settings'],
  },
  {
    id: 'token-connector',
    title: 'Bot’s sign-in',
    group: 'Microsoft Entra',
    looksAt: 'A token for the channel, with which the bot sends, and that it is this bot’s.',
    mend: '`BOT_ID`, `BOT_TENANT_ID` and the proof in `BOT_…`',
    needs: ['settings'],
  },
  {
    id: 'token-read',
    title: 'Reader’s sign-in',
    group: 'Microsoft Entra',
    looksAt:
      'A token for Graph in every tenant, with the identity that reads, and that it is that identity’s.',
    mend: '`READ_CLIENT_ID` and the proof in `READ_…`, or admin consent',
    needs: ['settings'],
  },
  {
    id: 'token-write',
    title: 'Writer’s sign-in',
    group: 'Microsoft Entra',
    looksAt: 'With `WRITES_AS=app`, a token for Graph in every tenant, with the identity that writes.',
    mend: '`WRITE_CLIENT_ID` and the proof in `WRITE_…`, or admin consent',
    needs: ['settings'],
  },
  {
    id: 'expiry-connector',
    title: 'Bot’s credential',
    group: 'Microsoft Entra',
    looksAt:
      'When the certificate or secret of `BOT_…` ends. Warns 30 days before, or when nobody can tell; fails afterwards.',
    mend: 'a new secret or certificate in `BOT_…`',
    needs: ['settings'],
  },
  {
    id: 'expiry-read',
    title: 'Reader’s credential',
    group: 'Microsoft Entra',
    looksAt: 'The same for `READ_…`.',
    mend: 'a new secret or certificate in `READ_…`',
    needs: ['settings'],
  },
  {
    id: 'expiry-write',
    title: 'Writer’s credential',
    group: 'Microsoft Entra',
    looksAt: 'The same for `WRITE_…`.',
    mend: 'a new secret or certificate in `WRITE_…`',
    needs: ['settings'],
  },
  {
    id: 'registration',
    title: 'People’s sign-in',
    group: 'Microsoft Entra',
    looksAt:
      'The bot’s registration, where people sign in to it: application ID URI, scope `access_as_user`, Teams as authorized client, and the delegated permissions it asks for.',
    mend: '“Expose an API” and “API permissions” of the bot’s registration, or `APP_ID_URI`',
    needs: ['token-read'],
  },
  {
    id: 'channel-keys',
    title: 'Channel’s keys',
    group: 'Teams',
    looksAt: 'The OpenID metadata of the Bot Framework, and that it leads to keys.',
    mend: 'outgoing network, or `BOT_OPENID_METADATA_URL`',
    needs: ['settings'],
  },
  {
    id: 'endpoint',
    title: 'Messaging endpoint',
    group: 'Teams',
    looksAt:
      'The address Teams calls (`--endpoint` or `BOT_ENDPOINT`): it must refuse a POST without a token in the bot’s own words.',
    mend: 'proxy, DNS and certificate in front of the bot, or `BOT_ENDPOINT`',
    needs: ['settings'],
  },
  {
    id: 'version',
    title: 'Running version',
    group: 'Teams',
    looksAt: 'That the bot behind the endpoint is of the version this doctor is of.',
    mend: 'a restart of the bot from these sources',
    needs: ['endpoint'],
  },
  {
    id: 'permissions-connector',
    title: 'Bot’s permissions',
    group: 'Microsoft Graph',
    looksAt: 'With a reader of its own: that the bot’s token for Graph carries no role. Warns where it does.',
    mend: '“API permissions” of `BOT_ID`',
    needs: ['tenants', 'token-connector'],
  },
  {
    id: 'permissions-read',
    title: 'Reader’s permissions',
    group: 'Microsoft Graph',
    looksAt:
      'The roles in the reader’s token against what reading needs, in every tenant. Fails when one is missing, warns of more than needed.',
    mend: '“API permissions” of `READ_CLIENT_ID`, with admin consent',
    needs: ['token-read'],
  },
  {
    id: 'permissions-write',
    title: 'Writer’s permissions',
    group: 'Microsoft Graph',
    looksAt: 'The same for the writer’s token.',
    mend: '“API permissions” of `WRITE_CLIENT_ID`, with admin consent',
    needs: ['token-write'],
  },
  {
    id: 'graph-read',
    title: 'Reading Graph',
    group: 'Microsoft Graph',
    looksAt: 'Reads one application and its jobs in every tenant, as the bot does.',
    mend: 'admin consent for the reader, or outgoing network',
    needs: ['token-read'],
  },
  {
    id: 'school',
    title: 'School profiles',
    group: 'Microsoft Graph',
    looksAt: 'With `SCHOOL_PROFILES=on`: reads the list of school sync profiles in every tenant.',
    mend: '`SCHOOL_PROFILES`, or `EduAdministration.Read.All` for the reader',
    needs: ['token-read'],
  },
] as const satisfies readonly CatalogueEntry[];

/** Every id a result can have. */
export type CheckId = (typeof entries)[number]['id'];

/** Every check, in the order of the report: plain data, which the reference page is made from. */
export const checks: readonly (CatalogueEntry & { readonly id: CheckId })[] = entries;
