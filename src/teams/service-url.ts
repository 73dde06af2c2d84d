import { isLoopback } from '../config.ts';

/** Why the bot sends nothing to an address. */
export type ServiceUrlReason =
  | 'service-url-missing'
  | 'service-url-malformed'
  | 'service-url-not-https'
  | 'service-url-foreign';

/**
 * What is wrong with a `serviceUrl`: the bot's own token goes there, so it must be https, on a host of the list and
 * written plainly. A port needs a host on this machine, which only an operator can have put on the list.
 *
 * @param hosts lower case
 */
export function serviceUrlProblem(value: unknown, hosts: readonly string[]): ServiceUrlReason | null {
  if (value === undefined || value === null || value === '') return 'service-url-missing';
  const url = typeof value === 'string' && value.length <= 2048 ? URL.parse(value) : null;
  if (url === null) return 'service-url-malformed';
  if (url.protocol !== 'https:') return 'service-url-not-https';
  // A parser mends much: backslashes, tabs, other scripts' letters, dots. Who means well writes none of it.
  if (url.href !== value && url.href !== `${value}/`) return 'service-url-malformed';
  if (url.username || url.password || url.search || url.hash) return 'service-url-malformed';
  if (!hosts.includes(url.hostname)) return 'service-url-foreign';
  return url.port === '' || isLoopback(url.hostname) ? null : 'service-url-foreign';
}
