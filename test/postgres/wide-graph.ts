import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { systemClock } from '../../src/clock.ts';
import { type Call, createCallLog } from '../../src/sandbox/calls.ts';
import { exchange } from '../../src/sandbox/exchange.ts';
import { createFaultQueue, parseFaults } from '../../src/sandbox/faults.ts';
import { logArrival } from '../../src/sandbox/incoming.ts';
import { changeJob, type JobChange } from '../../src/sandbox/job-admin.ts';
import { beginStory } from '../../src/sandbox/job-story.ts';
import { defaultPace, type Pace } from '../../src/sandbox/pace.ts';
import { readBody } from '../../src/sandbox/read-body.ts';
import { sandboxTenantId } from '../../src/sandbox/tenant.ts';
import { currentJobs, type World } from '../../src/sandbox/world.ts';

export interface WideJob {
  readonly servicePrincipalId: string;
  readonly jobId: string;
}

/** The sandbox's Graph over a tenant with as many running jobs as wanted, one to a principal. */
export interface WideGraph {
  readonly url: string;
  readonly jobs: readonly WideJob[];
  /** The writes it saw, oldest first. */
  writes(): readonly Call[];
  /** Plants faults, given as in `POST /_sandbox/faults`. */
  plant(...faults: readonly object[]): void;
  /** Changes a job as an admin elsewhere would, given as in `POST /_sandbox/jobs`. */
  change(job: WideJob, set: JobChange['set']): void;
  /** `schedule.state` as it is read now. */
  stateOf(job: WideJob): string | null;
  stop(): Promise<void>;
}

const numbered = (index: number) => String(index).padStart(12, '0');

/** A tenant of `count` jobs; the sandbox proper has twenty. */
function wideWorld(count: number, changes: Partial<Pace>): World {
  const pace = { ...defaultPace, ...changes };
  const now = Date.now();
  const seed = 1;
  const ids = Array.from({ length: count }, (_, index) => `5b0c7c1e-94a2-4a60-8d3e-${numbered(index)}`);
  return {
    clock: systemClock,
    pace,
    seed,
    tenant: {
      principals: ids.map((id, index) => ({
        id,
        appId: `a4d8c1f2-3b6e-4f70-9c51-${numbered(index)}`,
        displayName: `App ${index}`,
        tags: [],
        applicationTemplateId: null,
        appOwnerOrganizationId: sandboxTenantId,
        created: now,
      })),
      jobs: ids.map((servicePrincipalId, index) =>
        beginStory({
          story: 'healthy',
          id: `wide.${index}`,
          templateId: 'slackProvisioning',
          servicePrincipalId,
          users: 10,
          groups: 1,
          now,
          pace,
          seed,
        }),
      ),
      profiles: [],
    },
    calls: createCallLog(),
    faults: createFaultQueue(),
    audits: [],
  };
}

async function answer(world: World, incoming: IncomingMessage, response: ServerResponse): Promise<void> {
  const arriving = {
    method: incoming.method ?? 'GET',
    target: incoming.url ?? '/',
    header: (name: string) => {
      const value = incoming.headers[name];
      return (Array.isArray(value) ? value[0] : value) ?? null;
    },
    origin: `http://${incoming.headers.host}`,
    authorized: false,
  };
  const call = logArrival(world, arriving, null);
  const read = await readBody(incoming);
  const body = read.kind === 'json' ? read.json : undefined;
  const result = exchange(world, { ...arriving, body }, call);
  if (result.drop) {
    incoming.socket.destroy();
    return;
  }
  setTimeout(() => {
    if (response.destroyed) return;
    call.status = result.status;
    response.writeHead(result.status, { ...result.headers, 'content-type': 'application/json' });
    response.end(result.body === undefined ? '' : JSON.stringify(result.body));
  }, result.delayMs);
}

/** Starts it on loopback. */
export async function startWideGraph(count: number, pace: Partial<Pace> = {}): Promise<WideGraph> {
  const world = wideWorld(count, pace);
  const server = createServer((incoming, response) => {
    // A bot that was killed in the middle of its request.
    answer(world, incoming, response).catch(() => incoming.socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    jobs: world.tenant.jobs.map(({ servicePrincipalId, id }) => ({ servicePrincipalId, jobId: id })),
    writes: () =>
      world.calls.list().filter(({ method, path }) => method !== 'GET' && !path.endsWith('$batch')),
    plant(...faults) {
      const parsed = parseFaults({ faults });
      if ('problem' in parsed) throw new Error(parsed.problem);
      world.faults.add(parsed);
    },
    change(job, set) {
      if (!changeJob(world, { ...job, set })) throw new Error(`there is no job ${job.jobId}`);
    },
    stateOf: ({ servicePrincipalId, jobId }) =>
      currentJobs(world, servicePrincipalId).find(({ id }) => id === jobId)?.state ?? null,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
