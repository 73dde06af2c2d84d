/** Instead of the time of a last run. */
export const neverRan = 'never';

/** What helps when the service paused a job after dropping its errors. */
export const selfPausedHelps = 'Correct the failing entries in the provisioning log, then start the job.';

/** What helps when a job has no permission or sign-in. */
export const setUpHelps = 'An admin finishes its setup in Entra and tests the connection.';
