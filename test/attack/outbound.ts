import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';

export interface Outbound {
  /** Ends the watch; where this process connected to, except to the ports that were expected. */
  stop(): string[];
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
    stop() {
      unsubscribe('net.client.socket', onSocket);
      return seen;
    },
  };
}
