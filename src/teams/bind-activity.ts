import type { ChannelClaims } from './channel-token.ts';
import { type ServiceUrlReason, serviceUrlProblem } from './service-url.ts';

/** Why an activity does not go with the token it came with, or is not for this bot. */
export type ActivityReason =
  | ServiceUrlReason
  | 'service-url-unlike-token'
  | 'channel'
  | 'recipient'
  | 'no-tenant'
  | 'tenants-disagree'
  | 'foreign-tenant';

export interface Binding {
  readonly botId: string;
  /** Hosts activities may come from, lower case. */
  readonly serviceHosts: readonly string[];
  /** Tenant ids, lower case. */
  readonly tenants: ReadonlySet<string>;
}

/** A value deep inside of what may be anything. */
function at(value: unknown, ...path: readonly string[]): unknown {
  let here = value;
  for (const name of path) {
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, name)) return undefined;
    here = (here as Record<string, unknown>)[name];
  }
  return here;
}

function tenantProblem(activity: object, tenants: ReadonlySet<string>): ActivityReason | null {
  const told = [
    at(activity, 'channelData', 'tenant', 'id'),
    at(activity, 'conversation', 'tenantId'),
    // Of a guest from a shared channel this may be another than the channel's.
    at(activity, 'from', 'tenantId'),
  ];
  const [channelTenant, conversationTenant] = told;
  const present = told.filter((each) => each !== undefined && each !== null);
  if ((channelTenant ?? conversationTenant ?? null) === null) return 'no-tenant';
  const named = new Set(present.map((each) => (typeof each === 'string' ? each.toLowerCase() : null)));
  const [tenant] = named;
  if (named.size !== 1) return 'tenants-disagree';
  return typeof tenant === 'string' && tenants.has(tenant) ? null : 'foreign-tenant';
}

/** Teams writes a bot as `28:` and its app id; whoever writes it otherwise is judged by the token alone. */
function recipientProblem(activity: object, botId: string): ActivityReason | null {
  const id = at(activity, 'recipient', 'id');
  if (typeof id !== 'string' || id === '') return 'recipient';
  const named = /^28:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i.exec(id)?.[1];
  return named === undefined || named.toLowerCase() === botId.toLowerCase() ? null : 'recipient';
}

/**
 * Whether an activity goes with a verified token: from Teams, for this bot, from the address the token names to the
 * letter, of a tenant that is allowed.
 *
 * @returns the first reason why not, or null
 */
export function activityProblem(
  activity: object,
  claims: ChannelClaims,
  binding: Binding,
): ActivityReason | null {
  if (at(activity, 'channelId') !== 'msteams') return 'channel';
  const serviceUrl = at(activity, 'serviceUrl');
  const problem = serviceUrlProblem(serviceUrl, binding.serviceHosts);
  if (problem !== null) return problem;
  if (serviceUrl !== claims.serviceUrl) return 'service-url-unlike-token';
  return recipientProblem(activity, binding.botId) ?? tenantProblem(activity, binding.tenants);
}
