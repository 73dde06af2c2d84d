import * as z from 'zod/v4';
import { type ControlReply, problem } from './control-reply.ts';
import { parseFaults } from './faults.ts';
import { sentenceOf } from './invalid-input.ts';
import { changeJob, jobChangeShape } from './job-admin.ts';
import { tenantSummary } from './tenant-summary.ts';
import type { World } from './world.ts';

const renameShape = z.strictObject({ id: z.string().min(1), displayName: z.string().min(1).max(256) });

/**
 * Answers what lies below `/_sandbox/`: looking at the sandbox and changing it from outside of Graph.
 *
 * @param path percent-decoded, `/_sandbox/…`
 * @param contentType the request's header; a POST must be JSON, which no web form can send
 */
export function control(
  world: World,
  reset: () => void,
  method: string,
  path: string,
  contentType: string | undefined,
  body: unknown,
): ControlReply {
  if (method === 'POST' && !/^application\/json\s*(?:;|$)/i.test(contentType ?? '')) {
    return problem(415, 'The content-type must be application/json.');
  }
  switch (`${method} ${path}`) {
    case 'GET /_sandbox/calls':
      return { status: 200, body: { calls: world.calls.list() } };
    case 'GET /_sandbox/tenant':
      return { status: 200, body: tenantSummary(world) };
    case 'GET /_sandbox/faults':
      return { status: 200, body: { faults: world.faults.list() } };
    case 'POST /_sandbox/faults': {
      const faults = parseFaults(body);
      if ('problem' in faults) return problem(400, faults.problem);
      world.faults.add(faults);
      return { status: 200, body: { faults: world.faults.list() } };
    }
    case 'DELETE /_sandbox/faults':
      world.faults.clear();
      return { status: 200, body: { faults: [] } };
    case 'POST /_sandbox/reset':
      reset();
      return { status: 200, body: { reset: true } };
    case 'POST /_sandbox/jobs': {
      const parsed = jobChangeShape.safeParse(body);
      if (!parsed.success) return problem(400, sentenceOf(parsed.error));
      return changeJob(world, parsed.data)
        ? { status: 200, body: { changed: true } }
        : problem(404, 'No such job.');
    }
    case 'POST /_sandbox/principals':
      return rename(world, body);
    default:
      return known.has(path)
        ? problem(405, `${method} is not possible here.`)
        : problem(404, 'No such control endpoint.');
  }
}

const known = new Set(
  ['calls', 'tenant', 'faults', 'reset', 'jobs', 'principals'].map((name) => `/_sandbox/${name}`),
);

function rename(world: World, body: unknown): ControlReply {
  const parsed = renameShape.safeParse(body);
  if (!parsed.success) return problem(400, sentenceOf(parsed.error));
  const { id, displayName } = parsed.data;
  const principal = world.tenant.principals.find((each) => each.id === id.toLowerCase());
  if (principal === undefined) return problem(404, 'No such service principal.');
  principal.displayName = displayName;
  return { status: 200, body: { changed: true } };
}
