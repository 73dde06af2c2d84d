/** The last line of a card whose run isn't finished. */
export const cardChanges = 'This card changes when it is finished.';

/** How an operator gets what was saved before a deletion. */
export function snapshotCommand(runId: string): string {
  return `npm run audit -- snapshot ${runId}`;
}

/** Where school sync is managed today. */
export const schoolDataSyncUrl = 'https://sds.microsoft.com/';
