import { pino } from 'pino';
import * as z from 'zod/v4';
import { isLoopback } from '../config.ts';
import { createChannelKeys } from '../teams/channel-keys.ts';
import { version } from '../version.ts';
import { type Answer, ask, Unreached } from './ask.ts';
import { type Finding, fail, pass, skipped, warn } from './finding.ts';
import { inProduction, type Look } from './look.ts';

const path = '/api/messages';

const channelKeys: Look = inProduction(async ({ cloud }, { clock, timeout }) => {
  let why = '';
  const write = (line: string) => {
    why = String(JSON.parse(line).why ?? '');
  };
  const log = pino({ level: 'warn' }, { write });
  const metadataUrl = cloud.bot.openIdMetadata;
  const keys = createChannelKeys({ metadataUrl, clock, log, timeout });
  const { host } = new URL(metadataUrl);
  if (await keys.ready()) return pass(`Keys are published at ${host}.`);
  const network = await ask(metadataUrl, { timeout }).catch((error: unknown) => error);
  return fail(
    `The keys at ${host} can’t be had: ${network instanceof Unreached ? network.message : why}.`,
    'Let this machine reach it by https; BOT_OPENID_METADATA_URL and CLOUD name it. Without keys nobody is let in.',
  );
});

/**
 * What is wrong with an address as the messaging endpoint, as a sentence; null when it will do.
 *
 * @param endpoint as the Azure Bot has it
 */
export function endpointProblem(endpoint: string): string | null {
  const url = URL.parse(endpoint);
  if (url === null || !['http:', 'https:'].includes(url.protocol)) return 'it is no https address';
  if (url.username || url.password || url.search || url.hash)
    return 'it must not carry a user name, password, query or fragment';
  if (url.pathname !== path) return `its path must be ${path}`;
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) return 'Teams calls https addresses only';
  return null;
}

const proxy =
  'Look at what stands in front of the bot: DNS, certificate, proxy, sign-in walls. See docs/deploy.md, “What ends TLS”.';

/** On this machine there is either no bot, or it is asked in a way it doesn't speak. */
const nearby =
  'Start the bot: `npm run serve`. It speaks http itself: on this machine --endpoint begins with http://.';

function refusesAsTheBot({ text }: Answer): boolean {
  try {
    // The bot's own words for everybody it turns away (http/refuse.ts).
    return JSON.parse(text).message === 'Refused.';
  } catch {
    return false;
  }
}

/** What the endpoint's answer to a POST without a token says of it. */
function answered(answer: Answer, host: string): Finding {
  const { status } = answer;
  if (status === 401 && refusesAsTheBot(answer))
    return pass(`The bot at ${host} refuses whoever has no token.`);
  if (status === 401)
    return fail(
      `Something in front of the bot asks everybody to sign in (${status}).`,
      `Let ${path} through without a sign-in: the bot checks the callers itself.`,
    );
  if (status === 429)
    return warn('The bot refused too many requests from here lately (429).', 'Try again in a few minutes.');
  if (status >= 300 && status < 400)
    return fail(`${host} redirects (${status}), and Teams doesn’t follow.`, proxy);
  if (status === 404) return fail(`${host} has no ${path} (404).`, proxy);
  if (status >= 500)
    return fail(`${host} answers ${status}: the bot behind it isn’t running or can’t be reached.`, proxy);
  if (status < 300)
    return fail(
      `${host} lets in a POST without a token (${status}): that is no bot in production mode.`,
      'Run the bot with MODE=production, and let Teams call nothing else.',
    );
  return fail(`${host} answers ${status} to a POST without a token, and must answer 401.`, proxy);
}

const endpoint: Look = inProduction(async (_config, { endpoint: address, timeout }) => {
  if (address === null)
    return skipped('no address is given: BOT_ENDPOINT or --endpoint https://…/api/messages');
  const problem = endpointProblem(address);
  if (problem !== null)
    return fail(
      `The address of the endpoint won’t do: ${problem}.`,
      'Set BOT_ENDPOINT to what the Azure Bot has as messaging endpoint.',
    );
  const { host, hostname, protocol } = new URL(address);
  let answer: Answer;
  try {
    answer = await ask(address, { timeout, method: 'POST', body: '{}' });
  } catch (error) {
    if (!(error instanceof Unreached)) throw error;
    return fail(`${host} can’t be reached: ${error.message}.`, isLoopback(hostname) ? nearby : proxy);
  }
  const found = answered(answer, host);
  if (found.status !== 'pass' || protocol === 'https:') return found;
  return pass(`${found.says} That is on this machine; Teams needs an https address.`);
});

const health = z.object({ status: z.string(), version: z.string().max(100) });

const running: Look = inProduction(async (_config, { endpoint: address, timeout }) => {
  const url = new URL('/healthz', address ?? '');
  let answer: Answer;
  try {
    answer = await ask(url.href, { timeout });
  } catch (error) {
    if (!(error instanceof Unreached)) throw error;
    return warn(
      `/healthz can’t be reached: ${error.message}.`,
      'Let the proxy pass /healthz, at least from here.',
    );
  }
  let said: z.infer<typeof health> | null = null;
  try {
    said = answer.status === 200 ? health.parse(JSON.parse(answer.text)) : null;
  } catch {}
  if (said === null)
    return warn(
      `/healthz answers ${answer.status} and no version.`,
      'Let the proxy pass /healthz to the bot, at least from here.',
    );
  return said.version === version
    ? pass(`The bot that runs is ${version}, like these sources.`)
    : warn(
        `The bot that runs is ${said.version}, and these sources are ${version}.`,
        'Restart the bot from these sources, or run the doctor of its version.',
      );
});

/** Checks of what is between Teams and the bot. */
export const teams = { 'channel-keys': channelKeys, endpoint, version: running } satisfies Record<
  string,
  Look
>;
