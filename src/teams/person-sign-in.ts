import * as z from 'zod/v4';
import type { SignedIn } from '../operations/tap.ts';
import type { Actor, Operation } from '../words.ts';
import type { InvokeBody } from './invoke-answer.ts';

/** Brings the rights of who tapped a button, where writes are done as that person. */
export interface PersonSignIn {
  /** @param token what Teams sent along with the tap, for single sign-on */
  bring(token: string, actor: Actor, operation: Operation): Promise<SignedIn>;
  /** What asks Teams for such a token; Teams then taps the same button again by itself. */
  request(actor: Actor): InvokeBody;
}

const authenticated = z.object({ authentication: z.object({ token: z.string().min(1).max(16_384) }) });

/** The single sign-on token that came along with a tap, or null (Bot Framework: Universal Actions, SSO). */
export function readSsoToken(value: unknown): string | null {
  const parsed = authenticated.safeParse(value);
  return parsed.success ? parsed.data.authentication.token : null;
}
