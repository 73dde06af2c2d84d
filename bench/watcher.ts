import { startWorkLoop } from '../src/background/work-loop.ts';
import { works } from '../src/background/works.ts';
import { systemClock } from '../src/clock.ts';
import { createGraph } from '../src/graph/client.ts';
import { createLog } from '../src/log.ts';
import { standardTiming } from '../src/operations/deps.ts';
import { appWriters } from '../src/operations/writers.ts';
import { sandboxPolicy } from '../src/policy/policy.ts';
import { newOwner } from '../src/store/lease.ts';
import { openStore } from '../src/store/open.ts';
import { tokenOf } from './fake-tenants.ts';

/**
 * A bot that does nothing but watch. It tells what it used so far whenever its parent asks.
 *
 * Arguments: the store's and Graph's address.
 */
const [storeUrl = '', graphUrl = ''] = process.argv.slice(2);

let statements = 0;
const opened = await openStore({ kind: 'postgres', url: storeUrl });
const db = opened.withPlugin({
  transformQuery({ node }) {
    statements += 1;
    return node;
  },
  transformResult: async ({ result }) => result,
});
const log = createLog('error');
const clock = systemClock;
const graphOf = (tenantId: string) =>
  createGraph({ baseUrl: graphUrl, getToken: async () => tokenOf(tenantId) });
const deps = {
  db,
  graphOf,
  policy: sandboxPolicy,
  clock,
  log,
  confirmationTtl: 300_000,
  pauseReminder: 0,
  timing: standardTiming,
  writers: appWriters(graphOf('')),
  schoolProfiles: 'off',
} as const;
const { poll, survey, tell } = works(deps, newOwner(), {
  deliver: async () => {
    throw new Error('a benchmark sends nothing');
  },
  limits: [],
  stopping: new AbortController().signal,
});
for (const work of [poll, survey, tell]) startWorkLoop(work, { clock, log });

process.on('message', () => {
  process.send?.({ cpu: process.cpuUsage(), memory: process.memoryUsage.rss(), statements });
});
process.on('disconnect', () => process.exit(0));
