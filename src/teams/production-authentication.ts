import { type Activity, ConfigurationBotFrameworkAuthentication } from 'botbuilder';
import {
  type AuthenticateRequestResult,
  AuthenticationConstants,
  type BotFrameworkClient,
  ClaimsIdentity,
  type ConnectorFactory,
  type UserTokenClient,
} from 'botframework-connector';
import type { Cloud } from '../clouds.ts';
import { activityProblem, type Binding } from './bind-activity.ts';
import { CallerRefused, tokenStatus } from './caller-refused.ts';
import type { ChannelClaims, VerifyChannelToken } from './channel-token.ts';
import { ConnectorCredential } from './connector-credential.ts';
import { ConnectorCache } from './connectors.ts';
import { serviceUrlProblem } from './service-url.ts';

export interface ProductionAuthenticationOptions {
  /** App id of the bot. */
  readonly botId: string;
  readonly cloud: Pick<Cloud, 'bot'>;
  /** Tenant ids activities may come from. */
  readonly tenants: readonly string[];
  readonly verify: VerifyChannelToken;
  /** The bot's own token for the channel, of the cloud's `bot.scope`. */
  readonly getToken: () => Promise<string>;
}

/** The SDK's settings want the resource without what makes a scope of it. */
const resourceOf = (scope: string) => scope.replace(/\/\.default$/, '');

/**
 * Who may call in production, and with what the bot sends: a token of the channel, bound to the activity it came
 * with. Nothing of the SDK's own verification is reached, neither that for emulators nor that for other bots.
 */
export class ProductionAuthentication extends ConfigurationBotFrameworkAuthentication {
  readonly #connectors = new ConnectorCache();
  readonly #binding: Binding;
  readonly #verify: VerifyChannelToken;
  readonly #audience: string;
  readonly #identity: ClaimsIdentity;
  #userTokens: Promise<UserTokenClient> | null = null;

  constructor({ botId, cloud, tenants, verify, getToken }: ProductionAuthenticationOptions) {
    const { bot } = cloud;
    const audience = resourceOf(bot.scope);
    super(
      {
        MicrosoftAppId: botId,
        // Given one of these the SDK takes all from here and fills none in.
        ToChannelFromBotLoginUrl: `${bot.login}/${bot.tenant}`,
        ToChannelFromBotOAuthScope: audience,
        ToBotFromChannelTokenIssuer: bot.issuer,
        OAuthUrl: bot.tokenService,
        ToBotFromChannelOpenIdMetadataUrl: bot.openIdMetadata,
        // Emulators are not taken; should their check ever be reached, it finds only the channel's keys.
        ToBotFromEmulatorOpenIdMetadataUrl: bot.openIdMetadata,
        CallerId: 'urn:botframework:azure',
      },
      new ConnectorCredential(botId, bot.scope, getToken),
    );
    this.#binding = {
      botId,
      serviceHosts: bot.serviceHosts,
      tenants: new Set(tenants.map((tenant) => tenant.toLowerCase())),
    };
    this.#verify = verify;
    this.#audience = audience;
    this.#identity = identityOf({ issuer: bot.issuer, audience: botId, serviceUrl: null });
  }

  /** @throws CallerRefused for every caller that is not the channel speaking for an allowed tenant */
  override async authenticateRequest(
    activity: Activity,
    authorization: string,
  ): Promise<AuthenticateRequestResult> {
    const token = await this.#verify(authorization);
    if (!token.ok) throw new CallerRefused(tokenStatus(token.reason), token.reason);
    const problem = activityProblem(activity, token.claims, this.#binding);
    if (problem !== null) throw new CallerRefused(403, problem);
    return {
      audience: this.#audience,
      claimsIdentity: identityOf(token.claims),
      connectorFactory: this.createConnectorFactory(),
    };
  }

  /** For answers and for messages of the bot's own accord; whoever caused them, it sends as itself. */
  override createConnectorFactory(): ConnectorFactory {
    const factory = super.createConnectorFactory(this.#identity);
    const create = factory.create.bind(factory);
    factory.create = async (serviceUrl) => {
      const problem = serviceUrlProblem(serviceUrl, this.#binding.serviceHosts);
      if (problem !== null) throw new Error(`nothing is sent there: ${problem}`);
      return await this.#connectors.get(serviceUrl, () => create(serviceUrl, this.#audience));
    };
    return factory;
  }

  /** One for all: the SDK wants it for every turn, and the bot never asks it for anything. */
  override createUserTokenClient(): Promise<UserTokenClient> {
    this.#userTokens ??= super.createUserTokenClient(this.#identity);
    return this.#userTokens;
  }

  override authenticateChannelRequest(): Promise<ClaimsIdentity> {
    return Promise.reject(new CallerRefused(401, 'not-http'));
  }

  override authenticateStreamingRequest(): Promise<AuthenticateRequestResult> {
    return Promise.reject(new CallerRefused(401, 'not-http'));
  }

  override createBotFrameworkClient(): BotFrameworkClient {
    throw new Error('the bot calls no other bots');
  }
}

function identityOf({ issuer, audience, serviceUrl }: ChannelClaims): ClaimsIdentity {
  return new ClaimsIdentity(
    [
      { type: AuthenticationConstants.IssuerClaim, value: issuer },
      { type: AuthenticationConstants.AudienceClaim, value: audience },
      ...(serviceUrl === null ? [] : [{ type: AuthenticationConstants.ServiceUrlClaim, value: serviceUrl }]),
    ],
    true,
  );
}
