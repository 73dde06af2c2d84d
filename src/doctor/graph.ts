import { adminConsentUrl } from '../clouds.ts';
import type { ProductionConfig } from '../config.ts';
import { GraphFailure } from '../graph/failure.ts';
import { listJobs } from '../graph/jobs.ts';
import { isRetired, listProfiles } from '../graph/profiles.ts';
import { firstPrincipal } from '../graph/service-principals.ts';
import type { Purpose } from '../identity/choose-credential.ts';
import { type Finding, fail, pass, skipped, warn } from './finding.ts';
import { inEachTenant, inProduction, type Look } from './look.ts';
import { type Need, readerNeeds, reviewPermissions, writerNeeds } from './permissions.ts';
import { readFinding } from './problem.ts';
import { credentialOf, readsAsBot, type Subject } from './subject.ts';
import { readClaims } from './token-claims.ts';

/** What an admin does for one of the bot's apps in a tenant. */
function consent(config: ProductionConfig, purpose: Purpose, tenant: string): string {
  const chosen = credentialOf(config, purpose);
  return chosen === null || chosen.kind === 'managed-identity'
    ? 'Give it to the managed identity (an app role assignment on Microsoft Graph).'
    : `Add it under API permissions of ${chosen.settings.id}, and let an admin consent: ${adminConsentUrl(config.cloud, tenant, chosen.clientId)}`;
}

function reviewed(roles: readonly string[], needs: readonly Need[], mend: string): Finding {
  const { missing, excess } = reviewPermissions(roles, needs);
  const lacking = missing.filter(({ optional }) => !optional);
  const lines = (some: readonly Need[]) =>
    some.map(({ what, enough }) => `${enough[0]} is missing, for ${what}`);
  if (lacking.length > 0) return fail('An application permission is missing.', mend, lines(lacking));
  const remarks = missing.map(({ what, enough }) => `without ${enough[0]} the bot can’t tell ${what}`);
  if (excess.length > 0) {
    return warn(
      `More than is needed: ${excess.join(', ')}.`,
      'Take it away under API permissions: a credential that leaks should be able to do little.',
      remarks,
    );
  }
  return pass(`${roles.join(', ')}.`, remarks);
}

async function needsOf(
  config: ProductionConfig,
  subject: Subject,
  purpose: Purpose,
): Promise<readonly Need[]> {
  if (purpose === 'write') return writerNeeds;
  const reading = await subject.policy();
  return readerNeeds(config, reading?.ok ? reading.policy : null);
}

const permissions = (purpose: 'read' | 'write'): Look =>
  inProduction(async (config, subject) => {
    const needs = await needsOf(config, subject, purpose);
    return inEachTenant(config, 'What is needed, in all tenants.', async (tenant) => {
      const claims = readClaims(await subject.graphToken(config, purpose, tenant));
      return claims === null
        ? warn('The token can’t be read, so its roles are not known.', consent(config, purpose, tenant))
        : reviewed(claims.roles, needs, consent(config, purpose, tenant));
    });
  });

const ofBot: Look = inProduction((config, subject) => {
  if (readsAsBot(config)) return skipped('the bot’s credential reads, too: see the reader’s permissions');
  return inEachTenant(config, 'No application permission, as it should be.', async (tenant) => {
    let token: string;
    try {
      token = await subject.graphToken(config, 'connector', tenant);
    } catch (error) {
      return readFinding(error, config, {
        purpose: 'connector',
        tenant,
        mend: consent(config, 'connector', tenant),
      });
    }
    const roles = readClaims(token)?.roles ?? [];
    return roles.length === 0
      ? pass('No application permission, as it should be.')
      : warn(
          `The bot’s app has application permissions it doesn’t need: ${roles.join(', ')}.`,
          'Take them away under API permissions of BOT_ID: there is a reader.',
        );
  });
});

const reads: Look = inProduction((config, subject) =>
  inEachTenant(config, 'An application and its jobs were read in every tenant.', async (tenant) => {
    const graph = subject.graphOf(config, 'read', tenant);
    try {
      const principal = await firstPrincipal(graph);
      if (principal === null) return warn('The tenant has no application.', 'Check ALLOWED_TENANTS.');
      await listJobs(graph, principal.id);
      return pass('An application and its jobs were read.');
    } catch (error) {
      return readFinding(error, config, { purpose: 'read', tenant, mend: consent(config, 'read', tenant) });
    }
  }),
);

const school: Look = inProduction((config, subject) => {
  if (!config.schoolProfiles) return skipped('SCHOOL_PROFILES is off');
  if (!config.cloud.schoolProfiles)
    return warn(
      `Microsoft never offered school profiles in ${config.cloud.title}.`,
      'Set SCHOOL_PROFILES=off.',
    );
  return inEachTenant(config, 'School profiles were listed in every tenant.', async (tenant) => {
    try {
      const profiles = await listProfiles(subject.graphOf(config, 'read', tenant));
      return pass(profiles.length === 1 ? 'One profile.' : `${profiles.length} profiles.`);
    } catch (error) {
      if (error instanceof GraphFailure && isRetired(error)) {
        return warn(
          `Microsoft has taken school profiles away here (Graph answers ${error.answer.status}).`,
          'Set SCHOOL_PROFILES=off.',
        );
      }
      return readFinding(error, config, { purpose: 'read', tenant, mend: consent(config, 'read', tenant) });
    }
  });
});

/** Checks of Microsoft Graph. None changes anything there. */
export const microsoftGraph = {
  'permissions-connector': ofBot,
  'permissions-read': permissions('read'),
  'permissions-write': permissions('write'),
  'graph-read': reads,
  school,
} satisfies Record<string, Look>;
