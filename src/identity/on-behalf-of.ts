import { createHash } from 'node:crypto';
import { OnBehalfOfCredential } from '@azure/identity';
import { type Clock, systemClock } from '../clock.ts';
import { type ClientProof, checkCertificate } from './app-credential.ts';
import { askEntra } from './ask-entra.ts';
import { BoundedMap } from './bounded-map.ts';
import { type SignInContext, SignInFailed } from './sign-in-failure.ts';
import type { VerifiedSignIn } from './sso-token.ts';
import { credentialOptions, type EntraConnection } from './token-answer.ts';

/** What may be asked for in a person's name; each alone, never together. */
export type DelegatedPermission = 'Synchronization.ReadWrite.All' | 'EduAdministration.ReadWrite';

export interface OnBehalfOfOptions extends EntraConnection {
  /** Of the app registration the sign-in is for. */
  readonly clientId: string;
  readonly proof: ClientProof;
  /** Names of the settings `clientId` and `proof` are from. */
  readonly settings: { readonly id: string; readonly proof: string };
  readonly clock?: Clock;
  /** Milliseconds. */
  readonly timeout?: number;
  /** Sign-ins kept at most. */
  readonly most?: number;
}

export interface OnBehalfOf {
  /**
   * A Graph token in the person's name, for exactly one permission. Asked for again it comes from memory.
   *
   * @throws SignInFailed
   */
  graphToken(signIn: VerifiedSignIn, permission: DelegatedPermission): Promise<string>;
  /** Sign-ins kept at present. */
  readonly size: number;
}

interface Kept {
  /** When the assertion ends, epoch milliseconds. */
  readonly expiresAt: number;
  credential: OnBehalfOfCredential;
  readonly flights: Map<DelegatedPermission, Promise<string>>;
}

/**
 * Exchanges people's sign-ins for Graph tokens. The library keeps tokens for each credential object, so one is kept
 * for each sign-in, no longer than the sign-in itself lasts and in memory only.
 */
export function createOnBehalfOf(options: OnBehalfOfOptions): OnBehalfOf {
  const { clock = systemClock, cloud, clientId } = options;
  const kept = new BoundedMap<string, Kept>(options.most ?? 500);

  const credentialFor = (signIn: VerifiedSignIn) => {
    const common = {
      ...credentialOptions(options),
      tenantId: signIn.tenantId,
      clientId,
      userAssertionToken: signIn.assertion(),
    };
    const { proof } = options;
    // The library's union of options can't be told apart behind a spread of ours.
    if ('clientSecret' in proof) return new OnBehalfOfCredential({ ...common, ...proof });
    if ('certificatePath' in proof) return new OnBehalfOfCredential({ ...common, ...proof });
    return new OnBehalfOfCredential({ ...common, ...proof });
  };

  const exchange = async (entry: Kept, signIn: VerifiedSignIn, permission: DelegatedPermission) => {
    const context: SignInContext = {
      cloud,
      tenant: signIn.tenantId,
      clientId,
      of: 'person',
      settings: { ...options.settings, tenant: 'ALLOWED_TENANTS' },
    };
    const issued = await askEntra(
      async () => {
        if ('certificatePath' in options.proof)
          await checkCertificate(options.proof.certificatePath, context);
        try {
          return await entry.credential.getToken(`${cloud.graph}/${permission}`);
        } catch (error) {
          // The library goes on refusing for a minute after Entra was in trouble.
          entry.credential = credentialFor(signIn);
          throw error;
        }
      },
      context,
      options.timeout,
    );
    return issued.token;
  };

  return {
    get size() {
      return kept.size;
    },
    async graphToken(signIn, permission) {
      const now = clock.now();
      kept.prune((entry) => entry.expiresAt > now);
      if (signIn.expiresAt <= now) throw new SignInFailed({ ...tooOld });
      const key = keyOf(signIn);
      const entry = kept.get(key) ?? {
        expiresAt: signIn.expiresAt,
        credential: credentialFor(signIn),
        flights: new Map(),
      };
      kept.set(key, entry);
      const flying = entry.flights.get(permission);
      if (flying !== undefined) return flying;
      const flight = exchange(entry, signIn, permission).finally(() => entry.flights.delete(permission));
      entry.flights.set(permission, flight);
      return flight;
    },
  };
}

const tooOld = { code: 'expired', aadsts: null, status: null, correlationId: null, network: null } as const;

function keyOf({ tenantId, objectId, assertion }: VerifiedSignIn): string {
  return `${tenantId} ${objectId} ${createHash('sha256').update(assertion()).digest('base64url')}`;
}
