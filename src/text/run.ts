/** The last line of a card whose run isn't finished. */
export const cardChanges = 'This card changes when it is finished.';

/** Where school sync is managed today. */
export const schoolDataSyncUrl = 'https://sds.microsoft.com/';
