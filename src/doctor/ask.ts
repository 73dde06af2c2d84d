import { causes } from '../identity/causes.ts';

/** What an address answered. */
export interface Answer {
  readonly status: number;
  /** Epoch milliseconds of its `Date` header; null when it has none. */
  readonly date: number | null;
  /** Epoch milliseconds by this machine's clock, in the middle between question and answer. */
  readonly at: number;
  /** The beginning of its body. */
  readonly text: string;
}

/** No answer; the message is the end of a sentence about the address and holds nothing of it. */
export class Unreached extends Error {
  constructor(why: string, cause: unknown) {
    super(why, { cause });
    this.name = 'Unreached';
  }
}

/** Characters of a body that are looked at. */
const most = 65_536;

const words: Readonly<Record<string, string>> = {
  ENOTFOUND: 'its name is not known',
  EAI_AGAIN: 'its name could not be looked up',
  ECONNREFUSED: 'nothing listens there',
  ECONNRESET: 'the connection was cut',
  UND_ERR_SOCKET: 'the connection was cut',
  EHOSTUNREACH: 'there is no way to it',
  ENETUNREACH: 'there is no way to it',
  ETIMEDOUT: 'no answer in time',
  UND_ERR_CONNECT_TIMEOUT: 'no answer in time',
  TimeoutError: 'no answer in time',
  CERT_HAS_EXPIRED: 'its certificate has ended',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is another host’s',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is not trusted here',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate is not trusted here',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate is not trusted here',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its certificate is not trusted here',
  ERR_SSL_PACKET_LENGTH_TOO_LONG: 'it doesn’t speak https',
  ERR_SSL_WRONG_VERSION_NUMBER: 'it doesn’t speak https',
};

/**
 * Why a connection failed, in a few words for an operator, from any library's error.
 *
 * @param code of the operating system, OpenSSL or Node
 */
export function networkWords(code: string): string {
  const known = words[code];
  return known === undefined ? `the connection failed (${code})` : `${known} (${code})`;
}

/** What a thrown thing says, innermost first, on one line; by shape, for not every error is of one realm. */
export function errorWords(error: unknown): string {
  const said = [...causes(error)].map(({ message }) => message.replace(/\s+/g, ' ').trim());
  return said.findLast((message) => message !== '')?.slice(0, 200) ?? 'unknown error';
}

function why(error: unknown): string {
  let found: string | null = null;
  for (const { name, code } of causes(error)) {
    if (name === 'TimeoutError' || name === 'AbortError') return networkWords('TimeoutError');
    if (/^[A-Z_\d]{3,60}$/.test(code)) found = code;
  }
  return networkWords(found ?? errorWords(error));
}

/**
 * Asks an address once; a redirect is an answer and isn't followed.
 *
 * @param options.timeout milliseconds for the whole answer
 * @throws Unreached
 */
export async function ask(
  url: string,
  options: {
    readonly timeout: number;
    readonly method?: 'GET' | 'POST';
    readonly body?: string;
  },
): Promise<Answer> {
  const began = Date.now();
  try {
    const response = await fetch(url, {
      method: options.method ?? 'GET',
      redirect: 'manual',
      signal: AbortSignal.timeout(options.timeout),
      headers: {
        accept: 'application/json',
        ...(options.body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(options.body === undefined ? {} : { body: options.body }),
    });
    const at = (began + Date.now()) / 2;
    let text = '';
    const decoder = new TextDecoder();
    for await (const chunk of response.body ?? []) {
      text += decoder.decode(chunk, { stream: true });
      if (text.length > most) break;
    }
    const date = Date.parse(response.headers.get('date') ?? '');
    return { status: response.status, date: Number.isNaN(date) ? null : date, at, text: text.slice(0, most) };
  } catch (error) {
    throw new Unreached(why(error), error);
  }
}
