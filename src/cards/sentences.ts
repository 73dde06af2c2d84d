import type { Command, TargetText } from '../language/command.ts';
import { sentenceFor } from '../language/sentence.ts';
import type { Operation, Target } from '../words.ts';
import { clean, isCut } from './escape.ts';

type TargetVerb = Exclude<Command['verb'], 'help' | 'list' | 'list schools' | 'history' | 'who' | 'whoami'>;

function exactly(target: Target): TargetText {
  return target.kind === 'job'
    ? { kind: 'job', servicePrincipalId: target.servicePrincipalId, jobId: target.jobId }
    : { kind: 'id', id: target.profileId };
}

function commandOf(verb: TargetVerb, target: TargetText, reason: string | null): Command {
  return verb === 'status' || verb === 'status school'
    ? { verb, target }
    : { verb, target, reason, ask: false };
}

/** The verb that asks for an operation. */
export function verbOf(operation: Operation): TargetVerb {
  return operation === 'pause-profile' ? 'pause school' : operation;
}

/** The verb that shows how a target is doing. */
export function statusVerb(target: Target): 'status' | 'status school' {
  return target.kind === 'profile' ? 'status school' : 'status';
}

/** The sentence of a button: it names the target by its ids, so that it can mean no other. */
export function exactSentence(verb: TargetVerb, target: Target, reason: string | null = null): string {
  return sentenceFor(commandOf(verb, exactly(target), reason));
}

/** The sentence a person types: by name, or by id where the name can't be typed as it is shown. */
export function typedSentence(verb: TargetVerb, target: Target, displayName: string): string {
  const id = target.kind === 'job' ? target.jobId : target.profileId;
  const byId = sentenceFor(commandOf(verb, { kind: 'id', id }, null));
  if (isCut(displayName) || clean(displayName) !== displayName) return byId;
  const byName = sentenceFor(commandOf(verb, { kind: 'name', name: displayName, quoted: false }, null));
  return byName === verb ? byId : byName;
}
