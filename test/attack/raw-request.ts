import { connect } from 'node:net';

export interface RawRequest {
  readonly method?: string;
  readonly path?: string;
  /** As they go over the wire: in this order, repeated names and all. */
  readonly headers?: readonly (readonly [name: string, value: string])[];
  readonly body?: string | Buffer;
  /** In chunks of this many bytes in place of a content-length. */
  readonly chunked?: number;
}

export interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  /** Whether the server ended the connection by itself. */
  readonly ended: boolean;
}

function chunks(body: Buffer, size: number): Buffer {
  const parts: Buffer[] = [];
  for (let at = 0; at < body.length; at += size) {
    const part = body.subarray(at, at + size);
    parts.push(Buffer.from(`${part.length.toString(16)}\r\n`), part, Buffer.from('\r\n'));
  }
  return Buffer.concat([...parts, Buffer.from('0\r\n\r\n')]);
}

/** The bytes of a request. */
export function bytesOf({ method = 'POST', path = '/api/messages', ...more }: RawRequest): Buffer {
  const body = Buffer.from(more.body ?? '');
  const { headers = [], chunked } = more;
  const named = new Set(headers.map(([name]) => name.toLowerCase()));
  const lines = [`${method} ${path} HTTP/1.1`, ...(named.has('host') ? [] : ['host: bot.example'])];
  for (const [name, value] of headers) lines.push(`${name}: ${value}`);
  if (chunked !== undefined) lines.push('transfer-encoding: chunked');
  else if (!named.has('content-length') && method !== 'GET') lines.push(`content-length: ${body.length}`);
  const head = Buffer.from(`${lines.join('\r\n')}\r\n\r\n`);
  return Buffer.concat([head, chunked === undefined ? body : chunks(body, chunked)]);
}

/** Sends bytes over a connection of their own; settles once the answer is whole and the server did what it does next. */
export function sendBytes(port: number, bytes: Buffer): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    let got = Buffer.alloc(0);
    let whole: Omit<RawAnswer, 'ended'> | null = null;
    let settle: NodeJS.Timeout | undefined;
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    const done = (ended: boolean) => {
      clearTimeout(settle);
      socket.destroy();
      if (whole === null) reject(new Error(`no whole answer: ${got.toString('latin1')}`));
      else resolve({ ...whole, ended });
    };
    socket.on('data', (data) => {
      got = Buffer.concat([got, data]);
      const split = got.indexOf('\r\n\r\n');
      if (split === -1 || whole !== null) return;
      const [first = '', ...lines] = got.subarray(0, split).toString('latin1').split('\r\n');
      const headers = Object.fromEntries(
        lines.map((line) => {
          const colon = line.indexOf(':');
          return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
        }),
      );
      const rest = got.subarray(split + 4);
      const length = headers['content-length'];
      const complete = length === undefined ? rest.includes('0\r\n\r\n') : rest.length >= Number(length);
      if (!complete) return;
      whole = { status: Number(first.split(' ')[1]), headers, text: rest.toString('utf8') };
      settle = setTimeout(done, headers['connection'] === 'close' ? 2000 : 20, false);
    });
    socket.on('end', () => done(true));
    // A reset after the answer is an end too; before it there is nothing to show.
    socket.on('error', (error) => (whole === null ? reject(error) : done(true)));
  });
}

export const send = (port: number, request: RawRequest): Promise<RawAnswer> =>
  sendBytes(port, bytesOf(request));
