import * as z from 'zod/v4';
import { emptyFaultQueue, type FaultQueue } from '../fault-queue.ts';
import { sentenceOf } from '../invalid-input.ts';
import { knownErrors } from './aadsts.ts';
import type { EntraRequest } from './requests.ts';

const faultShape = z
  .strictObject({
    /** A user's name of the sandbox or an object id. */
    user: z.string().min(1).max(100).optional(),
    client: z.string().min(1).max(100).optional(),
    tenant: z.string().min(1).max(100).optional(),
    grant: z.enum(['client_credentials', 'on_behalf_of']).optional(),
    endpoint: z.enum(['token', 'metadata', 'keys', 'discovery', 'consent', 'any']).default('token'),
    /** Requests it meets; 0: until cleared. */
    times: z.int().min(0).max(1_000_000).default(1),
    /** Matching requests let through before. */
    after: z.int().min(0).max(1_000_000).default(0),
    kind: z.enum(['aadsts', 'throttle', 'status', 'delay', 'drop-before', 'drop-after']),
    /** For kind `aadsts`: one of the errors the sandbox knows. */
    error: z.int().optional(),
    status: z.int().min(200).max(599).optional(),
    /** For kinds `throttle` (3 unless given) and `status` (none unless given). */
    retryAfterSeconds: z.int().min(0).max(86_400).optional(),
    delayMs: z.int().min(0).max(600_000).optional(),
  })
  .superRefine((fault, context) => {
    const needed = { aadsts: 'error', status: 'status', delay: 'delayMs' } as const;
    const name = fault.kind in needed ? needed[fault.kind as keyof typeof needed] : null;
    if (name !== null && fault[name] === undefined) {
      context.addIssue({ code: 'custom', path: [name], message: `needed for kind '${fault.kind}'` });
    }
    if (fault.error !== undefined && !(fault.error in knownErrors)) {
      const known = Object.keys(knownErrors).join(', ');
      context.addIssue({ code: 'custom', path: ['error'], message: `not one of ${known}` });
    }
  });

const requestShape = z.strictObject({ faults: z.array(faultShape).min(1).max(100) });

/** What shall go wrong, with which requests, how often; the JSON of `POST /_sandbox/entra/faults`. */
export type EntraFault = z.input<typeof faultShape>;
export type CheckedEntraFault = z.infer<typeof faultShape>;

export type EntraFaultQueue = FaultQueue<CheckedEntraFault, EntraRequest>;

/** Faults of a request body, or a sentence that says what is wrong with it. */
export function parseEntraFaults(body: unknown): readonly CheckedEntraFault[] | { readonly problem: string } {
  const parsed = requestShape.safeParse(body);
  return parsed.success ? parsed.data.faults : { problem: sentenceOf(parsed.error) };
}

/**
 * A queue of faults for requests to Entra, empty.
 *
 * @param oidOf object id for a user's name; other text is taken for an object id
 */
export function createEntraFaultQueue(oidOf: (user: string) => string): EntraFaultQueue {
  return emptyFaultQueue(
    (fault, request) =>
      (fault.endpoint === 'any' || fault.endpoint === request.endpoint) &&
      (fault.user === undefined || oidOf(fault.user) === request.user) &&
      (fault.client === undefined || fault.client === request.client) &&
      (fault.tenant === undefined || fault.tenant === request.tenant) &&
      (fault.grant === undefined || fault.grant === request.grant),
  );
}
