/** Graph's roots per cloud; a sandbox Graph's root is any of loopback. */
const graphRoots = new Set([
  'https://graph.microsoft.com',
  'https://graph.microsoft.us',
  'https://dod-graph.microsoft.us',
  'https://microsoftgraph.chinacloudapi.cn',
]);

const channels = new Set([
  'https://api.botframework.com',
  'https://api.botframework.us',
  'https://api.botframework.azure.cn',
]);

export type ResourceKind = 'graph' | 'channel' | 'unknown';

/** What kind of resource an audience is. */
export function resourceKind(audience: string): ResourceKind {
  if (
    graphRoots.has(audience) ||
    /^https?:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?::\d{1,5})?$/.test(audience)
  ) {
    return 'graph';
  }
  return channels.has(audience) ? 'channel' : 'unknown';
}

/** What every client library asks for along the way; they are not the resource's. */
const ofOpenId = new Set(['openid', 'profile', 'offline_access', 'email']);

/** What a `scope` parameter asks for: permissions of one resource, or `.default`. */
export interface AskedScope {
  readonly audience: string;
  readonly names: readonly string[];
}

/** Takes a `scope` parameter apart; null when it asks for nothing, or for more than one resource. */
export function readScope(scope: string): AskedScope | null {
  const asked = scope.split(' ').filter((each) => each !== '' && !ofOpenId.has(each));
  const parts = asked.map((each) => {
    const slash = each.lastIndexOf('/');
    // A permission without a resource is Graph's.
    return slash < 0
      ? { audience: 'https://graph.microsoft.com', name: each }
      : { audience: each.slice(0, slash), name: each.slice(slash + 1) };
  });
  const audience = parts[0]?.audience;
  if (audience === undefined || parts.some((each) => each.audience !== audience)) return null;
  return { audience, names: parts.map((each) => each.name) };
}
