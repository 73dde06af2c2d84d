import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';

/** How long one claim lasts, in milliseconds. Longer than any single step, short enough for a peer to take over. */
export const leaseMs = 15_000;

/** How often a claim that is worked on is renewed, milliseconds. */
export const renewEvery = leaseMs / 3;

/** A name for this process that no other and no earlier one has; leases are told apart by it. */
export function newOwner(): string {
  return `${hostname()}:${process.pid}:${randomUUID()}`;
}
