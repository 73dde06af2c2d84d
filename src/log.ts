import { type DestinationStream, type LogFn, type Logger, pino } from 'pino';
import { describeError } from './describe-error.ts';
import { followed } from './tracing.ts';
import type { GraphAnswer } from './words.ts';

export type Log = Logger;

/** Graph's codes are words such as `UnknownError` or `Request_ResourceNotFound`; anything else isn't repeated. */
const word = /^[A-Za-z][A-Za-z_.]{0,63}$/;
const id = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** An id that another service gave, if it looks like one. */
export const plainId = (value: unknown): string | null =>
  typeof value === 'string' && id.test(value) ? value : null;

const plainAnswer = (answer: GraphAnswer | null | undefined) =>
  answer == null
    ? null
    : {
        status: answer.status,
        code: word.test(answer.code ?? '') ? answer.code : null,
        requestId: plainId(answer.requestId),
        retryAfter: answer.retryAfter,
      };

/** What no line may have, should somebody put it there: each at the top and one level down. */
const never = [
  'authorization',
  'headers',
  'body',
  'config',
  'request',
  'response',
  'token',
  'assertion',
  'secret',
  'password',
  'text',
  'typedName',
  'displayName',
  'actorName',
  'name',
  'activity',
  'claims',
].flatMap((key) => [key, `*.${key}`]);

/** Without words of its own a line with an error would get the error's message for them. */
function withWords(this: Logger, line: Parameters<LogFn>, write: LogFn): void {
  const [first, ...more] = line as unknown[];
  if (typeof first === 'object' && more.length === 0) write.call(this, first, 'something happened');
  else write.apply(this, line);
}

/**
 * Structured lines, each with the command, run and trace it belongs to. Message texts, people's names and tokens are
 * never handed to it; errors are described by a list of what may be told.
 *
 * @param level silent, error, warn, info or debug
 * @param to where the lines go; standard output by default
 */
export function createLog(level: string, to?: DestinationStream): Log {
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    mixin: followed,
    hooks: { logMethod: withWords },
    serializers: { err: describeError, answer: plainAnswer, requestId: plainId, correlationId: plainId },
    redact: { paths: never.filter((path) => path !== '*.name'), censor: '[redacted]' },
  };
  return to === undefined ? pino(options) : pino(options, to);
}
