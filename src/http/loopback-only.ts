import { isLoopback } from '../config.ts';

/** The host of a `Host` header without its port; null when it is not one. */
function hostName(header: string | undefined): string | null {
  const match = /^(\[[0-9a-f:]+\]|[^:[\]]+)(?::\d{1,5})?$/i.exec(header ?? '');
  return match?.[1] ?? null;
}

/** True when a request names this machine as its host: a page elsewhere that found the port must not steer the bot. */
export function namesLoopback(hostHeader: string | undefined): boolean {
  const host = hostName(hostHeader);
  return host !== null && isLoopback(host);
}

/** True for an http or https address on this machine: the only one the sandbox sends messages to. */
export function isLoopbackUrl(value: unknown): boolean {
  const url = typeof value === 'string' ? URL.parse(value) : null;
  return url !== null && ['http:', 'https:'].includes(url.protocol) && isLoopback(url.hostname);
}
