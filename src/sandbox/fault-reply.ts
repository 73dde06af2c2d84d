import type { Fault } from './faults.ts';
import { errorReply, type GraphReply } from './graph-reply.ts';

/** The answer a fault gives in place of the effect; null for faults that let it happen. */
export function replyInstead(fault: Fault): GraphReply | null {
  const retryAfter = (seconds: number | undefined): Record<string, string> =>
    seconds === undefined ? {} : { 'retry-after': String(seconds) };
  switch (fault.kind) {
    case 'unknown-error-401':
      return errorReply(401, 'UnknownError', '');
    case 'throttle':
      return withBody(
        fault,
        errorReply(
          429,
          fault.code ?? 'TooManyRequests',
          fault.message ?? 'Too many requests.',
          retryAfter(fault.retryAfterSeconds ?? 3),
        ),
      );
    case 'status': {
      const status = fault.status ?? 500;
      const code = fault.code ?? usualCode[status] ?? 'UnknownError';
      return withBody(
        fault,
        errorReply(
          status,
          code,
          fault.message ?? 'Planted by the sandbox.',
          retryAfter(fault.retryAfterSeconds),
        ),
      );
    }
    default:
      return null;
  }
}

function withBody(fault: Fault, reply: GraphReply): GraphReply {
  if (fault.body === undefined) return reply;
  return { status: reply.status, headers: reply.headers ?? {}, body: fault.body };
}

/** The code that usually comes with a status (`concepts/errors`, Microsoft Graph, and issue threads). */
const usualCode: Readonly<Record<number, string>> = {
  400: 'Request_BadRequest',
  401: 'InvalidAuthenticationToken',
  403: 'Authorization_RequestDenied',
  404: 'Request_ResourceNotFound',
  409: 'Directory_ConcurrencyViolation',
  410: 'Gone',
  412: 'PreconditionFailed',
  423: 'Locked',
  429: 'TooManyRequests',
  500: 'InternalServerError',
  502: 'BadGateway',
  503: 'ServiceUnavailable',
  504: 'GatewayTimeout',
};
