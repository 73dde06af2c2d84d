import type { Server } from 'node:http';
import { isLoopbackHost } from './loopback.ts';

/**
 * Lets a server listen on loopback.
 *
 * @param host 127.0.0.1, ::1 or localhost
 * @returns the port, and `host:port` as an address has it
 * @throws when the host is not loopback or the port is taken
 */
export async function listen(
  server: Server,
  port: number,
  host: string,
): Promise<{ readonly port: number; readonly bracketed: string }> {
  const bracketed = host.includes(':') ? `[${host}]` : host;
  if (!isLoopbackHost(bracketed)) throw new Error(`The sandbox listens on loopback only, not on ${host}.`);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const address = server.address();
  return { port: address !== null && typeof address === 'object' ? address.port : port, bracketed };
}
