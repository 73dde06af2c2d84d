import type { Caller } from './caller.ts';
import { errorReply, type GraphReply } from './graph-reply.ts';
import { isGraphTenantId } from './ids.ts';
import { type Needs, needsOf } from './needs.ts';
import { principalOwners, sandboxUsers } from './people.ts';
import type { World } from './world.ts';

/**
 * The refusal a request meets for who sends it, or null when it may go on.
 *
 * @param world of the caller's tenant; any, where that isn't known here
 * @param caller null when there was no token for this Graph
 */
export function refusal(
  world: World,
  caller: Caller | null,
  method: string,
  segments: readonly string[],
): GraphReply | null {
  if (caller === null) {
    return errorReply(
      401,
      'InvalidAuthenticationToken',
      'Access token is empty, expired, or not for this audience.',
      { 'www-authenticate': 'Bearer realm="", client_id="00000003-0000-0000-c000-000000000000"' },
    );
  }
  if (!isGraphTenantId(caller.tenantId)) {
    return errorReply(
      401,
      'Authorization_IdentityNotFound',
      'The identity of the calling application could not be established.',
    );
  }
  const needs = needsOf(method, segments);
  if (needs === null) return null;
  const enough = caller.delegated ? needs.scopes : needs.roles;
  const has = (any: readonly string[]) => caller.permissions.some((each) => any.includes(each));
  if (!has(enough) || (needs.besides !== undefined && !has(needs.besides))) {
    // Seen for synchronization in many an issue thread; other resources answer as documented.
    return needs.about === 'synchronization' ? errorReply(401, 'UnknownError', '') : denied();
  }
  return needs.writesTo === null || mayWrite(world, caller, needs, needs.writesTo) ? null : lacking(caller);
}

/** Permission is there, and what must come with it is checked: role or ownership of a person, ownership of an app. */
function mayWrite(world: World, caller: Caller, needs: Needs, principalId: string): boolean {
  const owned = principalOwners[principalId]?.includes(caller.oid) ?? false;
  if (!caller.delegated) {
    const all = needs.roles.filter((role) => !role.endsWith('.OwnedBy'));
    return owned || caller.permissions.some((each) => all.includes(each));
  }
  const { oid, tenantId } = caller;
  const roles =
    Object.values(sandboxUsers).find((each) => each.oid === oid && each.tenantId === tenantId)?.roles ?? [];
  return (
    roles.some((role) => role !== 'Hybrid Identity Administrator' || isCloudSync(world, principalId)) || owned
  );
}

/** Cloud sync is what Hybrid Identity Administrators may manage (permissions of synchronizationJob, Microsoft Graph). */
function isCloudSync(world: World, principalId: string): boolean {
  return world.tenant.jobs.some(
    (job) => job.servicePrincipalId === principalId && job.templateId.startsWith('AD2AAD'),
  );
}

function lacking(caller: Caller): GraphReply {
  return caller.delegated ? denied() : errorReply(401, 'UnknownError', '');
}

function denied(): GraphReply {
  return errorReply(403, 'Authorization_RequestDenied', 'Insufficient privileges to complete the operation.');
}
