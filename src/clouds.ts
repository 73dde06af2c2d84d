/** The Microsoft clouds a tenant can be in; tokens never cross from one to another. */
export type CloudName = 'global' | 'usgov' | 'dod' | 'china';

/** Where one cloud's services are. Addresses have no slash at the end unless said. */
export interface Cloud {
  readonly name: CloudName;
  /** As people call it. */
  readonly title: string;
  /** Graph root without version; with `/.default` or a permission behind it, the scope of a Graph token. */
  readonly graph: string;
  /** Entra: sign-in, tokens and signing keys. */
  readonly authority: string;
  /** What stands before `/{tenant}/` in the issuer of version 1 tokens. */
  readonly oldIssuer: string;
  /** `aud` of a managed identity's token that vouches for an app registration. */
  readonly tokenExchange: string;
  /** With `/.default` behind it, the scope of a token that is the password of Azure Database for PostgreSQL. */
  readonly database: string;
  /** Where an admin looks at applications. */
  readonly portal: string;
  readonly bot: {
    /** Entra host the bot's own token for the channel comes from. */
    readonly login: string;
    /** Tenant to ask there when the bot has none of its own (multi-tenant bots). */
    readonly tenant: string;
    /** Scope of the bot's token for the channel. */
    readonly scope: string;
    /** Bot Framework token service (OAuth connections). */
    readonly tokenService: string;
    /** OpenID metadata of the keys that sign what the channel sends. */
    readonly openIdMetadata: string;
    /** `iss` of what the channel sends. */
    readonly issuer: string;
    /** The SDK's `ChannelService` setting. */
    readonly channelService: string;
    /** The only hosts a `serviceUrl` may name, lower case. */
    readonly serviceHosts: readonly string[];
  };
  /** Whether educationSynchronizationProfile was ever offered here. */
  readonly schoolProfiles: boolean;
}

const usGovernment = {
  // Graph's `deployments` page and Entra's national clouds page agree for both US Government levels.
  authority: 'https://login.microsoftonline.us',
  // Version 1 tokens of US Government tenants name the public cloud's issuer; only version 2 ones differ.
  oldIssuer: 'https://sts.windows.net',
  // entra-docs, workload-identity-federation-config-app-trust-managed-identity: Fairfax.
  tokenExchange: 'api://AzureADTokenExchangeUSGov',
  database: 'https://ossrdbms-aad.database.usgovcloudapi.net',
  portal: 'https://portal.azure.us',
  schoolProfiles: false,
} as const;

const usGovernmentBot = {
  login: 'https://login.microsoftonline.us',
  tenant: 'MicrosoftServices.onmicrosoft.us',
  scope: 'https://api.botframework.us/.default',
  openIdMetadata: 'https://login.botframework.azure.us/v1/.well-known/openidconfiguration',
  issuer: 'https://api.botframework.us',
  channelService: 'https://botframework.azure.us',
} as const;

/**
 * Every cloud. Graph, Entra and portal: Microsoft Graph `concepts/deployments`; bot values: `cloud-environment`
 * of the Teams SDKs (microsoft/teams.py and @microsoft/teams.api); databases: `ossrdbms_resource_id` of Azure CLI's
 * `azure/cli/core/cloud.py`; `serviceUrl` hosts: TeamsServiceEndpoints of
 * microsoft/Agents-for-js.
 */
export const clouds: Readonly<Record<CloudName, Cloud>> = deepFreeze({
  global: {
    name: 'global',
    title: 'the public cloud',
    graph: 'https://graph.microsoft.com',
    authority: 'https://login.microsoftonline.com',
    oldIssuer: 'https://sts.windows.net',
    tokenExchange: 'api://AzureADTokenExchange',
    database: 'https://ossrdbms-aad.database.windows.net',
    portal: 'https://portal.azure.com',
    bot: {
      login: 'https://login.microsoftonline.com',
      tenant: 'botframework.com',
      scope: 'https://api.botframework.com/.default',
      tokenService: 'https://token.botframework.com',
      openIdMetadata: 'https://login.botframework.com/v1/.well-known/openidconfiguration',
      issuer: 'https://api.botframework.com',
      channelService: '',
      serviceHosts: [
        'smba.trafficmanager.net',
        'smba.onyx.prod.teams.trafficmanager.net',
        'smba.infra.gcc.teams.microsoft.com',
      ],
    },
    schoolProfiles: true,
  },
  usgov: {
    ...usGovernment,
    name: 'usgov',
    title: 'US Government (GCC High)',
    graph: 'https://graph.microsoft.us',
    bot: {
      ...usGovernmentBot,
      // The Teams SDKs' value. botframework-connector's own for US Government is https://api.botframework.azure.us,
      // an older generic one https://token.botframework.azure.us.
      tokenService: 'https://tokengcch.botframework.azure.us',
      serviceHosts: ['smba.infra.gov.teams.microsoft.us'],
    },
  },
  dod: {
    ...usGovernment,
    name: 'dod',
    title: 'US Government (DoD)',
    graph: 'https://dod-graph.microsoft.us',
    bot: {
      ...usGovernmentBot,
      // The Teams SDKs' value, with this capital; see GCC High for what other sources say.
      tokenService: 'https://apiDoD.botframework.azure.us',
      serviceHosts: ['smba.infra.dod.teams.microsoft.us'],
    },
  },
  china: {
    name: 'china',
    title: 'China (21Vianet)',
    graph: 'https://microsoftgraph.chinacloudapi.cn',
    // Graph's `deployments` page says https://login.chinacloudapi.cn. The Teams SDKs, the bot's login host and the
    // issuer of version 2 tokens use this one, and an issuer has to match to the letter.
    authority: 'https://login.partner.microsoftonline.cn',
    oldIssuer: 'https://sts.chinacloudapi.cn',
    // Same page as for US Government: Mooncake.
    tokenExchange: 'api://AzureADTokenExchangeChina',
    database: 'https://ossrdbms-aad.database.chinacloudapi.cn',
    portal: 'https://portal.azure.cn',
    bot: {
      login: 'https://login.partner.microsoftonline.cn',
      tenant: 'microsoftservices.partner.onmschina.cn',
      scope: 'https://api.botframework.azure.cn/.default',
      tokenService: 'https://token.botframework.azure.cn',
      openIdMetadata: 'https://login.botframework.azure.cn/v1/.well-known/openidconfiguration',
      issuer: 'https://api.botframework.azure.cn',
      // botbuilder 4.23 knows this value as little as any other of China: it has to be given the addresses above.
      channelService: 'https://botframework.azure.cn',
      serviceHosts: ['frontend.botapi.msg.infra.teams.microsoftonline.cn'],
    },
    schoolProfiles: false,
  },
});

/** Settings that replace a cloud's addresses, by the name an operator knows them by. */
export interface CloudOverrides {
  readonly GRAPH_BASE_URL?: string | undefined;
  readonly AUTHORITY_HOST?: string | undefined;
  readonly BOT_OPENID_METADATA_URL?: string | undefined;
  readonly BOT_TOKEN_ISSUER?: string | undefined;
  readonly BOT_OAUTH_SCOPE?: string | undefined;
  readonly BOT_TOKEN_SERVICE_URL?: string | undefined;
  /** Hosts by commas; added to the cloud's own. */
  readonly SERVICE_URL_HOSTS?: string | undefined;
}

export type CloudResult =
  | { readonly ok: true; readonly cloud: Cloud }
  | { readonly ok: false; readonly problems: readonly string[] };

/**
 * A cloud with some of its addresses replaced.
 *
 * `AUTHORITY_HOST` moves everything Entra does: sign-in, tokens, signing keys, the issuers tokens must have and
 * the bot's own login. `GRAPH_BASE_URL` moves the audience of Graph tokens too, so that a token for the real
 * Graph never goes to another host.
 *
 * @param overrides an empty or missing value keeps the cloud's own
 * @returns the frozen cloud, or every problem, each naming its setting
 */
export function cloudWith(name: CloudName, overrides: CloudOverrides = {}): CloudResult {
  const base = clouds[name];
  const problems: string[] = [];
  const root = (setting: Exclude<keyof CloudOverrides, 'SERVICE_URL_HOSTS'>, hint: string) => {
    const problem = rootProblem(overrides[setting]);
    if (problem !== null) problems.push(`${setting} ${problem}, such as ${hint}`);
    return problem === null && overrides[setting] ? new URL(overrides[setting]).origin : null;
  };
  const graph = root('GRAPH_BASE_URL', base.graph);
  const authority = root('AUTHORITY_HOST', base.authority);
  const issuer = root('BOT_TOKEN_ISSUER', base.bot.issuer);
  const tokenService = root('BOT_TOKEN_SERVICE_URL', base.bot.tokenService);

  const metadata = overrides.BOT_OPENID_METADATA_URL || null;
  const metadataProblem = addressProblem(metadata);
  if (metadataProblem !== null) problems.push(`BOT_OPENID_METADATA_URL ${metadataProblem}`);

  const scope = overrides.BOT_OAUTH_SCOPE || null;
  if (scope !== null && (!scope.endsWith('/.default') || rootProblem(scope.slice(0, -9)) !== null)) {
    problems.push(
      `BOT_OAUTH_SCOPE must be an https host with /.default behind it, such as ${base.bot.scope}`,
    );
  }

  const hosts = (overrides.SERVICE_URL_HOSTS ?? '')
    .split(',')
    .map((host) => host.trim().toLowerCase())
    .filter((host) => host !== '');
  for (const host of hosts.filter((each) => !isHostName(each))) {
    problems.push(
      `SERVICE_URL_HOSTS must be host names separated by commas, without scheme, port, path or *; “${host}” is none`,
    );
  }
  if (problems.length > 0) return { ok: false, problems };
  return {
    ok: true,
    cloud: deepFreeze({
      ...base,
      graph: graph ?? base.graph,
      authority: authority ?? base.authority,
      oldIssuer: authority ?? base.oldIssuer,
      bot: {
        ...base.bot,
        login: authority ?? base.bot.login,
        scope: scope ?? base.bot.scope,
        tokenService: tokenService ?? base.bot.tokenService,
        openIdMetadata: metadata ?? base.bot.openIdMetadata,
        issuer: issuer ?? base.bot.issuer,
        serviceHosts: [...new Set([...base.bot.serviceHosts, ...hosts])],
      },
    }),
  };
}

/**
 * Where Entra sends an admin who has decided about consent; every registration has to name it as a redirect address
 * of the web platform, to the letter. It is the portal, where what was agreed to can be looked at: Entra sends no code
 * and no token along, and the bot needs no page of its own. `/common/oauth2/nativeclient`, which many take, shows a
 * warning of phishing.
 */
export function consentReturn(cloud: Cloud): string {
  return `${cloud.portal}/`;
}

/**
 * Where an admin consents, for the whole tenant, to everything the app registration asks for of Graph, as a person's
 * and as an app's permission.
 *
 * @param tenant tenant id or domain
 * @param clientId of the app registration
 * @see entra-docs, v2-admin-consent: `redirect_uri` is required there and must be registered. Without any, Entra
 * consents and then shows AADSTS500113; with one that isn't registered it says AADSTS50011.
 */
export function adminConsentUrl(cloud: Cloud, tenant: string, clientId: string): string {
  const address = new URL(`${cloud.authority}/${encodeURIComponent(tenant)}/v2.0/adminconsent`);
  address.searchParams.set('client_id', clientId);
  address.searchParams.set('scope', `${cloud.graph}/.default`);
  address.searchParams.set('redirect_uri', consentReturn(cloud));
  return address.href;
}

/**
 * The two issuers a tenant's tokens can name: version 2 (`requestedAccessTokenVersion` 2 in the app registration)
 * and version 1 (the default of older registrations).
 *
 * @param tenantId lower-case GUID, as tokens carry it
 */
export function issuersOf(cloud: Cloud, tenantId: string): readonly [string, string] {
  return [`${cloud.authority}/${tenantId}/v2.0`, `${cloud.oldIssuer}/${tenantId}/`];
}

/** Where a tenant's token signing keys are published, the same for both token versions. */
export function signingKeysUrl(cloud: Cloud, tenantId: string): URL {
  return new URL(`${cloud.authority}/${encodeURIComponent(tenantId)}/discovery/v2.0/keys`);
}

/** What is wrong with an address, as a sentence's end; null when it is fine or missing. */
function addressProblem(value: string | null | undefined): string | null {
  if (value === null || value === undefined || value === '') return null;
  const url = URL.parse(value);
  if (url === null) return 'must be an https address';
  if (url.protocol !== 'https:') return 'must begin with https://';
  if (url.username || url.password || url.search || url.hash) {
    return 'must not carry a user name, password, query or fragment';
  }
  return null;
}

/** The same for one that may have no path. */
function rootProblem(value: string | undefined): string | null {
  const problem = addressProblem(value);
  if (problem !== null || value === undefined || value === '') return problem;
  return new URL(value).pathname === '/' ? null : 'must have no path';
}

function isHostName(host: string): boolean {
  return host.length <= 253 && /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/.test(host);
}

function deepFreeze<T extends object>(value: T): T {
  for (const inner of Object.values(value))
    if (typeof inner === 'object' && inner !== null) deepFreeze(inner);
  return Object.freeze(value);
}
