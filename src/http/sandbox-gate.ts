import type { Gate, Refusal } from './gate.ts';
import { saysCompressed, saysJson } from './gate.ts';
import { isLoopbackUrl, namesLoopback } from './loopback-only.ts';
import { saysTooLarge } from './read-json-body.ts';

const refusals = {
  host: { status: 403, reason: 'host', message: 'In sandbox mode only this machine may call.' },
  encoding: {
    status: 415,
    reason: 'content-encoding',
    message: 'A body without content-encoding is expected.',
  },
  size: { status: 413, reason: 'too-large', message: 'The body is too large.' },
  json: { status: 400, reason: 'not-json', message: 'An activity as JSON is expected.' },
  serviceUrl: {
    status: 403,
    reason: 'service-url-foreign',
    message: 'In sandbox mode serviceUrl must be on this machine.',
  },
} as const satisfies Record<string, Refusal>;

/** The sandbox authenticates nobody, so only this machine may call, and a web page must not get through by DNS rebinding. */
export const sandboxGate: Gate = {
  any(request) {
    if (!namesLoopback(request.headers.host)) return refusals.host;
    return saysCompressed(request) ? refusals.encoding : null;
  },
  async head(request) {
    if (!saysJson(request)) return refusals.json;
    return saysTooLarge(request) ? refusals.size : null;
  },
  body: (body) => (isLoopbackUrl(body['serviceUrl']) ? null : refusals.serviceUrl),
  badBody: (problem) => (problem === 'too-large' ? refusals.size : { ...refusals.json, reason: problem }),
};
