import {
  AppCredentials,
  type AuthenticatorResult,
  type ServiceClientCredentials,
  ServiceClientCredentialsFactory,
} from 'botframework-connector';

/**
 * The bot's token from elsewhere. The SDK's own cache is left out: it is global, knows no tenants and asks several
 * times at once (botframework-connector/lib/auth/appCredentials.js).
 */
class BorrowedCredentials extends AppCredentials {
  readonly #getToken: () => Promise<string>;

  constructor(botId: string, scope: string, getToken: () => Promise<string>) {
    super(botId, undefined, scope);
    this.#getToken = getToken;
  }

  override getToken(): Promise<string> {
    return this.#getToken();
  }

  protected override refreshToken(): Promise<AuthenticatorResult> {
    return Promise.reject(new Error('the token is kept elsewhere'));
  }
}

/** The credential the bot sends with. */
export class ConnectorCredential extends ServiceClientCredentialsFactory {
  readonly #botId: string;
  readonly #credentials: BorrowedCredentials;

  /** @param getToken the bot's token for the channel; caching it and asking once at a time is the giver's */
  constructor(botId: string, scope: string, getToken: () => Promise<string>) {
    super();
    this.#botId = botId;
    this.#credentials = new BorrowedCredentials(botId, scope, getToken);
  }

  override async isValidAppId(appId: string): Promise<boolean> {
    return appId.toLowerCase() === this.#botId.toLowerCase();
  }

  /** Never: an empty app id would let everybody in. */
  override async isAuthenticationDisabled(): Promise<boolean> {
    return false;
  }

  /** Always the same: whatever app, audience and login an activity brought along, the bot sends as itself. */
  override async createCredentials(): Promise<ServiceClientCredentials> {
    return this.#credentials;
  }
}
