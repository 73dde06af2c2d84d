import * as z from 'zod/v4';
import type { ProductionConfig } from '../config.ts';
import type { Purpose } from '../identity/choose-credential.ts';
import { SignInFailed } from '../identity/sign-in-failure.ts';
import { graphAppId } from '../registration/permissions.ts';
import { ask, Unreached } from './ask.ts';
import { type Finding, fail, inTenants, pass, skipped, warn } from './finding.ts';
import { inEachTenant, inProduction, type Look } from './look.ts';
import { delegatedNeeds } from './permissions.ts';
import { readFinding, signInFinding } from './problem.ts';
import { credentialOf, readsAsBot, type Subject } from './subject.ts';
import { readClaims } from './token-claims.ts';

const metadataShape = z.object({ issuer: z.string() });

async function tenantFinding(
  { cloud }: ProductionConfig,
  tenant: string,
  setting: string,
  timeout: number,
): Promise<Finding> {
  const address = `${cloud.authority}/${encodeURIComponent(tenant)}/v2.0/.well-known/openid-configuration`;
  let answer: Awaited<ReturnType<typeof ask>>;
  try {
    answer = await ask(address, { timeout });
  } catch (error) {
    if (!(error instanceof Unreached)) throw error;
    return fail(
      `Entra at ${new URL(address).host} can’t be asked: ${error.message}.`,
      'Let this machine reach it by https; CLOUD and AUTHORITY_HOST name it.',
    );
  }
  if (answer.status === 400 || answer.status === 404) {
    return fail(
      `Entra of ${cloud.title} knows no tenant ${tenant}.`,
      `Check ${setting}, and CLOUD: a tenant is in one cloud only.`,
    );
  }
  let issuer: string | null = null;
  try {
    issuer = answer.status === 200 ? metadataShape.parse(JSON.parse(answer.text)).issuer : null;
  } catch {}
  if (issuer === null)
    return fail(`Entra answers ${answer.status} about tenant ${tenant}.`, 'Try again in a few minutes.');
  return issuer.startsWith(`${cloud.authority}/`)
    ? pass(`In ${cloud.title}.`)
    : fail(
        `Tenant ${tenant} is in another cloud: its tokens come from ${URL.parse(issuer)?.host ?? 'elsewhere'}.`,
        'Set CLOUD to the one the tenant is in.',
      );
}

const tenants: Look = inProduction(async (config, { timeout }) => {
  const home = config.cloud.bot.tenant.toLowerCase();
  const asked = [
    ...config.tenantIds.map((tenantId) => ({ tenantId, setting: 'ALLOWED_TENANTS' })),
    ...(config.tenantIds.includes(home) ? [] : [{ tenantId: home, setting: 'BOT_TENANT_ID' }]),
  ];
  const found = await Promise.all(
    asked.map(async ({ tenantId, setting }) => ({
      tenantId,
      finding: await tenantFinding(config, tenantId, setting, timeout),
    })),
  );
  return inTenants(found, `All ${asked.length} in ${config.cloud.title}.`);
});

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Null when a token is of the app and tenant it was asked for. */
function mistaken(token: string, config: ProductionConfig, purpose: Purpose, tenant: string): Finding | null {
  const claims = readClaims(token);
  const chosen = credentialOf(config, purpose);
  if (claims === null || chosen === null) return null;
  if (claims.clientId !== null && claims.clientId !== chosen.clientId) {
    return fail(
      `The token is of app ${claims.clientId}, not of ${chosen.clientId}.`,
      `Check ${chosen.settings.id} and ${chosen.settings.proof}: they are of different apps.`,
    );
  }
  // A domain can't be compared with an id.
  if (claims.tenantId !== null && guid.test(tenant) && claims.tenantId !== tenant.toLowerCase()) {
    const setting = purpose === 'connector' ? 'BOT_TENANT_ID' : 'ALLOWED_TENANTS';
    return fail(
      `The token is of tenant ${claims.tenantId}, not of ${tenant}.`,
      `Check ${setting}; a managed identity gives tokens of its own tenant only.`,
    );
  }
  return null;
}

async function tokenFinding(
  config: ProductionConfig,
  purpose: Purpose,
  tenant: string,
  token: Promise<string>,
): Promise<Finding> {
  try {
    return (
      mistaken(await token, config, purpose, tenant) ??
      pass(`Signed in as ${credentialOf(config, purpose)?.clientId}.`)
    );
  } catch (error) {
    if (error instanceof SignInFailed) return signInFinding(error, config, purpose, tenant);
    throw error;
  }
}

const ofConnector: Look = inProduction((config, subject) =>
  tokenFinding(config, 'connector', config.cloud.bot.tenant, subject.channelToken(config)),
);

const ofGraph = (purpose: 'read' | 'write'): Look =>
  inProduction((config, subject) => {
    const chosen = credentialOf(config, purpose);
    if (chosen === null) return skipped('WRITES_AS=person: writes are done with people’s own sign-ins');
    const borrowed = purpose === 'read' && readsAsBot(config) ? ', which reads as well' : '';
    return inEachTenant(config, `Signed in as ${chosen.clientId} in all tenants${borrowed}.`, (tenantId) =>
      tokenFinding(config, purpose, tenantId, subject.graphToken(config, purpose, tenantId)),
    );
  });

/** Teams on desktop and mobile, and on the web (Teams, “Configure Microsoft Entra application for SSO”). */
const teamsClients = {
  '1fec8e78-bce4-4aaf-ab1b-5451cc387264': 'Teams on desktop and mobile',
  '5e3ce6c0-2b1f-4285-8d4b-75ee78787346': 'Teams on the web',
} as const;

const scope = 'access_as_user';

async function registrationFinding(config: ProductionConfig, subject: Subject): Promise<Finding> {
  const found = await subject.registrationOf(config, config.botId);
  const wrong: string[] = [];
  const uri = config.appIdUri.toLowerCase();
  if (!found.identifierUris.some((each) => each.toLowerCase() === uri))
    wrong.push(`Expose an API: the application ID URI ${config.appIdUri} is missing (APP_ID_URI)`);
  const scopeId = found.offered.get(scope);
  if (scopeId === undefined) wrong.push(`Expose an API: the scope ${scope} is missing or switched off`);
  for (const [clientId, name] of Object.entries(teamsClients)) {
    if (scopeId !== undefined && !found.authorized.get(clientId)?.includes(scopeId))
      wrong.push(`Expose an API: authorize ${clientId} (${name}) for ${scope}`);
  }
  const asked = found.asksFor.get(graphAppId) ?? [];
  for (const { name, id } of delegatedNeeds(config)) {
    if (!asked.includes(id)) wrong.push(`API permissions: the delegated permission ${name} is missing`);
  }
  if (wrong.length > 0) {
    return fail(
      'The bot’s registration isn’t ready for people’s sign-ins.',
      `Set it right in ${config.cloud.portal}, App registrations, ${config.botId}.`,
      wrong,
    );
  }
  return pass('Ready; whether an admin has consented for everybody shows at the first tap.');
}

const registration: Look = inProduction(async (config, subject) => {
  if (config.writesAs === 'app' && !config.schoolProfiles)
    return skipped('WRITES_AS=app: nobody signs in to the bot');
  const mend = 'Look at “Expose an API” and “API permissions” of the registration in the portal yourself.';
  try {
    return await registrationFinding(config, subject);
  } catch (error) {
    const why = readFinding(error, config, { purpose: 'read', tenant: config.cloud.bot.tenant, mend });
    return warn('The bot’s registration could not be read.', mend, [why.says, ...why.details]);
  }
});

/** Checks of sign-in. */
export const entra = {
  tenants,
  'token-connector': ofConnector,
  'token-read': ofGraph('read'),
  'token-write': ofGraph('write'),
  registration,
} satisfies Record<string, Look>;
