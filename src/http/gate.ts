import type { IncomingMessage } from 'node:http';
import type { RejectionReason } from '../metrics.ts';
import type { BodyProblem } from './read-json-body.ts';

/** A request that is not let in. */
export interface Refusal {
  readonly status: number;
  /** For the operator only. */
  readonly reason: RejectionReason;
  /** Told to the caller in place of the uniform text. */
  readonly message?: string;
}

/** Who may pass, depending on the mode. */
export interface Gate {
  /** Any request, by its head alone. */
  any(request: IncomingMessage): Refusal | null;
  /** One that brings an activity, by its head alone. Never throws. */
  head(request: IncomingMessage): Promise<Refusal | null>;
  /** The same once its body was read. */
  body(body: Readonly<Record<string, unknown>>): Refusal | null;
  /** What to say of a body that cannot be taken. */
  badBody(problem: BodyProblem): Refusal;
}

/** True when a request says its body is JSON. */
export function saysJson(request: IncomingMessage): boolean {
  return /^application\/json\s*(;|$)/i.test(request.headers['content-type'] ?? '');
}

/** Teams sends plain bodies; inflating one of anybody's could exhaust memory. */
export function saysCompressed(request: IncomingMessage): boolean {
  return (request.headers['content-encoding'] ?? 'identity') !== 'identity';
}
