import { type ControlReply, problem } from '../control-reply.ts';
import type { Estate } from './estate.ts';
import { parseEntraFaults } from './faults.ts';

/**
 * Answers what lies below `/_sandbox/entra/`: looking at the sandbox Entra and planting faults from outside.
 *
 * @param contentType the request's header; a POST must be JSON, which no web form can send
 * @param body parsed JSON
 */
export function controlEntra(
  estate: Estate,
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
    case 'GET /_sandbox/entra/requests':
      return { status: 200, body: { requests: estate.log.list() } };
    case 'GET /_sandbox/entra/faults':
      return { status: 200, body: { faults: estate.faults.list() } };
    case 'POST /_sandbox/entra/faults': {
      const faults = parseEntraFaults(body);
      if ('problem' in faults) return problem(400, faults.problem);
      estate.faults.add(faults);
      return { status: 200, body: { faults: estate.faults.list() } };
    }
    case 'DELETE /_sandbox/entra/faults':
      estate.faults.clear();
      return { status: 200, body: { faults: [] } };
    case 'POST /_sandbox/entra/reset':
      reset();
      return { status: 200, body: { reset: true } };
    default:
      return known.has(path)
        ? problem(405, `${method} is not possible here.`)
        : problem(404, 'No such control endpoint.');
  }
}

const known = new Set(['requests', 'faults', 'reset'].map((name) => `/_sandbox/entra/${name}`));
