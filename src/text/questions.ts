import { type Operation, type PlanView, phaseOf, type Warning } from '../words.ts';
import { LONGEST_HEADLINE } from './headlines.ts';
import { theJob } from './operations.ts';
import { afterwards, afterwardsForYou } from './pauses.ts';
import { quarantineText } from './quarantine.ts';
import { moment, span, wait } from './times.ts';

/** "Delete the Zoom job?" */
export function questionHeadline({ operation, warnings }: PlanView, name: string): string {
  switch (operation) {
    case 'pause':
      return `Pause ${name}?`;
    case 'start': {
      const long = `Start ${name} and clear its quarantine?`;
      return warnings.includes('clears-quarantine') && long.length <= LONGEST_HEADLINE
        ? long
        : `Start ${name}?`;
    }
    case 'delete':
      return `Delete ${theJob(name)}?`;
    case 'pause-profile':
      return `Pause the school ${name}?`;
  }
}

/** What the person should know first: it goes into the band, the others below. */
const BY_WEIGHT: readonly Warning[] = [
  'changed-since-asked',
  'was-away',
  'irreversible',
  'clears-quarantine',
  'first-start',
  'self-paused',
  'no-resume-here',
  'long-pause',
  'inexact-match',
  'policy-asks',
  'as-you',
  'asked-to-show',
];

/** The sentence under the headline, and what else the warnings have to say. */
export interface QuestionSentences {
  readonly first: string;
  readonly others: readonly string[];
}

/** What the question to one person says of its warnings. */
export function questionSentences(plan: PlanView): QuestionSentences {
  const [first = 'Nothing happens until you answer.', ...others] = warningSentences(plan, {});
  return { first, others };
}

/**
 * What the warnings of a plan say, the weightiest first.
 *
 * @param instead what some of them say instead, where it isn't one person who is asked; null says nothing
 */
export function warningSentences(
  plan: PlanView,
  instead: Readonly<Partial<Record<Warning, string | null>>>,
): readonly string[] {
  const said = BY_WEIGHT.filter((warning) => plan.warnings.includes(warning)).flatMap((warning) => {
    const other = instead[warning];
    return other === undefined ? warningSentence(warning, plan) : (other ?? []);
  });
  return plan.wrongName ? ['Nothing was deleted: that wasn’t the name.', ...said] : said;
}

function warningSentence(warning: Warning, { snapshot, until, askedAt }: PlanView): string {
  switch (warning) {
    case 'long-pause':
      return until
        ? `That is a long pause: ${span(until.at - askedAt)}. Nothing syncs until then.`
        : 'That is a long pause.';
    case 'changed-since-asked':
      return 'It changed after you were asked, so I sent nothing. This is how it stands now.';
    case 'irreversible':
      return 'This can’t be undone.';
    case 'clears-quarantine':
      return quarantineText(snapshot.kind === 'job' ? snapshot.quarantine : null).startWarning;
    case 'first-start':
      return 'It never ran. A start provisions everyone in its scope.';
    case 'self-paused':
      return 'It paused itself after too many errors.';
    case 'no-resume-here':
      return 'I can pause it, but I can’t resume it.';
    case 'inexact-match':
      return 'The name you typed wasn’t exact. Is this the one you mean?';
    case 'policy-asks':
      return 'The rules here want a second look before this.';
    case 'as-you':
      return 'It is done with your own rights, so it takes a tap. Teams may ask you to sign in once.';
    case 'was-away':
      return 'I was away after you answered, so I sent nothing and ask again.';
    case 'asked-to-show':
      return 'Nothing happens until you answer.';
  }
}

/** A bold heading and a text: what an operation means for this target. */
export interface Explained {
  readonly heading: 'doesItHelp' | 'whatHappens' | 'whenItEnds';
  readonly text: string;
}

/** What the operation does, as far as the lists of a deletion don't say it. */
export function explainQuestion(plan: PlanView, name: string): readonly Explained[] {
  const { operation, warnings, snapshot } = plan;
  const explained: Explained[] = [];
  if (operation === 'start') {
    if (warnings.includes('clears-quarantine') && snapshot.kind === 'job') {
      explained.push({ heading: 'doesItHelp', text: quarantineText(snapshot.quarantine).startHelps });
    }
    if (warnings.includes('self-paused')) {
      explained.push({
        heading: 'doesItHelp',
        text: 'Only if the failing entries in the provisioning log were corrected. What failed before isn’t tried again by itself.',
      });
    }
    if (warnings.includes('first-start')) {
      explained.push({
        heading: 'whatHappens',
        text: `Everyone in its scope gets an account in ${name}. Pausing later doesn’t take these accounts away.`,
      });
    }
    if (explained.length === 0 && phaseOf(snapshot) === 'paused') {
      explained.push({ heading: 'whatHappens', text: 'It goes on where it stopped and catches up.' });
    }
  }
  if (operation === 'pause') {
    explained.push({
      heading: 'whatHappens',
      text: `Changes wait until ${plan.until ? 'then' : 'a start'}. A cycle that is already running still finishes.`,
    });
    if (plan.until) {
      // Everybody reads the question that a second person answers.
      const text = plan.approval ? afterwards(plan.until) : afterwardsForYou(plan.until);
      explained.push({ heading: 'whenItEnds', text });
    }
  }
  if (operation === 'pause-profile') {
    explained.push({
      heading: 'whatHappens',
      text: 'School data stops syncing. Only School Data Sync itself could resume it, and Microsoft retired this part at the end of 2024.',
    });
  }
  return explained;
}

/** What a deletion takes away for good. */
export const lostForGood: readonly string[] = [
  'Its progress and watermarks',
  'The job itself: a new one is set up in Entra and starts from zero',
];

/** What a deletion leaves as it is. */
export function stays(name: string): readonly string[] {
  return [`Accounts already created in ${name}`, `The ${name} app in Entra`];
}

/** What is kept before a deletion. */
export const savedFirst: readonly string[] = ['Its settings and its schema, in my own record'];

/** Titles of the buttons; the safe answer comes first. */
export const answers: Readonly<Record<Operation, { readonly no: string; readonly yes: string }>> = {
  pause: { no: 'Leave it', yes: 'Pause' },
  start: { no: 'Leave it', yes: 'Start it' },
  delete: { no: 'Keep it', yes: 'Delete' },
  'pause-profile': { no: 'Leave it', yes: 'Pause' },
};

/** The label of the input with the whole name, and what it says when it is empty. */
export function nameInput(whole: string, shown: string): { readonly label: string; readonly error: string } {
  return { label: `Type the app’s name, ${whole}, to go on`, error: `Type the name exactly: ${shown}` };
}

/** The part before the person's name. */
export const only = 'Only ';

/** The part after the person's name in "Only Dana Reyes can answer, for 5 min, until 14:10 UTC." */
export function untilWhen(expiresAt: number, now: number): string {
  return `${expiresAt > now ? ' can answer' : ' could answer'}, ${timeLeft(expiresAt, now)}.`;
}

/** "for 5 min, until 14:10 UTC", or only the time when that is over. */
export function timeLeft(expiresAt: number, now: number): string {
  const until = `until ${moment(expiresAt, now)}`;
  return expiresAt > now ? `for ${wait(expiresAt - now)}, ${until}` : until;
}

/** The summary's second half. */
export function answerBy(expiresAt: number, now: number): string {
  return `Answer by ${moment(expiresAt, now)}.`;
}

/** Why the last line offers nothing to type. */
export const answerByButton = 'Answer with a button; typing doesn’t answer.';
