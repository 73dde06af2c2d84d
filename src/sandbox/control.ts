import * as z from 'zod/v4';
import { type ControlReply, problem } from './control-reply.ts';
import { parseFaults } from './faults.ts';
import { isGraphTenantId, sandboxTenantId } from './ids.ts';
import { sentenceOf } from './invalid-input.ts';
import { changeJob, jobChangeShape } from './job-admin.ts';
import { tenantSummary } from './tenant-summary.ts';
import type { Worlds } from './worlds.ts';

const renameShape = z.strictObject({ id: z.string().min(1), displayName: z.string().min(1).max(256) });

/**
 * Answers what lies below `/_sandbox/`: looking at the sandbox and changing it from outside of Graph.
 *
 * @param path percent-decoded, `/_sandbox/…`
 * @param contentType the request's header; a POST must be JSON, which no web form can send
 */
export function control(
  worlds: Worlds,
  reset: () => void,
  method: string,
  path: string,
  contentType: string | undefined,
  body: unknown,
): ControlReply {
  if (method === 'POST' && !/^application\/json\s*(?:;|$)/i.test(contentType ?? '')) {
    return problem(415, 'The content-type must be application/json.');
  }
  const ofTenant = /^\/_sandbox\/tenant\/([^/]+)$/.exec(path)?.[1];
  if (method === 'GET' && ofTenant !== undefined) {
    return isGraphTenantId(ofTenant)
      ? { status: 200, body: tenantSummary(ofTenant, worlds[ofTenant]) }
      : problem(404, 'No such tenant.');
  }
  const home = worlds[sandboxTenantId];
  // The tenants share one log and one queue, so any world's will do.
  const { calls, faults } = home;
  switch (`${method} ${path}`) {
    case 'GET /_sandbox/calls':
      return { status: 200, body: { calls: calls.list() } };
    case 'GET /_sandbox/tenant':
      return { status: 200, body: tenantSummary(sandboxTenantId, home) };
    case 'GET /_sandbox/faults':
      return { status: 200, body: { faults: faults.list() } };
    case 'POST /_sandbox/faults': {
      const parsed = parseFaults(body);
      if ('problem' in parsed) return problem(400, parsed.problem);
      faults.add(parsed);
      return { status: 200, body: { faults: faults.list() } };
    }
    case 'DELETE /_sandbox/faults':
      faults.clear();
      return { status: 200, body: { faults: [] } };
    case 'POST /_sandbox/reset':
      reset();
      return { status: 200, body: { reset: true } };
    case 'POST /_sandbox/jobs': {
      const parsed = jobChangeShape.safeParse(body);
      if (!parsed.success) return problem(400, sentenceOf(parsed.error));
      return Object.values(worlds).some((world) => changeJob(world, parsed.data))
        ? { status: 200, body: { changed: true } }
        : problem(404, 'No such job.');
    }
    case 'POST /_sandbox/principals':
      return rename(worlds, body);
    default:
      return known.has(path)
        ? problem(405, `${method} is not possible here.`)
        : problem(404, 'No such control endpoint.');
  }
}

const known = new Set(
  ['calls', 'tenant', 'faults', 'reset', 'jobs', 'principals'].map((name) => `/_sandbox/${name}`),
);

function rename(worlds: Worlds, body: unknown): ControlReply {
  const parsed = renameShape.safeParse(body);
  if (!parsed.success) return problem(400, sentenceOf(parsed.error));
  const { id, displayName } = parsed.data;
  const principal = Object.values(worlds)
    .flatMap((world) => world.tenant.principals)
    .find((each) => each.id === id.toLowerCase());
  if (principal === undefined) return problem(404, 'No such service principal.');
  principal.displayName = displayName;
  return { status: 200, body: { changed: true } };
}
