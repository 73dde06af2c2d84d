import { troubleClass } from '../trouble-class.ts';
import type { JobSnapshot, Quarantine } from '../words.ts';
import { counted, runResult } from './counts.ts';
import { date, span } from './times.ts';

/** A quarantine in plain words: why, what a person can do, and whether a start can help. */
export interface QuarantineText {
  readonly why: string;
  readonly helps: string;
  /** What a start does for it, for the card that asks. */
  readonly startHelps: string;
  /** The same in a few words, for the band of that card. */
  readonly startWarning: string;
  /** False when a start can't help before something else was done, so that no button offers one. */
  readonly startable: boolean;
}

/** Microsoft switches a job off that was in quarantine for so long (Entra, "Application provisioning in quarantine status"). */
const SWITCHED_OFF_AFTER = 28 * 24 * 60 * 60_000;

const MAY_NOT_FIX = 'A start alone may not fix it.';

const TOO_MANY_FAILED = {
  why: 'Too many users failed to sync',
  helps: 'Correct the failing entries in the provisioning log, then start the job.',
  startHelps: 'Only if the failing entries were corrected. If not, the job comes back into quarantine.',
  startWarning: MAY_NOT_FIX,
  startable: true,
} as const satisfies QuarantineText;

/** What Microsoft's reason and error code for a quarantine mean. */
export function quarantineText(quarantine: Quarantine | null): QuarantineText {
  switch (quarantine?.reason) {
    case 'TooManyDeletes':
      return {
        why: 'More deletions than the safety limit allows',
        helps:
          'Look first at why so much is to be deleted: the provisioning log in Entra names it. A start lifts the quarantine but doesn’t release the deletions: they stay held until an admin allows them in Entra.',
        startHelps:
          'It lifts the quarantine, but the deletions stay held until an admin allows them in Entra. Look first at why there are so many.',
        startWarning: 'A start won’t release what is held back.',
        startable: false,
      };
    case 'EncounteredEscrowProportionThreshold':
      return { ...TOO_MANY_FAILED, why: 'Too many users failed to sync, over 40 % of the changes' };
    case 'EncounteredBaseEscrowThreshold':
    case 'EncounteredTotalEscrowThreshold':
      return TOO_MANY_FAILED;
    case 'IngestionInterrupted':
      return {
        why: 'Incoming data stopped before it was complete',
        helps: 'Look at the source system, then start the job.',
        startHelps: 'Only if the source system delivers everything again.',
        startWarning: MAY_NOT_FIX,
        startable: true,
      };
    case 'QuarantinedOnDemand':
      return {
        why: 'Someone put it into quarantine on purpose',
        helps:
          'Ask the team that looks after it first. If nobody there did it, ask Microsoft: they do it when an application makes trouble.',
        startHelps: 'It lifts the quarantine. Ask first who put it there, and why.',
        startWarning: 'Someone put it there on purpose.',
        startable: true,
      };
    case 'EncounteredQuarantineException':
      return exceptionText(quarantine.errorCode ?? '');
    default:
      return troubleClass(quarantine?.errorCode) === 'sign-in'
        ? exceptionText(quarantine?.errorCode ?? '')
        : {
            why: 'Microsoft gave no reason I know',
            helps: 'Look at the provisioning log in Entra, then start the job.',
            startHelps:
              'I can’t tell: Microsoft gave no reason I know. The provisioning log in Entra may say more.',
            startWarning: MAY_NOT_FIX,
            startable: true,
          };
  }
}

function exceptionText(errorCode: string): QuarantineText {
  const trouble = troubleClass(errorCode);
  if (trouble === 'no-answer') {
    return {
      why: 'The application didn’t answer as it should',
      helps: 'See that the application runs and that its address in Entra is right, then start the job.',
      startHelps:
        'Only if the application answers again. If not, the job comes straight back into quarantine.',
      startWarning: MAY_NOT_FIX,
      startable: true,
    };
  }
  if (trouble === 'sign-in') {
    return {
      why: 'The application refused the stored sign-in',
      helps:
        'Renew the sign-in in Entra first and test the connection there. A start before that doesn’t help: the job comes straight back here.',
      startHelps:
        'Only if the sign-in was renewed since. If not, the job comes straight back into quarantine.',
      startWarning: 'A start won’t help before the sign-in is renewed.',
      startable: false,
    };
  }
  if (trouble === 'rights') {
    return {
      why: 'The stored sign-in may do too little there',
      helps: 'Give the sign-in the rights it needs in the application, then start the job.',
      startHelps: 'Only if the sign-in got more rights since. If not, the job comes straight back.',
      startWarning: MAY_NOT_FIX,
      startable: true,
    };
  }
  if (trouble === 'roles') {
    return {
      why: 'Two roles of the application have one name',
      helps: 'Remove the double role from the application’s manifest in Entra, then start the job.',
      startHelps: 'Only if the double role was removed since.',
      startWarning: MAY_NOT_FIX,
      startable: true,
    };
  }
  return {
    why: `An error stopped it, ${errorCode === '' ? 'and Microsoft doesn’t name it' : 'see the error code'}`,
    helps:
      'Fix what the error names: most often it is the stored sign-in or the address. Then start the job.',
    startHelps: 'Only if the error was fixed since. If not, the job comes straight back into quarantine.',
    startWarning: MAY_NOT_FIX,
    startable: true,
  };
}

/** When a quarantine began: as a whole, where Graph says so, else its present turn. Null when Graph says neither. */
export function quarantineBegan(quarantine: Quarantine | null): number | null {
  return quarantine?.seriesBegan ?? quarantine?.currentBegan ?? null;
}

/** The numbers of the run that led there; null when they say nothing. */
export function quarantineNumbers({ quarantine, lastExecution }: JobSnapshot): string | null {
  if (lastExecution === null) return null;
  const { countExports, countExported } = lastExecution;
  if (quarantine?.reason === 'TooManyDeletes') {
    // What a run was to write and didn't is what Graph tells of the deletions held back.
    const unwritten = countExports - countExported;
    return unwritten > 0 ? `${unwritten} of ${counted(countExports, 'change')} not written` : null;
  }
  return runResult(lastExecution);
}

/** What Microsoft does when nobody mends it; null when it isn't known since when it lasts. */
export function quarantineEnds(quarantine: Quarantine | null, now: number): string | null {
  const began = quarantineBegan(quarantine);
  if (began === null) return null;
  const end = began + SWITCHED_OFF_AFTER;
  return end > now
    ? `Microsoft switches it off on ${date(end, now)}, 28 days after it began: in ${span(end - now)}.`
    : `Microsoft can switch it off any time now: 28 days were over on ${date(end, now)}.`;
}

/** "Microsoft’s message: “…”"; `message` as it is to be shown. */
export function saidByMicrosoft(message: string): string {
  return `“${message}”`;
}
