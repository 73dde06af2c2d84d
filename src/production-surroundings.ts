import type { Clock } from './clock.ts';
import { adminConsentUrl } from './clouds.ts';
import type { ProductionConfig } from './config.ts';
import { createGraph, type Graph } from './graph/client.ts';
import { checkMemberGroups } from './graph/memberships.ts';
import {
  type AppCredentialOptions,
  clientProof,
  createAppCredential,
  type TokenSource,
} from './identity/app-credential.ts';
import type { ChosenCredential, Purpose } from './identity/choose-credential.ts';
import { createOnBehalfOf } from './identity/on-behalf-of.ts';
import { SignInFailed } from './identity/sign-in-failure.ts';
import { createSsoVerifier } from './identity/sso-token.ts';
import { createTokenBroker } from './identity/token-broker.ts';
import type { Log } from './log.ts';
import { count } from './metrics.ts';
import { personWriters } from './operations/writers.ts';
import { livePolicy } from './policy/live-policy.ts';
import { rememberedMemberships } from './policy/memberships.ts';
import type { Policy } from './policy/policy.ts';
import { problemText } from './policy/problem.ts';
import { readFor } from './policy/read-for.ts';
import type { Surroundings } from './surroundings.ts';
import { createChannelKeys } from './teams/channel-keys.ts';
import { createChannelTokenCheck } from './teams/channel-token.ts';
import type { PersonSignIn } from './teams/person-sign-in.ts';
import { ProductionAuthentication } from './teams/production-authentication.ts';
import { createSsoSignIn } from './teams/sso-sign-in.ts';

export interface ProductionParts {
  readonly clock: Clock;
  readonly log: Log;
  /** Milliseconds. */
  readonly graphTimeout?: number;
}

/**
 * A tap has to be answered within five seconds. Looking up who may approve (one second), getting the keys and the
 * exchange come one after the other, milliseconds.
 */
const longestKeys = 1000;
const longestExchange = 2500;

/** Counts what is really asked for, not what is at hand. */
function counted(source: TokenSource, identity: Purpose): TokenSource {
  return async (scope, tenant) => {
    try {
      const token = await source(scope, tenant);
      count('sync_warden_token_requests_total', { identity, result: 'ok' });
      return token;
    } catch (error) {
      const result = error instanceof SignInFailed ? error.failure.code : 'unknown';
      count('sync_warden_token_requests_total', { identity, result });
      throw error;
    }
  };
}

/** Of a failure what the operator needs; a challenge of Entra and links for people are left out. */
function forLog({ failure }: SignInFailed) {
  const { code, aadsts, status, correlationId, network } = failure;
  const setting = failure.code === 'app-misconfigured' ? failure.setting : undefined;
  return { code, aadsts, status, correlationId, network, setting };
}

async function policyOf(
  config: ProductionConfig,
  graphOf: (tenantId: string) => Graph,
  { clock, log }: ProductionParts,
): Promise<Policy> {
  const { policyFile: file, writesAs } = config;
  const reading = await readFor(file, writesAs);
  if (!reading.ok) {
    const problems = reading.problems.map((problem) => `- ${problemText(problem)}`).join('\n');
    throw new Error(`POLICY_FILE ${file} can't be used:\n${problems}`);
  }
  const memberships = rememberedMemberships({
    ask: async (tenantId, userId, groupIds) => await checkMemberGroups(graphOf(tenantId), userId, groupIds),
    clock,
    report: (error) => log.warn({ err: error }, 'group membership could not be looked up'),
  });
  return await livePolicy({ file, writesAs, memberships, log });
}

/** Signs people in; null where nothing is ever done in a person's name. */
function signInOf(
  config: ProductionConfig,
  parts: ProductionParts,
  graphWith: (token: string) => Graph,
): PersonSignIn | null {
  if (config.writesAs === 'app' && !config.schoolProfiles) return null;
  const { cloud, botId, tenantIds, appIdUri, credentials } = config;
  const { clock, log } = parts;
  const proof = clientProof(credentials.connector, { cloud });
  const { settings } = credentials.connector;
  return createSsoSignIn({
    verify: createSsoVerifier({
      cloud,
      audiences: [botId, appIdUri],
      allowedTenants: tenantIds,
      timeout: longestKeys,
      clock,
    }),
    onBehalfOf: createOnBehalfOf({
      cloud,
      clientId: botId,
      proof,
      settings,
      clock,
      timeout: longestExchange,
    }),
    graphWith,
    appIdUri,
    consentUrl: (tenantId) => adminConsentUrl(cloud, tenantId, botId),
    log,
  });
}

/**
 * A real tenant: everybody is authenticated, the policy file decides, each purpose has a credential of its own.
 *
 * @throws when the policy file can't be used
 */
export async function productionSurroundings(
  config: ProductionConfig,
  parts: ProductionParts,
): Promise<Surroundings> {
  const { cloud, botId, tenantIds, credentials } = config;
  const { clock, log } = parts;
  const connection: AppCredentialOptions = { cloud };
  const broker = (chosen: ChosenCredential) =>
    createTokenBroker(counted(createAppCredential(chosen, connection), chosen.purpose), { clock });
  const graphWith = (getToken: () => Promise<string>) =>
    createGraph({
      baseUrl: cloud.graph,
      getToken,
      log,
      ...(parts.graphTimeout === undefined ? {} : { timeout: parts.graphTimeout }),
    });
  const elsewhere = graphWith(async () => {
    throw new Error('this tenant is not on ALLOWED_TENANTS');
  });
  /** People are told that a sign-in failed; only the operator is told whose, and which setting to mend. */
  const told = async (purpose: Purpose, token: Promise<string>) => {
    try {
      return await token;
    } catch (error) {
      if (error instanceof SignInFailed) log.error({ purpose, ...forLog(error) }, 'the bot has no token');
      throw error;
    }
  };
  const inEachTenant = (chosen: ChosenCredential) => {
    const tokens = broker(chosen);
    const tokenFor = (tenantId: string) =>
      told(chosen.purpose, tokens.getToken(`${cloud.graph}/.default`, tenantId));
    const graphs = new Map(tenantIds.map((id) => [id, graphWith(() => tokenFor(id))]));
    return {
      graphOf: (tenantId: string) => graphs.get(tenantId.toLowerCase()) ?? elsewhere,
      /** One tenant that took its consent back must not take the bot away from the others. */
      ready: () =>
        Promise.any(tenantIds.map(tokenFor)).catch((error: AggregateError) => {
          throw error.errors[0];
        }),
    };
  };
  const reads = inEachTenant(credentials.read);
  const writes = credentials.write === null ? null : inEachTenant(credentials.write);
  const policy = await policyOf(config, reads.graphOf, parts);
  const connector = broker(credentials.connector);
  const channelKeys = createChannelKeys({ metadataUrl: cloud.bot.openIdMetadata, clock, log });
  const verify = createChannelTokenCheck({ botId, issuer: cloud.bot.issuer, keys: channelKeys, clock });
  const getToken = () => told('connector', connector.getToken(cloud.bot.scope, cloud.bot.tenant));
  const writers = personWriters(
    writes === null ? null : { graphOf: writes.graphOf, operations: ['pause', 'start', 'delete'] },
    clock,
  );
  return {
    graphBaseUrl: cloud.graph,
    graphOf: reads.graphOf,
    writers,
    policy,
    schoolProfiles: !config.schoolProfiles ? 'off' : cloud.schoolProfiles ? 'on' : 'not-in-cloud',
    botId,
    authentication: new ProductionAuthentication({ botId, cloud, tenants: tenantIds, verify, getToken }),
    signIn: signInOf(config, parts, (token) => graphWith(async () => token)),
    verify,
    parts: {
      connector: getToken,
      graph: reads.ready,
      ...(writes === null ? {} : { 'graph-writes': writes.ready }),
      'channel-keys': async () => {
        if (!(await channelKeys.ready())) throw new Error('the channel’s keys can’t be had');
      },
    },
    close: async () => {},
  };
}
