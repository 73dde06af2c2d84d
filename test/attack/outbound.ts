import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';

export interface Outbound {
  /** Where this process connected to, except to the ports that were expected. */
  readonly seen: readonly string[];
  /** Ends the watch. */
  stop(): readonly string[];
}

/** Watches every TCP connection this process makes from now on. */
export function watchOutbound(expected: readonly number[]): Outbound {
  const seen: string[] = [];
  const onSocket = (message: unknown) => {
    const { socket } = message as { readonly socket: Socket };
    socket.once('connectionAttempt', (address: string, port: number) => {
      if (!expected.includes(port)) seen.push(`${address}:${port}`);
    });
  };
  subscribe('net.client.socket', onSocket);
  return {
    seen,
    stop() {
      unsubscribe('net.client.socket', onSocket);
      return seen;
    },
  };
}
