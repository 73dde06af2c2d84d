import { type CloudName, consentReturn } from '../clouds.ts';
import { teamsClientIds } from '../identity/sso-token.ts';
import { accessAsUser, accessAsUserId, applicationOf } from './application.ts';
import { asksForConsent } from './consent-links.ts';
import { graphAppId } from './permissions.ts';
import type { Registration, RegistrationPlan } from './plan.ts';
import { scriptFunctions } from './script-functions.ts';
import { shellWord as word } from './shell-word.ts';

/** What the Azure CLI calls the clouds (`az cloud list`); it has none for DoD, which shares Entra with GCC High. */
const azureClouds: Readonly<Record<CloudName, string>> = {
  global: 'AzureCloud',
  usgov: 'AzureUSGovernment',
  dod: 'AzureUSGovernment',
  china: 'AzureChinaCloud',
};

const json = (value: unknown) => word(JSON.stringify(value));

/** JSON in which `names` stand for shell variables of the same name. */
function jsonWith(value: unknown, ...names: readonly string[]): string {
  return names.reduce((text, name) => text.replaceAll(`{{${name}}}`, `'"$${name}"'`), json(value));
}

/** Everything Graph takes in one request; what people's sign-ins need comes after. */
function baseOf(registration: Registration, plan: RegistrationPlan): string {
  const { identifierUris: _, api: __, ...base } = applicationOf(registration, plan);
  return json({ ...base, api: { requestedAccessTokenVersion: 2 } });
}

function registerSteps(registration: Registration, plan: RegistrationPlan): readonly string[] {
  const { name, setting, clientId, credential, signsPeopleIn } = registration;
  if (credential?.kind === 'managed-identity')
    return [`say ${word(`${name}: ${credential.settings.proof} needs no registration.`)}`];
  const steps = [
    `register ${word(setting)} ${word(clientId ?? '')} ${word(name)} ${baseOf(registration, plan)}`,
  ];
  if (signsPeopleIn) {
    const uri = plan.appIdUri ?? 'api://botid-{{app}}';
    const expose = { identifierUris: [uri], api: { oauth2PermissionScopes: [accessAsUser()] } };
    const authorize = {
      api: {
        preAuthorizedApplications: teamsClientIds.map((appId) => ({
          appId,
          delegatedPermissionIds: ['{{scope}}'],
        })),
      },
    };
    steps.push(
      'scope=$(scope_of)',
      'if [ -z "$scope" ]; then',
      `  scope=${word(accessAsUserId)}`,
      `  update ${jsonWith(expose, 'app')}`,
      'else',
      `  update ${jsonWith({ identifierUris: [uri] }, 'app')}`,
      'fi',
      `update ${jsonWith(authorize, 'scope')}`,
    );
  }
  if (credential?.kind === 'federated-identity')
    steps.push(
      `trust ${word(credential.proof())} ${word(plan.cloud.authority)} ${word(plan.cloud.tokenExchange)}`,
    );
  return steps;
}

function consentSteps(registration: Registration): readonly string[] {
  const { setting, permissions, credential } = registration;
  const wanted = (kind: 'delegated' | 'application') => permissions.filter((each) => each.kind === kind);
  const roles = wanted('application').map(({ id }) => id);
  const scopes = wanted('delegated').map(({ name }) => name);
  return [
    credential?.kind === 'managed-identity'
      ? `identity ${word(credential.proof())}`
      : `principal ${word(setting)} ${word(registration.clientId ?? '')}`,
    ...(credential?.kind === 'managed-identity' ? [] : [`grant_scopes ${word(scopes.join(' '))}`]),
    `grant_roles ${roles.map(word).join(' ')}`.trimEnd(),
  ];
}

const indented = (lines: readonly string[]) => lines.map((line) => `  ${line}`).join('\n');

/**
 * A POSIX shell script that registers the bot with the Azure CLI and consents for the tenant that is signed in. It
 * never makes a secret, changes nothing that isn't the bot's, and can be run again.
 *
 * What Graph takes: application, federatedIdentityCredential, oAuth2PermissionGrant and appRoleAssignment, v1.0.
 */
export function registrationScript(plan: RegistrationPlan): string {
  const { cloud, homeTenant, registrations } = plan;
  const register = registrations.flatMap((each) => registerSteps(each, plan));
  const consent = registrations.flatMap(consentSteps);
  const links = registrations
    .filter(asksForConsent)
    .map(({ name, setting, clientId }) => `link ${word(name)} ${word(setting)} ${word(clientId ?? '')}`);
  return `#!/bin/sh
# Registers Sync Warden in Microsoft Entra, ${cloud.title}; see docs/register.md.
#   sh register.sh            makes or updates the registrations
#   sh register.sh consent    consents, for the tenant you are signed in to
#   sh register.sh links      shows where an admin of another tenant consents
# Needs the Azure CLI: az login --allow-no-subscriptions --tenant ${homeTenant ?? '<tenant id>'}
set -eu

cloud=${word(azureClouds[cloud.name])}
graph=${word(cloud.graph)}
authority=${word(cloud.authority)}
home=${word(homeTenant ?? '')}
back=${word(encodeURIComponent(consentReturn(cloud)))}
graph_app=${word(graphAppId)}
ids="$(dirname "$0")/ids.env"

${scriptFunctions}

register_all() {
${indented(register)}
}

consent_all() {
${indented(consent)}
}

link_all() {
${indented(links.length === 0 ? ['say "There is nothing to consent to."'] : links)}
}

signed_in
case "\${1:-register}" in
  register) at_home; register_all; say "The ids are in $ids: put them into the bot's settings." ;;
  consent) consent_all ;;
  links) link_all ;;
  *) stop "Usage: sh register.sh [register|consent|links]" ;;
esac
`;
}
