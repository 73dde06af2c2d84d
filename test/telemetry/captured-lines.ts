import { setTimeout as sleep } from 'node:timers/promises';
import { createLog, type Log } from '../../src/log.ts';

export type Line = Readonly<Record<string, unknown>> & { readonly msg: string };

export interface CapturedLines {
  readonly log: Log;
  lines(): Line[];
  /** Those of that message. */
  of(message: string): Line[];
  /** Waits for a line of that message. */
  soon(message: string, like?: Readonly<Record<string, unknown>>): Promise<Line>;
}

/** The bot's own log at its most talkative, kept. */
export function captureLines(): CapturedLines {
  const written: string[] = [];
  const log = createLog('debug', { write: (line: string) => void written.push(line) });
  const lines = () => written.map((line) => JSON.parse(line) as Line);
  const of = (message: string) => lines().filter(({ msg }) => msg === message);
  return {
    log,
    lines,
    of,
    async soon(message, like = {}) {
      for (let tries = 0; tries < 400; tries += 1) {
        const found = of(message).find((line) =>
          Object.entries(like).every(([key, value]) => line[key] === value),
        );
        if (found !== undefined) return found;
        await sleep(25);
      }
      throw new Error(`no line like that: ${message} ${JSON.stringify(like)}\n${written.join('')}`);
    },
  };
}
