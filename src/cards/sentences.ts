import type { Command, TargetText, Until, WatchText } from '../language/command.ts';
import { sentenceFor } from '../language/sentence.ts';
import type { JobTarget, Operation, Target, WatchEvent, Watched } from '../words.ts';
import { clean, isCut } from './escape.ts';

type TargetVerb = 'status' | 'status school' | 'pause' | 'start' | 'delete' | 'pause school' | 'cancel timer';

interface More {
  readonly reason?: string | null;
  /** When a pause is to end. */
  readonly until?: Until | null;
}

function exactly(target: Target): TargetText {
  return target.kind === 'job'
    ? { kind: 'job', servicePrincipalId: target.servicePrincipalId, jobId: target.jobId }
    : { kind: 'id', id: target.profileId };
}

function commandOf(verb: TargetVerb, target: TargetText, { reason = null, until = null }: More): Command {
  switch (verb) {
    case 'status':
    case 'status school':
    case 'cancel timer':
      return { verb, target };
    case 'pause':
      return { verb, target, reason, ask: false, until };
    default:
      return { verb, target, reason, ask: false };
  }
}

/** The verb that asks for an operation. */
export function verbOf(operation: Operation): 'pause' | 'start' | 'delete' | 'pause school' {
  return operation === 'pause-profile' ? 'pause school' : operation;
}

/** The verb that shows how a target is doing. */
export function statusVerb(target: Target): 'status' | 'status school' {
  return target.kind === 'profile' ? 'status school' : 'status';
}

/** The sentence of a button: it names the target by its ids, so that it can mean no other. */
export function exactSentence(
  verb: TargetVerb,
  target: Target,
  reason: string | null = null,
  until: Until | null = null,
): string {
  return sentenceFor(commandOf(verb, exactly(target), { reason, until }));
}

/** What a person types for a target: its name, or its id where the name can't be typed as it is shown. */
function typedBy(target: Target, displayName: string, command: (text: TargetText) => Command): string {
  const id = target.kind === 'job' ? target.jobId : target.profileId;
  const byId = sentenceFor(command({ kind: 'id', id }));
  if (isCut(displayName) || clean(displayName) !== displayName) return byId;
  const named: TargetText = { kind: 'name', name: displayName, quoted: false };
  const byName = sentenceFor(command(named));
  // A name that can't be written leaves a sentence without a target.
  return byName === sentenceFor(command(UNSAYABLE)) ? byId : byName;
}

/** Breaks every kind of quotation mark. */
const UNSAYABLE: TargetText = { kind: 'name', name: `a" b' c” d’ e» f`, quoted: true };

/** The sentence a person types: by name, or by id where the name can't be typed as it is shown. */
export function typedSentence(verb: TargetVerb, target: Target, displayName: string): string {
  return typedBy(target, displayName, (text) => commandOf(verb, text, {}));
}

/** The sentence of a button that lets a timed pause end later. */
export function extendSentence(target: JobTarget, until: Until): string {
  return sentenceFor({ verb: 'extend', target: exactly(target), until });
}

/** The sentence a person types for that. */
export function typedExtendSentence(target: JobTarget, displayName: string, until: Until): string {
  return typedBy(target, displayName, (text) => ({ verb: 'extend', target: text, until }));
}

/** The sentence of a button that takes the end off a timed pause. */
export function cancelTimerSentence(target: JobTarget): string {
  return exactSentence('cancel timer', target);
}

function whatOf(watched: Watched | JobTarget): WatchText {
  switch (watched.kind) {
    case 'all':
      return { kind: 'all' };
    case 'pattern':
      return { kind: 'pattern', pattern: watched.pattern };
    default: {
      const target = 'target' in watched ? watched.target : watched;
      return { kind: 'target', target: exactly(target) };
    }
  }
}

/**
 * The sentence of a button that makes a conversation watch.
 *
 * @param only null: every event
 */
export function watchSentence(
  watched: Watched | JobTarget,
  only: readonly WatchEvent[] | null = null,
): string {
  return sentenceFor({ verb: 'watch', what: whatOf(watched), only });
}

/** The sentence of a button that ends one watch: `unwatch all` would end every one, so that of all jobs is `unwatch *`. */
export function unwatchSentence(watched: Watched | JobTarget): string {
  const what: WatchText = watched.kind === 'all' ? { kind: 'pattern', pattern: '*' } : whatOf(watched);
  return sentenceFor({ verb: 'unwatch', what });
}

/** The sentence a person types to watch a job, or to stop. */
export function typedWatchSentence(
  verb: 'watch' | 'unwatch',
  target: JobTarget,
  displayName: string,
): string {
  return typedBy(target, displayName, (text) => {
    const what: WatchText = { kind: 'target', target: text };
    return verb === 'watch' ? { verb, what, only: null } : { verb, what };
  });
}
