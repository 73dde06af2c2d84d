import { randomUUID } from 'node:crypto';
import { sandboxTenantId } from '../ids.ts';
import { sandboxApps } from '../people.ts';
import type { Estate } from './estate.ts';
import { type Claims, mint } from './mint.ts';
import { botFrameworkTenantId } from './tenants.ts';
import type { TokenOverrides } from './token-overrides.ts';

/** What a channel token is for. */
export interface ChannelTokenOverrides extends TokenOverrides {
  /** The claim a bot compares with the activity's `serviceUrl`; null leaves it out. */
  readonly serviceUrl?: string | null;
}

/** Tokens that reach a bot from outside, and where their keys are published. */
export interface ChannelSigner {
  /** `iss` of channel tokens, `aud` of the bot's own tokens to the channel. */
  readonly issuer: string;
  /** OpenID metadata over plain http, whose `jwks_uri` is plain http too. */
  readonly metadataUrl: string;
  /** The same over https. */
  readonly secureMetadataUrl: string;
  /** Metadata of Entra's keys over plain http: what an emulator's token is verified with. */
  readonly emulatorMetadataUrl: string;
  /** A token as Teams sends it to the sandbox's bot; another bot's by `aud`. */
  sign(overrides?: ChannelTokenOverrides): string;
  /**
   * A token as anybody can get it who signs in to any client of the bot's own app registration: signed with
   * Entra's key, in any tenant, issued to the bot and for it, bound to no channel and no `serviceUrl`.
   */
  signEmulator(overrides?: EntraSignedOverrides): string;
  /** A token of another bot that calls ours as its skill. */
  signSkill(overrides?: EntraSignedOverrides & { readonly callerId?: string }): string;
}

export interface EntraSignedOverrides extends TokenOverrides {
  readonly tenantId?: string;
  /** App id of the bot it is for; the sandbox's bot unless given. */
  readonly botId?: string;
}

/** `serviceUrl` of Teams, which channel tokens carry unless overridden. */
export const teamsServiceUrl = 'https://smba.trafficmanager.net/emea/';

/** @param plainUrl `http://127.0.0.1:port` */
export function createChannelSigner(estate: Estate, plainUrl: string): ChannelSigner {
  const times = (): Claims => {
    const now = Math.floor(estate.clock.now() / 1000);
    // As the channel does: five minutes of doubt on one side, an hour on the other.
    return { iat: now, nbf: now - 300, exp: now + 3600 };
  };
  const bySomeApp = (tenantId: string, botId: string, callerId: string): Claims => ({
    aud: botId,
    // The issuers a bot takes for an emulator's are spelled out in its library, whatever its metadata say.
    iss: `https://login.microsoftonline.com/${tenantId}/v2.0`,
    ...times(),
    azp: callerId,
    azpacr: '1',
    oid: randomUUID(),
    tid: tenantId,
    ver: '2.0',
  });
  return {
    issuer: estate.channelIssuer,
    metadataUrl: `${plainUrl}/v1/.well-known/openidconfiguration`,
    secureMetadataUrl: `${estate.url()}/v1/.well-known/openidconfiguration`,
    emulatorMetadataUrl: `${plainUrl}/common/v2.0/.well-known/openid-configuration`,
    sign({ serviceUrl, ...overrides } = {}) {
      const serviceurl = serviceUrl === undefined ? teamsServiceUrl : serviceUrl;
      const claims = { iss: estate.channelIssuer, aud: sandboxApps.bot.clientId, serviceurl, ...times() };
      return mint(estate.keys, 'channel', claims, overrides);
    },
    signEmulator({ tenantId, botId, ...overrides } = {}) {
      const id = botId ?? sandboxApps.bot.clientId;
      return mint(estate.keys, 'entra', bySomeApp(tenantId ?? sandboxTenantId, id, id), overrides);
    },
    signSkill({ tenantId, botId, callerId, ...overrides } = {}) {
      const id = botId ?? sandboxApps.bot.clientId;
      const caller = callerId ?? 'e5c1d9a4-3f27-4b86-9d0e-7a1b2c3d4e5f';
      return mint(estate.keys, 'entra', bySomeApp(tenantId ?? botFrameworkTenantId, id, caller), overrides);
    },
  };
}
