/** True for a `Host` value that names this machine, with any port. */
export function isLoopbackHost(host: string | undefined): boolean {
  return host !== undefined && /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d{1,5})?$/i.test(host);
}

/**
 * True for requests that a page of a loopback site, or no page at all, sent. A web site may POST to loopback
 * under the right `Host`, so the `Host` header alone doesn't keep it out.
 */
export function isLoopbackOrigin(origin: string | undefined): boolean {
  return origin === undefined || isLoopbackHost(/^https?:\/\/(.*)$/i.exec(origin)?.[1]);
}
