export const sandboxLabel = 'SANDBOX · nothing real is touched';

/** A name ending in "…" asks again before it acts. */
export const buttons = {
  pause: 'Pause',
  pauseAsks: 'Pause…',
  start: 'Start',
  startAsks: 'Start…',
  deleteAsks: 'Delete…',
  refresh: 'Refresh',
  details: 'Details',
  status: 'Status',
  lookAgain: 'Look again',
  askAgain: 'Ask again…',
  tryAgain: 'Try again',
  previous: 'Previous',
  next: 'Next',
  listJobs: 'List jobs',
  listSchools: 'List schools',
  allJobs: 'All jobs',
  everything: 'Everything',
  allCommands: 'All commands',
  help: 'Help',
  showPlan: 'Show plan…',
  showIt: 'Show it',
  openSchoolDataSync: 'Open School Data Sync',
} as const;

const NBSP = '\u00a0';
const title = (text: string) => text.replaceAll(' ', NBSP);

/** At most 11 characters, and never broken. */
export const factTitles = {
  lastRun: title('Last run'),
  result: 'Result',
  inSync: title('In sync'),
  why: 'Why',
  since: 'Since',
  nextTry: title('Next try'),
  lastGood: title('Last good'),
  errors: 'Errors',
  job: 'Job',
  school: 'School',
  now: 'Now',
  withoutIt: title('Without it'),
  reason: 'Reason',
  stateThen: title('It was'),
  askedBy: title('Asked by'),
  type: 'Type',
  heard: title('You typed'),
  instead: 'Instead',
  example: 'Example',
  also: title('Also say'),
} as const;

export const detailLabels = {
  name: 'Full name',
  servicePrincipalId: 'Service principal id',
  jobId: 'Job id',
  profileId: 'Profile id',
  template: 'Job template',
  lastGood: 'Last run without errors',
  status: 'Status as Microsoft Graph names it',
  quarantineReason: 'Quarantine reason',
  errorCode: 'Error code',
  errorMessage: 'Error message',
  reason: 'Reason given',
  actor: 'Asked by',
  asked: 'You asked for',
  outcome: 'Outcome code',
  httpStatus: 'HTTP status',
  graphCode: 'Graph error code',
  requestId: 'Graph request id',
  runId: 'Run id',
  savedJob: 'To get what was saved, an operator runs',
} as const;

export const headings = {
  helps: 'What helps',
  doesItHelp: 'Does it help?',
  whatHappens: 'What happens',
  toKnow: 'Good to know',
  lost: 'Lost for good',
  stays: 'Stays',
  saved: 'Saved first',
  examples: 'Sentences I understand',
} as const;

/** Marks of a card's band and trail that are no state. */
export const marks = {
  working: '…',
  done: '✓',
  accepted: '→',
  already: '=',
  refused: '■',
  failed: '!',
  unknown: '?',
  closed: '–',
  notYet: '○',
  start: '►',
  delete: '×',
  choose: '↓',
  many: '≡',
  help: 'i',
  open: '›',
} as const;
