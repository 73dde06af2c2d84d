/**
 * What a token shall have in place of what a right one has. A claim or header member set to null is left out.
 * Times are seconds since 1970, as in tokens.
 */
export interface TokenOverrides {
  readonly iss?: string | null;
  readonly aud?: string | readonly string[] | null;
  readonly iat?: number | null;
  readonly nbf?: number | null;
  readonly exp?: number | null;
  /** Any other claim. */
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly header?: Readonly<Record<string, unknown>>;
  /** Of the key it pretends to be signed with; the id of the key used unless given. */
  readonly kid?: string | null;
  /** `none` leaves the signature empty; `HS256` uses the public key, as PEM, for the secret. */
  readonly alg?: 'RS256' | 'none' | 'HS256';
  /**
   * `unknown` is published nowhere. `otherChannel` and `unendorsed` are published with the channel's, endorsed
   * for another channel and for none.
   */
  readonly key?: 'entra' | 'channel' | 'otherChannel' | 'unendorsed' | 'federated' | 'unknown';
  /** Changed after signing. */
  readonly tamper?: 'payload' | 'signature';
}
