import { randomUUID } from 'node:crypto';
import { knownErrors } from './aadsts.ts';

/** What Entra answers, before it is sent. */
export interface EntraAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Sent as a page in place of `body`: what gateways answer with. */
  readonly html?: string;
  /** `AADSTS…` number, for the log. */
  readonly error?: number;
}

/**
 * An error in Entra's JSON format.
 *
 * @param number one of `knownErrors`
 * @param detail a sentence behind the usual one
 */
export function entraError(number: number, now: number, detail = ''): EntraAnswer {
  const known = knownErrors[number] ?? {
    status: 400,
    error: 'invalid_request',
    message: 'The request is not valid.',
  };
  const traceId = randomUUID();
  const correlationId = randomUUID();
  const timestamp = `${new Date(now).toISOString().slice(0, 19).replace('T', ' ')}Z`;
  const message = detail === '' ? known.message : `${known.message} ${detail}`;
  const challenge = JSON.stringify({
    access_token: { capolids: { essential: true, values: ['2d1f3c5a-9b7e-4d60-8a42-c3f5e7190b24'] } },
  });
  return {
    status: known.status,
    error: number,
    body: {
      error: known.error,
      error_description: `AADSTS${number}: ${message} Trace ID: ${traceId} Correlation ID: ${correlationId} Timestamp: ${timestamp}`,
      error_codes: [number],
      timestamp,
      trace_id: traceId,
      correlation_id: correlationId,
      error_uri: `https://login.microsoftonline.com/error?code=${number}`,
      ...(known.suberror === undefined ? {} : { suberror: known.suberror }),
      ...(known.challenge === true ? { claims: challenge } : {}),
    },
  };
}
