import { createGraph } from '../src/graph/client.ts';
import { jobId, principalId, tenantId, tokenOf } from './fake-tenants.ts';

/**
 * What watching is compared with: one request for each job, each minute, spread evenly; it keeps nothing and tells
 * nothing. It tells what it used so far whenever its parent asks.
 *
 * Arguments: Graph's address, tenants, jobs in each.
 */
const [graphUrl = '', ...numbers] = process.argv.slice(2);
const [tenants = 0, jobs = 0] = numbers.map(Number);
const period = 60_000;
const most = 50;

const graphs = Array.from({ length: tenants }, (_, tenant) =>
  createGraph({ baseUrl: graphUrl, getToken: async () => tokenOf(tenantId(tenant)) }),
);
let read = 0;
let underWay = 0;
let next = 0;
const began = Date.now();

/** Reads all that are due by now, in turn, tenant after tenant. */
function look(): void {
  const due = ((Date.now() - began) / period) * tenants * jobs;
  while (next < due && underWay < most) {
    const tenant = next % tenants;
    const index = Math.floor(next / tenants) % jobs;
    next += 1;
    underWay += 1;
    const path = `/servicePrincipals/${principalId(tenant, index)}/synchronization/jobs/${jobId(tenant, index)}`;
    graphs[tenant]?.({ name: 'read-job', method: 'GET', version: 'v1.0', path })
      .then(() => {
        read += 1;
      })
      .catch(() => {})
      .finally(() => {
        underWay -= 1;
        look();
      });
  }
}
setInterval(look, 20);

process.on('message', () => {
  process.send?.({ cpu: process.cpuUsage(), memory: process.memoryUsage.rss(), read });
});
process.on('disconnect', () => process.exit(0));
