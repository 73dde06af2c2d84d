import type { IncomingMessage, ServerResponse } from 'node:http';

/** Says nothing about why: who has to know finds it in the log. */
export const uniformRefusal = 'Refused.';

/** What a refused client may still send before it is cut off. */
const mostAfter = 1_048_576;
const longestAfter = 500;

const bodyOf = (message: string) => JSON.stringify({ message });

/**
 * Refuses a request whose body was not read, and ends its connection.
 *
 * What the client is still sending is thrown away for a moment: ending at once would reset the connection, and the
 * answer could be lost with it.
 */
export function refuse(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  message = uniformRefusal,
): void {
  if (response.headersSent) return void response.destroy();
  const body = bodyOf(message);
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
    connection: 'close',
  });
  response.write(body);
  let left = mostAfter;
  const end = () => {
    clearTimeout(timer);
    request.removeListener('data', discard);
    response.end();
  };
  const discard = (chunk: Buffer) => {
    left -= chunk.length;
    if (left < 0) end();
  };
  const timer = setTimeout(end, longestAfter);
  if (request.readableEnded || request.destroyed) end();
  else request.once('end', end).once('close', end).on('data', discard).resume();
}

/** The same for bytes that never became a request: a whole HTTP/1.1 answer. */
export function refusalBytes(status: number, phrase: string): string {
  const body = bodyOf(uniformRefusal);
  const head = [
    `HTTP/1.1 ${status} ${phrase}`,
    'content-type: application/json',
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
  ];
  return `${head.join('\r\n')}\r\n\r\n${body}`;
}
