import { watchOutbound } from './outbound.ts';
import { openProductionBot } from './production-bot.ts';

/** What the process tells of itself when asked. */
export interface FloodState {
  readonly heap: number;
  readonly lines: number;
  readonly reached: number;
  readonly outbound: readonly string[];
}

/** A bot in a process of its own, so that its memory, connections and files are nobody else's. */
const { send } = process;
const [, , metadataUrl = ''] = process.argv;
if (send === undefined || globalThis.gc === undefined) throw new Error('to be forked with --expose-gc');
const { gc } = globalThis;
const bot = await openProductionBot({ metadataUrl, logic: async () => {} });
// The keys first, so that whatever goes out later was caused from outside.
const response = await fetch(`http://127.0.0.1:${bot.port}/readyz`);
await response.text();
const outbound = watchOutbound([]);
process.on('message', () => {
  gc();
  const state: FloodState = {
    heap: process.memoryUsage().heapUsed,
    lines: bot.lines.length,
    reached: bot.reached.length,
    outbound: outbound.seen,
  };
  process.send?.(state);
});
process.on('disconnect', () => process.exit());
process.send?.({ port: bot.port, status: response.status });
