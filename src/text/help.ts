import { version } from '../version.ts';

/** What the help card says besides the vocabulary. */
export const help = {
  welcomeHeadline: 'Hello, I’m Sync Warden',
  welcomeSentence: 'I pause, start and delete the sync jobs of Microsoft Entra, right here in the chat.',
  headline: 'What you can say to me',
  sentence: 'Type one of these. Names may be in quotes.',
  type: 'Type',
  whatHappens: 'What happens',
  promise: 'I ask before anything you can’t undo, and say “done” only after I read it back.',
  topicSentence: 'This is how to say it.',
  lookerWelcome: 'I show how the sync jobs of Microsoft Entra are doing, right here in the chat.',
  looksOnly: 'You may look at everything here, but change nothing. “whoami” shows why, and whom to ask.',
  notYours: 'The rules here don’t let you do this. “whoami” shows why, and whom to ask.',
  /** At the bottom, for whoever reports that something is wrong. */
  version: `Sync Warden ${version}`,
} as const;

/** "About “pause”". */
export function topicHeadline(topic: string): string {
  return `About “${topic}”`;
}
