import { createLog, type Log } from '../../src/log.ts';

export interface CapturedLog {
  readonly log: Log;
  /** Every line as it would have been written. */
  readonly lines: readonly string[];
  /** The reasons of the rejections told of. */
  reasons(): string[];
}

/** A log that keeps what it is told. */
export function captureLog(): CapturedLog {
  const lines: string[] = [];
  const log = createLog('debug', { write: (line: string) => void lines.push(line) });
  return {
    log,
    lines,
    reasons: () =>
      lines
        .map((line) => JSON.parse(line) as { reason?: string })
        .flatMap(({ reason }) => (reason === undefined ? [] : [reason])),
  };
}
