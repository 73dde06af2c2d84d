/** What a request to Graph needs: one of the scopes in a delegated token, or one of the roles in an app-only one. */
export interface Needs {
  readonly about: 'synchronization' | 'principals' | 'education' | 'members' | 'audits';
  readonly scopes: readonly string[];
  readonly roles: readonly string[];
  /** One of these besides, where two permissions are wanted together. */
  readonly besides?: readonly string[];
  /** Object id of the servicePrincipal it changes; null when a permission alone is enough. */
  readonly writesTo: string | null;
}

const readPrincipals = [
  'Application.Read.All',
  'Application.ReadWrite.All',
  'Directory.Read.All',
  'Directory.ReadWrite.All',
];
const readMembers = [
  'GroupMember.Read.All',
  'GroupMember.ReadWrite.All',
  'Group.Read.All',
  'Group.ReadWrite.All',
  'Directory.Read.All',
  'Directory.ReadWrite.All',
];
/** The member read is documented as this and one of the above together (user: checkMemberGroups). */
const readUsers = ['User.Read.All', 'User.ReadWrite.All', 'Directory.Read.All', 'Directory.ReadWrite.All'];
const write = 'Synchronization.ReadWrite.All';
const read = ['Synchronization.Read.All', write];
const ofOwned = 'Application.ReadWrite.OwnedBy';

/** Null for paths Graph doesn't know: they are answered as such. `segments` are those below the version. */
export function needsOf(method: string, segments: readonly string[]): Needs | null {
  const [first = '', second, third] = segments;
  const reads = method === 'GET';
  if (first === 'education') {
    return reads
      ? {
          about: 'education',
          scopes: ['EduAdministration.Read', 'EduAdministration.ReadWrite'],
          roles: ['EduAdministration.Read.All', 'EduAdministration.ReadWrite.All'],
          writesTo: null,
        }
      : // Application permissions came late and are gone: nothing but a person pauses a school.
        { about: 'education', scopes: ['EduAdministration.ReadWrite'], roles: [], writesTo: null };
  }
  if (first === 'auditLogs') {
    const audits = ['AuditLog.Read.All'];
    return { about: 'audits', scopes: audits, roles: audits, writesTo: null };
  }
  if (first === 'users')
    return { about: 'members', scopes: readMembers, roles: readMembers, besides: readUsers, writesTo: null };
  if (first.startsWith('applications(')) {
    return {
      about: 'principals',
      scopes: readPrincipals,
      roles: [...readPrincipals, ofOwned],
      writesTo: null,
    };
  }
  if (first !== 'servicePrincipals' && !first.startsWith('servicePrincipals(')) return null;
  if (third !== 'synchronization') {
    return {
      about: 'principals',
      scopes: readPrincipals,
      roles: [...readPrincipals, ofOwned],
      writesTo: null,
    };
  }
  return reads
    ? { about: 'synchronization', scopes: read, roles: [...read, ofOwned], writesTo: null }
    : {
        about: 'synchronization',
        scopes: [write],
        roles: [write, ofOwned],
        writesTo: (second ?? '').toLowerCase(),
      };
}
