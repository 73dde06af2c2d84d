import { SignInFailed } from './identity/sign-in-failure.ts';
import { createStorePassword } from './identity/store-password.ts';
import { openStore, type StoreLocation } from './store/open.ts';
import type { Database } from './store/schema.ts';
import { StoreRefused } from './store/store-refused.ts';

/**
 * Opens the store the settings name, with a managed identity's token for a password where they name one.
 *
 * @throws StoreRefused when it can't be had or trusted, or there is no token, and whatever `openStore` throws
 */
export async function openConfiguredStore(where: StoreLocation): Promise<Database> {
  if (where.kind === 'file' || where.identity === undefined) return await openStore(where);
  const password = createStorePassword(where.identity.clientId, where.identity.cloud);
  const current = async () => {
    try {
      return await password();
    } catch (error) {
      if (!(error instanceof SignInFailed)) throw error;
      throw new StoreRefused(
        `the managed identity in STORE_IDENTITY gives no token for the database (${error.message})`,
      );
    }
  };
  return await openStore(where, { password: current });
}
