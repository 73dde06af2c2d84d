import type { Boundary, KillPoint } from './kill-point.ts';

/** Counts boundaries and kills the bot at the armed one. */
export interface Killer {
  /** Arms for a new life; null lets it live. Counting begins anew. */
  arm(point: KillPoint | null): void;
  /** From now on it counts: starts the clock of a point in time, and no longer overlooks what the store writes. */
  startClock(): void;
  /** True: go on. False: the bot was killed right now, and what it asked for must not be answered. */
  reached(boundary: Boundary, about: string): boolean;
  /** A kill is under way or its time is still to come. */
  pending(): boolean;
  disarm(): void;
}

export function createKiller(kill: (why: string) => void, note: (what: string) => void): Killer {
  let armed: KillPoint | null = null;
  let count = 0;
  let counting = false;
  let timer: NodeJS.Timeout | undefined;

  const disarm = () => {
    armed = null;
    clearTimeout(timer);
    timer = undefined;
  };
  const fire = (why: string) => {
    disarm();
    kill(why);
  };
  const fireIn = (delay: number, why: string) => {
    clearTimeout(timer);
    timer = setTimeout(() => fire(why), delay);
  };

  return {
    arm(point) {
      disarm();
      armed = point;
      count = 0;
      counting = false;
    },
    startClock() {
      counting = true;
      if (armed?.kind === 'time' && timer === undefined) fireIn(armed.after, `${armed.after} ms`);
    },
    reached(boundary, about) {
      if (boundary === 'store-written') {
        // A start brings the store up to date first, and that is not what is looked for.
        if (!counting) return true;
      } else note(`${boundary}  ${about}`);
      if (armed?.kind !== 'boundary' || armed.boundary !== boundary || timer !== undefined) return true;
      count += 1;
      if (count < armed.occurrence) return true;
      const why = `${boundary} #${count}`;
      if (armed.delay > 0) {
        fireIn(armed.delay, why);
        return true;
      }
      fire(why);
      return false;
    },
    pending: () => timer !== undefined,
    disarm,
  };
}
