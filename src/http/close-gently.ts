import type { Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** How long requests under way are waited for, milliseconds; Node checks no time-outs any more once it closes. */
export const patience = 3000;

/**
 * Prepares a server to be closed: connections on which nothing was asked, or nothing more, end at once, the others
 * after their answer. Node's own `closeIdleConnections` spares those that never sent anything, and waits for them.
 *
 * @returns closes the server; settles when the last connection has ended
 */
export function prepareToClose(server: Server): () => Promise<void> {
  const underWay = new Map<Socket, number>();
  let closing = false;
  const begin = ({ socket }: { readonly socket: Socket }, response: ServerResponse) => {
    underWay.set(socket, (underWay.get(socket) ?? 0) + 1);
    response.once('close', () => {
      const left = (underWay.get(socket) ?? 1) - 1;
      if (underWay.has(socket)) underWay.set(socket, left);
      if (closing && left === 0) socket.destroySoon();
    });
  };
  server.on('connection', (socket: Socket) => {
    underWay.set(socket, 0);
    socket.once('close', () => underWay.delete(socket));
  });
  server.on('request', begin).on('checkContinue', begin);
  return () =>
    new Promise((resolve) => {
      closing = true;
      const cutOff = setTimeout(() => server.closeAllConnections(), patience);
      server.close(() => {
        clearTimeout(cutOff);
        resolve();
      });
      for (const [socket, count] of underWay) if (count === 0) socket.destroy();
    });
}
