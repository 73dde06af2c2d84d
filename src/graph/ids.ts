const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const jobId = /^[A-Za-z0-9][A-Za-z0-9._-]{0,255}$/;

export const isGuid = (text: string): boolean => guid.test(text);
/** Job ids are opaque; their documented forms are tags, tenant ids and GUIDs joined by dots. */
export const isJobId = (text: string): boolean => jobId.test(text) && !text.includes('..');

/** Thrown before a request is built from an id that cannot be one. */
export class BadId extends Error {
  constructor(what: string) {
    super(`that is not a ${what}`);
    this.name = 'BadId';
  }
}

/** The path of a servicePrincipal. @throws BadId unless it is a GUID */
export function principalPath(servicePrincipalId: string): string {
  if (!isGuid(servicePrincipalId)) throw new BadId('servicePrincipal id');
  return `/servicePrincipals/${encodeURIComponent(servicePrincipalId)}`;
}

/** The path of a job. @throws BadId when either id has not the shape of one */
export function jobPath(servicePrincipalId: string, job: string): string {
  if (!isJobId(job)) throw new BadId('synchronizationJob id');
  return `${principalPath(servicePrincipalId)}/synchronization/jobs/${encodeURIComponent(job)}`;
}
