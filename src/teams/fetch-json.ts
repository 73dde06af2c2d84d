export interface FetchLimits {
  /** Largest body, bytes, counted after decompression. */
  readonly most: number;
  readonly signal: AbortSignal;
}

async function readBounded(response: Response, most: number): Promise<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let text = '';
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > most) throw new Error(`the answer is larger than ${most} bytes`);
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

/**
 * Gets a JSON document from exactly this address: a redirect is an error, because where it leads was not pinned.
 *
 * @throws when it cannot be had, is not JSON, or breaks the limits
 */
export async function fetchJson(url: URL, { most, signal }: FetchLimits): Promise<unknown> {
  const response = await fetch(url, { redirect: 'error', signal, headers: { accept: 'application/json' } });
  if (response.status !== 200) {
    await response.body?.cancel();
    throw new Error(`status ${response.status}`);
  }
  return JSON.parse(await readBounded(response, most)) as unknown;
}
