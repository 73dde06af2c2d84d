import { type Outcome, phaseOf, type RunView } from '../words.ts';
import { counted } from './counts.ts';
import { tryAgain } from './forbidden.ts';
import { afterwards, noTimerSet } from './pauses.ts';
import { notPermittedText } from './sign-in.ts';
import { relative } from './times.ts';

/** What a person can do about how a run ended, one or two sentences; null when there is nothing. */
export function remedy(run: RunView): string | null {
  const { outcome } = run;
  if (outcome?.kind === 'failed') {
    const { writesAs } = run;
    if (outcome.code === 'not-permitted' && writesAs) return notPermittedText(writesAs, scopeOf(run)).helps;
    return failedRemedy(outcome.code);
  }
  if (outcome?.kind === 'refused') return refusedRemedy(outcome.code, run);
  if (outcome?.kind === 'unknown') {
    return 'Look again in a minute, before anybody asks for it a second time. I don’t send it again by myself.';
  }
  if (outcome?.kind === 'accepted') return 'Asking again doesn’t speed it up.';
  return null;
}

/** The Graph permission a run's write takes. */
function scopeOf({ operation }: RunView): string {
  return operation === 'pause-profile' ? 'EduAdministration.ReadWrite' : 'Synchronization.ReadWrite.All';
}

function failedRemedy(code: Extract<Outcome, { kind: 'failed' }>['code']): string {
  switch (code) {
    case 'not-permitted':
      return 'An admin checks that Sync Warden may manage sync jobs in this tenant. Trying again before that gives the same answer.';
    case 'sign-in':
      return 'An admin checks Sync Warden’s own credential: it may have expired. Trying again before that gives the same answer.';
    case 'not-found':
      return 'Type “list” to see what is there.';
    case 'throttled':
      return 'Try again after that time. I don’t send it again by myself.';
    case 'conflict':
      return 'Try again in a few minutes.';
    case 'rejected':
      return 'Give the codes in Details to an admin. Trying again most likely gives the same answer.';
    case 'unreachable':
      return 'Try again in a few minutes. If it stays like this, an admin checks the network of Sync Warden.';
  }
}

function refusedRemedy(code: Extract<Outcome, { kind: 'refused' }>['code'], run: RunView): string | null {
  switch (code) {
    case 'changed':
      return 'Look at it as it is now, then ask again if you still want it.';
    case 'time-over':
      return 'Ask again with a later time if you still want it.';
    case 'busy':
      return 'Wait until that is finished, then ask again.';
    case 'policy':
      // Whom to ask stands below it.
      return run.forbidden?.why === 'membership-unknown' ? tryAgain : null;
    case 'running':
      return null;
    case 'unreadable': {
      const status = run.answer?.status ?? null;
      if (status === 401 || status === 403) {
        return 'An admin checks that Sync Warden may read sync jobs in this tenant.';
      }
      return 'Try again in a few minutes.';
    }
    case 'not-saved':
      return 'Ask again in a few minutes. If it stays like this, an admin checks that Sync Warden may read the job’s schema: it needs Synchronization.Read.All.';
    case 'interrupted':
      return 'Ask again: you get a new question about the state as it is then.';
    case 'retired':
      return 'Manage school sync in School Data Sync itself. This part won’t come back.';
  }
}

/** What else is true after a run that worked; empty when there is nothing to add. */
export function goodToKnow(run: RunView, now: number): readonly string[] {
  const { outcome, operation, before } = run;
  const more: string[] = [];
  if (outcome?.kind === 'done') {
    if (operation === 'pause') {
      if (run.until) more.push(afterwards(run.until));
      more.push('A cycle that was already running still finishes.');
    }
    if (operation === 'delete') {
      more.push('To have it again, set up provisioning in Entra anew. The new job starts from zero.');
    }
    if (operation === 'pause-profile') more.push('The service may take a while to stop.');
    if (operation === 'start' && before?.kind === 'job') more.push(...afterStart(run, now));
  }
  const other = outcome?.kind === 'already' && operation === 'pause' && run.met?.longer !== true;
  if (other && run.until) more.push(noTimerSet);
  return more;
}

/** Says of an ended run that the bot was away meanwhile; null when it wasn't, or when the band says so. */
export function interruptedNote({ interrupted, outcome }: RunView): string | null {
  if (!interrupted || outcome === null) return null;
  if ('code' in outcome && outcome.code === 'interrupted') return null;
  return 'I was restarted in between. I looked at what is true now and sent nothing twice.';
}

/** What was kept of a job before it was deleted, and what could not be; empty when nothing was. */
export function savedLines({ saved }: RunView): readonly string[] {
  // Runs journaled before anything was saved have no such field.
  if (saved === null || saved === undefined) return [];
  const mappings = counted(saved.objectMappings, 'object mapping');
  return [
    `The job’s settings, its schema with ${mappings}, and the application’s identity.`,
    'Not saved, because Graph never gives them out: stored sign-in secrets and watermarks.',
  ];
}

function afterStart(run: RunView, now: number): readonly string[] {
  const { before } = run;
  if (before?.kind !== 'job') return [];
  if (phaseOf(before) === 'quarantined') {
    return ['If the cause is still there, it comes back into quarantine after its next run.'];
  }
  const ended = before.lastExecution?.timeEnded ?? null;
  return ended === null ? [] : [`Before this it last ran ${relative(ended, now)}.`];
}
