import type { Quarantine } from '../words.ts';

/** A quarantine in plain words: why, what a person can do, and whether a start can help. */
export interface QuarantineText {
  readonly why: string;
  readonly helps: string;
  /** What a start does for it, for the card that asks. */
  readonly startHelps: string;
  /** False when a start would release nothing. */
  readonly startable: boolean;
}

const CREDENTIALS = /credential|unauthori[sz]ed|invalid_?login|invalid_?grant|access_?token|authentication/i;

/** What Microsoft's reason and error code for a quarantine mean. */
export function quarantineText(quarantine: Quarantine | null): QuarantineText {
  switch (quarantine?.reason) {
    case 'TooManyDeletes':
      return {
        why: 'More deletions than the safety limit allows',
        helps: 'An admin reviews the deletions and allows them in Entra. A start doesn’t release them.',
        startHelps: 'No. The deletions stay held until an admin allows them in Entra.',
        startable: false,
      };
    case 'EncounteredBaseEscrowThreshold':
    case 'EncounteredTotalEscrowThreshold':
    case 'EncounteredEscrowProportionThreshold':
      return {
        why: 'Too many users failed to sync',
        helps: 'Correct the failing entries in the provisioning log, then start the job.',
        startHelps: 'Only if the failing entries were corrected. If not, the job comes back into quarantine.',
        startable: true,
      };
    case 'IngestionInterrupted':
      return {
        why: 'Incoming data stopped before it was complete',
        helps: 'Look at the source system, then start the job.',
        startHelps: 'Only if the source system delivers everything again.',
        startable: true,
      };
    case 'QuarantinedOnDemand':
      return {
        why: 'Someone put it into quarantine on purpose',
        helps: 'Ask the team that looks after it first.',
        startHelps: 'It lifts the quarantine. Ask first who put it there, and why.',
        startable: true,
      };
    case 'EncounteredQuarantineException':
      return exceptionText(quarantine.errorCode ?? '');
    default:
      return {
        why: 'Microsoft gave no reason I know',
        helps: 'Look at the provisioning log in Entra, then start the job.',
        startHelps:
          'I can’t tell: Microsoft gave no reason I know. The provisioning log in Entra may say more.',
        startable: true,
      };
  }
}

function exceptionText(errorCode: string): QuarantineText {
  if (CREDENTIALS.test(errorCode)) {
    return {
      why: 'The application refused the stored sign-in',
      helps:
        'Renew the sign-in in Entra, then start the job. Started before that, it comes straight back here.',
      startHelps:
        'Only if the sign-in was renewed since. If not, the job comes straight back into quarantine.',
      startable: true,
    };
  }
  return {
    why: 'An error stopped it, see the code in Details',
    helps: 'Fix what the error code in Details names, then start the job.',
    startHelps: 'Only if the error was fixed since. If not, the job comes straight back into quarantine.',
    startable: true,
  };
}
