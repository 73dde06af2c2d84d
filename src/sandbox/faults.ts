import * as z from 'zod/v4';
import { emptyFaultQueue, type FaultQueue } from './fault-queue.ts';
import { sentenceOf } from './invalid-input.ts';

const faultShape = z
  .strictObject({
    method: z.string().min(1).max(10).optional(),
    path: z.string().min(1).max(1000).optional(),
    pathRegex: z.string().min(1).max(1000).optional(),
    /** Id of the tenant that is asked; many paths are the same in every one. */
    tenant: z.string().min(1).max(100).optional(),
    times: z.int().min(0).max(1_000_000).default(1),
    after: z.int().min(0).max(1_000_000).default(0),
    kind: z.enum(['status', 'delay', 'drop-before', 'drop-after', 'unknown-error-401', 'throttle']),
    status: z.int().min(200).max(599).optional(),
    code: z.string().max(200).optional(),
    message: z.string().max(2000).optional(),
    retryAfterSeconds: z.int().min(0).max(86_400).optional(),
    delayMs: z.int().min(0).max(600_000).optional(),
    body: z.json().optional(),
  })
  .superRefine((fault, context) => {
    if (fault.kind === 'status' && fault.status === undefined) {
      context.addIssue({ code: 'custom', path: ['status'], message: "needed for kind 'status'" });
    }
    if (fault.kind === 'delay' && fault.delayMs === undefined) {
      context.addIssue({ code: 'custom', path: ['delayMs'], message: "needed for kind 'delay'" });
    }
    if (fault.pathRegex !== undefined && !isRegex(fault.pathRegex)) {
      context.addIssue({ code: 'custom', path: ['pathRegex'], message: 'not a regular expression' });
    }
  });

const requestShape = z.strictObject({ faults: z.array(faultShape).min(1).max(100) });

/** What shall go wrong, with which requests, how often; the JSON of `POST /_sandbox/faults`. */
export type Fault = z.infer<typeof faultShape>;

/** What a fault is matched with. */
export interface FaultyRequest {
  readonly method: string;
  /** As in the call log. */
  readonly path: string;
  /** The tenant it is about. */
  readonly tenantId: string;
}

export type GraphFaultQueue = FaultQueue<Fault, FaultyRequest>;

/** Faults of a request body, or a sentence that says what is wrong with it. */
export function parseFaults(body: unknown): readonly Fault[] | { readonly problem: string } {
  const parsed = requestShape.safeParse(body);
  return parsed.success ? parsed.data.faults : { problem: sentenceOf(parsed.error) };
}

/** A queue of faults for requests to Graph, empty. */
export function createFaultQueue(): GraphFaultQueue {
  return emptyFaultQueue(matches);
}

function matches(fault: Fault, { method, path, tenantId }: FaultyRequest): boolean {
  if (fault.method !== undefined && fault.method.toUpperCase() !== method) return false;
  if (fault.tenant !== undefined && fault.tenant !== tenantId) return false;
  if (fault.path !== undefined && !path.includes(fault.path)) return false;
  return fault.pathRegex === undefined || new RegExp(fault.pathRegex).test(path);
}

function isRegex(source: string): boolean {
  try {
    new RegExp(source);
    return true;
  } catch {
    return false;
  }
}
