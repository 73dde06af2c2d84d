import { marks } from '../text/labels.ts';
import type { AttemptResult, Outcome, Phase, Right, WatchEvent } from '../words.ts';
import type { Tone } from './elements.ts';

/** The tone of a state: it repeats what symbol and headline say. */
export function toneOf(phase: Phase): Tone {
  switch (phase) {
    case 'active':
    case 'running':
      return 'good';
    case 'quarantined':
    case 'error':
      return 'attention';
    case 'unknown':
      return 'warning';
    default:
      return 'emphasis';
  }
}

/** The tone and symbol of a run that is working (null) or ended. */
export function outcomeLook(outcome: Outcome | null): { readonly tone: Tone; readonly mark: string } {
  switch (outcome?.kind) {
    case undefined:
      return { tone: 'emphasis', mark: marks.working };
    case 'done':
      return { tone: 'good', mark: marks.done };
    case 'accepted':
      return { tone: 'warning', mark: marks.accepted };
    case 'already':
      return { tone: 'emphasis', mark: marks.already };
    case 'refused':
      return { tone: 'warning', mark: marks.refused };
    case 'failed':
      return { tone: 'attention', mark: marks.failed };
    case 'unknown':
      return { tone: 'warning', mark: marks.unknown };
  }
}

/** The symbol of an attempt on record. */
export function attemptMark(result: AttemptResult): string {
  switch (result.kind) {
    case 'kept':
    case 'expired':
    case 'replaced':
    case 'withdrawn':
    case 'declined':
      return marks.closed;
    case 'turned-away':
      return marks.refused;
    case 'done':
    case 'accepted':
    case 'already':
    case 'refused':
    case 'failed':
    case 'unknown':
      return outcomeLook(result).mark;
    default:
      // Another version of the bot wrote it.
      return marks.unknown;
  }
}

/** The symbol of what a person may do. */
export function rightMark(verdict: Right['verdict']): string {
  switch (verdict) {
    case 'yes':
    case 'asks':
      return marks.done;
    case 'approval':
      return marks.secondPerson;
    case 'no':
      return marks.refused;
    case 'unknown':
      return marks.unknown;
  }
}

/** The tone of a change of a watched job. */
export function eventTone(event: WatchEvent): Tone {
  switch (event) {
    case 'quarantined':
    case 'deleted':
    case 'guarded':
    case 'credentials':
      return 'attention';
    case 'failing':
    case 'silent':
      return 'warning';
    case 'recovered':
    case 'started':
      return 'good';
    case 'paused':
      return 'emphasis';
  }
}
