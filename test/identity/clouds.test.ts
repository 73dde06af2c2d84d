import {
  adminConsentUrl,
  type CloudName,
  type CloudOverrides,
  clouds,
  cloudWith,
  issuersOf,
  signingKeysUrl,
} from '../../src/clouds.ts';

const tenant = 'e4bbf445-33ea-4eab-b170-27f3a92e92aa';

/** Written out rather than taken from the table, so that a slip in one of them shows. */
const expected: Readonly<Record<CloudName, readonly string[]>> = {
  global: [
    'https://graph.microsoft.com',
    'https://login.microsoftonline.com',
    'https://portal.azure.com',
    'https://login.microsoftonline.com',
    'botframework.com',
    'https://api.botframework.com/.default',
    'https://token.botframework.com',
    'https://login.botframework.com/v1/.well-known/openidconfiguration',
    'https://api.botframework.com',
    '',
    'smba.trafficmanager.net smba.onyx.prod.teams.trafficmanager.net smba.infra.gcc.teams.microsoft.com',
    'api://AzureADTokenExchange',
    `https://login.microsoftonline.com/${tenant}/v2.0`,
    `https://sts.windows.net/${tenant}/`,
    `https://login.microsoftonline.com/${tenant}/discovery/v2.0/keys`,
    `https://login.microsoftonline.com/${tenant}/v2.0/adminconsent?client_id=app&scope=https%3A%2F%2Fgraph.microsoft.com%2F.default&redirect_uri=https%3A%2F%2Fportal.azure.com%2F`,
  ],
  usgov: [
    'https://graph.microsoft.us',
    'https://login.microsoftonline.us',
    'https://portal.azure.us',
    'https://login.microsoftonline.us',
    'MicrosoftServices.onmicrosoft.us',
    'https://api.botframework.us/.default',
    'https://tokengcch.botframework.azure.us',
    'https://login.botframework.azure.us/v1/.well-known/openidconfiguration',
    'https://api.botframework.us',
    'https://botframework.azure.us',
    'smba.infra.gov.teams.microsoft.us',
    'api://AzureADTokenExchangeUSGov',
    `https://login.microsoftonline.us/${tenant}/v2.0`,
    `https://sts.windows.net/${tenant}/`,
    `https://login.microsoftonline.us/${tenant}/discovery/v2.0/keys`,
    `https://login.microsoftonline.us/${tenant}/v2.0/adminconsent?client_id=app&scope=https%3A%2F%2Fgraph.microsoft.us%2F.default&redirect_uri=https%3A%2F%2Fportal.azure.us%2F`,
  ],
  dod: [
    'https://dod-graph.microsoft.us',
    'https://login.microsoftonline.us',
    'https://portal.azure.us',
    'https://login.microsoftonline.us',
    'MicrosoftServices.onmicrosoft.us',
    'https://api.botframework.us/.default',
    'https://apiDoD.botframework.azure.us',
    'https://login.botframework.azure.us/v1/.well-known/openidconfiguration',
    'https://api.botframework.us',
    'https://botframework.azure.us',
    'smba.infra.dod.teams.microsoft.us',
    'api://AzureADTokenExchangeUSGov',
    `https://login.microsoftonline.us/${tenant}/v2.0`,
    `https://sts.windows.net/${tenant}/`,
    `https://login.microsoftonline.us/${tenant}/discovery/v2.0/keys`,
    `https://login.microsoftonline.us/${tenant}/v2.0/adminconsent?client_id=app&scope=https%3A%2F%2Fdod-graph.microsoft.us%2F.default&redirect_uri=https%3A%2F%2Fportal.azure.us%2F`,
  ],
  china: [
    'https://microsoftgraph.chinacloudapi.cn',
    'https://login.partner.microsoftonline.cn',
    'https://portal.azure.cn',
    'https://login.partner.microsoftonline.cn',
    'microsoftservices.partner.onmschina.cn',
    'https://api.botframework.azure.cn/.default',
    'https://token.botframework.azure.cn',
    'https://login.botframework.azure.cn/v1/.well-known/openidconfiguration',
    'https://api.botframework.azure.cn',
    'https://botframework.azure.cn',
    'frontend.botapi.msg.infra.teams.microsoftonline.cn',
    'api://AzureADTokenExchangeChina',
    `https://login.partner.microsoftonline.cn/${tenant}/v2.0`,
    `https://sts.chinacloudapi.cn/${tenant}/`,
    `https://login.partner.microsoftonline.cn/${tenant}/discovery/v2.0/keys`,
    `https://login.partner.microsoftonline.cn/${tenant}/v2.0/adminconsent?client_id=app&scope=https%3A%2F%2Fmicrosoftgraph.chinacloudapi.cn%2F.default&redirect_uri=https%3A%2F%2Fportal.azure.cn%2F`,
  ],
};

const names = Object.keys(expected) as CloudName[];

describe('the clouds', () => {
  test.each(names)('%s has every address', (name) => {
    const cloud = clouds[name];
    expect(cloud.name).toBe(name);
    expect([
      cloud.graph,
      cloud.authority,
      cloud.portal,
      cloud.bot.login,
      cloud.bot.tenant,
      cloud.bot.scope,
      cloud.bot.tokenService,
      cloud.bot.openIdMetadata,
      cloud.bot.issuer,
      cloud.bot.channelService,
      cloud.bot.serviceHosts.join(' '),
      cloud.tokenExchange,
      ...issuersOf(cloud, tenant),
      signingKeysUrl(cloud, tenant).href,
      adminConsentUrl(cloud, tenant, 'app'),
    ]).toEqual(expected[name]);
  });

  test('only the public cloud ever had school profiles', () => {
    expect(names.filter((name) => clouds[name].schoolProfiles)).toEqual(['global']);
  });

  test('nobody can change them', () => {
    expect(Object.isFrozen(clouds)).toBe(true);
    expect(Object.isFrozen(clouds.china.bot.serviceHosts)).toBe(true);
  });

  test('without overrides a cloud is as in the table', () => {
    for (const name of names) expect(cloudWith(name)).toEqual({ ok: true, cloud: clouds[name] });
  });

  test('a tenant or app that is no id cannot leave its place in an address', () => {
    const address = adminConsentUrl(clouds.global, '../evil?x=', 'a&b=c');
    expect(address).toMatch(
      /^https:\/\/login\.microsoftonline\.com\/\.\.%2Fevil%3Fx%3D\/v2\.0\/adminconsent\?client_id=a%26b%3Dc&/,
    );
  });
});

describe('overrides', () => {
  test('replace addresses; the issuers follow the authority', () => {
    const result = cloudWith('global', {
      GRAPH_BASE_URL: 'https://graph.example/',
      AUTHORITY_HOST: 'https://LOGIN.example:8443',
      BOT_OPENID_METADATA_URL: 'https://keys.example/v1/openid',
      BOT_TOKEN_ISSUER: 'https://issuer.example',
      BOT_OAUTH_SCOPE: 'https://bot.example/.default',
      BOT_TOKEN_SERVICE_URL: 'https://token.example',
      SERVICE_URL_HOSTS: ' Teams.example, smba.trafficmanager.net ,',
    });
    if (!result.ok) throw new Error(result.problems.join());
    const { cloud } = result;
    expect(cloud.graph).toBe('https://graph.example');
    expect(cloud.authority).toBe('https://login.example:8443');
    expect(issuersOf(cloud, tenant)).toEqual([
      `https://login.example:8443/${tenant}/v2.0`,
      `https://login.example:8443/${tenant}/`,
    ]);
    expect(cloud.bot).toMatchObject({
      login: 'https://login.example:8443',
      openIdMetadata: 'https://keys.example/v1/openid',
      issuer: 'https://issuer.example',
      scope: 'https://bot.example/.default',
      tokenService: 'https://token.example',
    });
    expect(cloud.bot.serviceHosts).toEqual([...clouds.global.bot.serviceHosts, 'teams.example']);
    expect(clouds.global.bot.serviceHosts).not.toContain('teams.example');
    expect(Object.isFrozen(cloud.bot)).toBe(true);
  });

  test.each<[keyof CloudOverrides, string]>([
    ['GRAPH_BASE_URL', 'http://graph.example'],
    ['GRAPH_BASE_URL', 'https://graph.example/v1.0'],
    ['GRAPH_BASE_URL', 'graph.example'],
    ['AUTHORITY_HOST', 'http://localhost:8443'],
    ['AUTHORITY_HOST', `https://login.example/${tenant}`],
    ['AUTHORITY_HOST', 'https://me:secret@login.example'],
    ['AUTHORITY_HOST', 'https://login.example?x=1'],
    ['BOT_OPENID_METADATA_URL', 'http://keys.example/openid'],
    ['BOT_OPENID_METADATA_URL', 'file:///keys'],
    ['BOT_TOKEN_ISSUER', 'https://issuer.example/path'],
    ['BOT_TOKEN_ISSUER', 'issuer'],
    ['BOT_OAUTH_SCOPE', 'https://bot.example'],
    ['BOT_OAUTH_SCOPE', 'https://bot.example/other/.default'],
    ['BOT_OAUTH_SCOPE', 'http://bot.example/.default'],
    ['BOT_TOKEN_SERVICE_URL', 'https://token.example/api'],
    ['SERVICE_URL_HOSTS', 'https://teams.example'],
    ['SERVICE_URL_HOSTS', 'teams.example:443'],
    ['SERVICE_URL_HOSTS', '*.example'],
    ['SERVICE_URL_HOSTS', 'good.example,bad_host'],
  ])('%s must not be %s', (setting, value) => {
    const result = cloudWith('usgov', { [setting]: value });
    expect(result.ok).toBe(false);
    if (!result.ok) {
      expect(result.problems).toHaveLength(1);
      expect(result.problems[0]).toContain(setting);
      expect(result.problems[0]).not.toContain('secret');
    }
  });

  test('every problem is told at once', () => {
    const result = cloudWith('global', { AUTHORITY_HOST: 'x', GRAPH_BASE_URL: 'y', SERVICE_URL_HOSTS: '!' });
    expect(result.ok ? [] : result.problems).toHaveLength(3);
  });
});
