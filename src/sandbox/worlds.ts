import type { Clock } from '../clock.ts';
import { createCallLog } from './calls.ts';
import { createFaultQueue } from './faults.ts';
import { initialHomeTenant } from './home-tenant.ts';
import {
  type GraphTenantId,
  graphTenantIds,
  isGraphTenantId,
  sandboxTenantId,
  sisterTenantId,
} from './ids.ts';
import type { Pace } from './pace.ts';
import { initialSisterTenant } from './sister-tenant.ts';
import type { Tenant } from './tenant.ts';
import type { World } from './world.ts';

/** Everything one running sandbox holds, by tenant. */
export type Worlds = Readonly<Record<GraphTenantId, World>>;

const initial: Readonly<Record<GraphTenantId, (now: number, pace: Pace, seed: number) => Tenant>> = {
  [sandboxTenantId]: initialHomeTenant,
  [sisterTenantId]: initialSisterTenant,
};

/** The worlds of a new sandbox: a tenant each, one call log and one queue of faults for all. */
export function createWorlds(
  clock: Clock,
  pace: Pace,
  seed: number,
  registrations: NonNullable<World['registrations']> = new Map(),
): Worlds {
  const shared = { clock, pace, seed, calls: createCallLog(), faults: createFaultQueue() };
  const world = (id: GraphTenantId): World => ({
    ...shared,
    tenant: initial[id](clock.now(), pace, seed),
    audits: [],
    registrations: id === sandboxTenantId ? registrations : new Map(),
  });
  return { [sandboxTenantId]: world(sandboxTenantId), [sisterTenantId]: world(sisterTenantId) };
}

/** Every tenant back to its beginning, without calls and faults. */
export function resetWorlds(worlds: Worlds): void {
  for (const id of graphTenantIds) {
    const world = worlds[id];
    world.tenant = initial[id](world.clock.now(), world.pace, world.seed);
    world.calls.clear();
    world.faults.clear();
    world.audits = [];
  }
}

/** The world of a tenant; the home tenant's for one that isn't in Graph, whose requests are refused there. */
export function worldOf(worlds: Worlds, tenantId: string): World {
  return worlds[isGraphTenantId(tenantId) ? tenantId : sandboxTenantId];
}
