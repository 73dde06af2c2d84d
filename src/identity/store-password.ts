import { ManagedIdentityCredential } from '@azure/identity';
import { type CloudName, clouds } from '../clouds.ts';
import { askEntra } from './ask-entra.ts';
import type { SignInContext } from './sign-in-failure.ts';
import { credentialOptions } from './token-answer.ts';
import { createTokenBroker } from './token-broker.ts';

/** Less than the driver waits for a connection, so that the reason is told and not a time-out, milliseconds. */
const longest = 4000;

/**
 * Tokens of a managed identity that are its password at Azure Database for PostgreSQL. One serves all
 * connections until shortly before its end; a connection outlives the token it began with.
 *
 * @param clientId of the user-assigned managed identity in STORE_IDENTITY
 * @returns asks for the password of now; throws SignInFailed
 * @see Azure Database for PostgreSQL, "Use Microsoft Entra ID for authentication"
 */
export function createStorePassword(clientId: string, cloudName: CloudName): () => Promise<string> {
  const cloud = clouds[cloudName];
  const { loggingOptions } = credentialOptions({ cloud });
  const credential = new ManagedIdentityCredential({
    clientId,
    loggingOptions,
    retryOptions: { maxRetries: 2 },
  });
  const setting = 'STORE_IDENTITY';
  const context: SignInContext = {
    cloud,
    tenant: 'managed identity',
    clientId,
    of: 'app',
    settings: { id: setting, proof: setting, tenant: setting },
  };
  const broker = createTokenBroker((scope) => askEntra(() => credential.getToken(scope), context, longest));
  return () => broker.getToken(`${cloud.database}/.default`, context.tenant);
}
