import { asksForConsent, consentLinks } from './consent-links.ts';
import type { Registration, RegistrationPlan } from './plan.ts';

/** Who may consent (entra-docs, grant-admin-consent): more is wanted for what an app may do without a person. */
function consenter(registrations: readonly Registration[]): string {
  return registrations.some(({ permissions }) => permissions.some(({ kind }) => kind === 'application'))
    ? 'a Privileged Role Administrator: some are application permissions of Microsoft Graph'
    : 'a Cloud Application Administrator or Application Administrator';
}

function proofOf({ credential, setting, holders }: Registration): string {
  if (credential !== null) return `proves itself by ${credential.settings.proof}`;
  const prefix = { bot: 'BOT', reader: 'READ', writer: 'WRITE' }[holders[0]];
  return setting === 'BOT_ID'
    ? `proves itself by nothing yet: set ${prefix}_FEDERATED_IDENTITY, or ${prefix}_CERTIFICATE_PATH, or ${prefix}_CLIENT_SECRET`
    : `proves itself by nothing yet: set ${prefix}_FEDERATED_IDENTITY, ${prefix}_MANAGED_IDENTITY, or one of the others`;
}

function described(registration: Registration): readonly string[] {
  const { name, setting, clientId, credential, permissions, signsPeopleIn } = registration;
  const direct = credential?.kind === 'managed-identity';
  const id = direct ? credential.settings.proof : `${setting}=${clientId ?? 'not registered yet'}`;
  return [
    `${name} (${id})`,
    `  ${proofOf(registration)}`,
    ...(direct ? ['  is no registration: register.sh consent grants it its permissions'] : []),
    ...(signsPeopleIn ? ['  exposes access_as_user to Teams, to act for people'] : []),
    ...permissions.flatMap(({ kind, name: permission, why, without }) => [
      `  ${kind.padEnd(11)} ${permission}`,
      `              ${why}`,
      `              Without: ${without}`,
    ]),
    ...(permissions.length === 0 ? ['  needs no permission'] : []),
  ];
}

/** What will be registered and why, who consents where, and what a person who presses a button needs; lines. */
export function registrationSummary(plan: RegistrationPlan): readonly string[] {
  const { cloud, homeTenant, tenants, registrations, notes } = plan;
  const links = consentLinks(plan);
  const asking = registrations.filter(asksForConsent);
  const waiting = asking.some(({ clientId }) => clientId === null) || tenants.length === 0;
  return [
    `Sync Warden in ${cloud.title}, registered in ${homeTenant ?? 'a tenant that no setting names yet'}`,
    '',
    ...registrations.flatMap((each) => [...described(each), '']),
    ...(asking.length === 0
      ? ['Nothing has to be consented to by a link.']
      : [
          `Consent, in every tenant, by ${consenter(registrations)}:`,
          ...links.map(({ name, tenant, href }) => `  ${name}, ${tenant}:\n    ${href}`),
          ...(waiting ? ['  The links are complete once the client ids and ALLOWED_TENANTS are set.'] : []),
        ]),
    ...(registrations.some(({ permissions }) =>
      permissions.some(({ features }) => features.includes('writing-as-person')),
    )
      ? [
          '',
          'Who presses a button needs one of these Entra roles: Application Administrator, Cloud Application Administrator,',
          'Hybrid Identity Administrator (for Cloud Sync); or owns the enterprise application.',
        ]
      : []),
    ...(notes.length > 0 ? ['', ...notes.map((note) => `Note: ${note}`)] : []),
  ];
}
