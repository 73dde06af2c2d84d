import type { CredentialSettings } from '../identity/choose-credential.ts';

/** Stand for client ids that are not registered yet, so that credentials are chosen as the bot will choose them. */
export const notYet = {
  BOT_ID: '00000000-0000-4000-8000-000000000001',
  READ_CLIENT_ID: '00000000-0000-4000-8000-000000000002',
  WRITE_CLIENT_ID: '00000000-0000-4000-8000-000000000003',
} as const;
/** Stands for a secret in the same way. */
export const unproven = 'not yet';

const proofs = [
  'MANAGED_IDENTITY',
  'FEDERATED_IDENTITY',
  'FEDERATED_TOKEN_FILE',
  'CERTIFICATE_PATH',
  'CLIENT_SECRET',
] as const;

type Prefix = 'BOT' | 'READ' | 'WRITE';

/** Whether a setting says how this one proves itself. */
export const isProved = (prefix: Prefix, set: CredentialSettings) =>
  proofs.some((proof) => Boolean(set[`${prefix}_${proof}`]));

/** The settings with stand-ins for what one of the three registrations still lacks. */
export function filledIn(prefix: Prefix, set: CredentialSettings): CredentialSettings {
  const id = prefix === 'BOT' ? 'BOT_ID' : (`${prefix}_CLIENT_ID` as const);
  const whole = isProved(prefix, set) ? set : { ...set, [`${prefix}_CLIENT_SECRET`]: unproven };
  return whole[id] || whole[`${prefix}_MANAGED_IDENTITY`] ? whole : { ...whole, [id]: notYet[id] };
}
