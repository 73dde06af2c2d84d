import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { shellWord } from '../registration/shell-word.ts';
import type { SandboxEntra } from '../sandbox/entra/server.ts';
import { sandboxApps, sandboxGroups } from '../sandbox/people.ts';

const { bot, reader } = sandboxApps;

const policy = `# Identity admins may do everything, and are asked before a deletion. Try other rules: the bot reads this file
# again when it changes. Check it with: npm run policy -- check <this file>
version: 1
contact: the identity team
groups:
  identity-admins: [${sandboxGroups.admins.id}]
rules:
  - name: identity admins pause and start
    effect: allow
    who: { groups: [identity-admins] }
    where: { anywhere: true }
    operations: [pause, start]
    targets: { all: true }
  - name: identity admins delete, after asking
    effect: allow
    who: { groups: [identity-admins] }
    where: { anywhere: true }
    operations: [delete]
    targets: { all: true }
    confirm: always
`;

/** The settings of a bot in the sandbox's Entra, as an operator would write them. */
export function rehearsalSettings(
  { entra, graphUrl }: { readonly entra: SandboxEntra; readonly graphUrl: string },
  files: { readonly policy: string; readonly store: string },
): Record<string, string> {
  return {
    MODE: 'production',
    HOST: '127.0.0.1',
    BOT_ID: bot.clientId,
    BOT_TENANT_ID: entra.tenantId,
    BOT_CLIENT_SECRET: bot.secret,
    READ_CLIENT_ID: reader.clientId,
    READ_CLIENT_SECRET: reader.secret,
    ALLOWED_TENANTS: entra.tenantId,
    POLICY_FILE: files.policy,
    STORE_URL: files.store,
    AUTHORITY_HOST: entra.url,
    GRAPH_BASE_URL: graphUrl,
    BOT_OPENID_METADATA_URL: entra.channel.secureMetadataUrl,
    SERVICE_URL_HOSTS: 'localhost',
  };
}

/**
 * Writes what a bot needs to work in the rehearsal; files of an earlier one are replaced, its store stays.
 *
 * @param folder where; made when missing
 * @returns the path of the settings, a file for a shell to read in
 */
export function writeRehearsalFiles(
  folder: string,
  given: { readonly entra: SandboxEntra; readonly graphUrl: string; readonly port: number },
): string {
  mkdirSync(folder, { recursive: true });
  const at = (name: string) => join(folder, name);
  writeFileSync(at('authority.pem'), given.entra.ca);
  writeFileSync(at('policy.yml'), policy);
  const settings = {
    ...rehearsalSettings(given, { policy: at('policy.yml'), store: `file:${at('sync-warden.db')}` }),
    PORT: String(given.port),
    // Node reads this at its start: trust in the rehearsal's certificate, for what this shell starts.
    NODE_EXTRA_CA_CERTS: at('authority.pem'),
  };
  const lines = Object.entries(settings).map(([name, value]) => `export ${name}=${shellWord(value)}`);
  // A file that is there keeps the mode it has.
  rmSync(at('settings.sh'), { force: true });
  writeFileSync(at('settings.sh'), `${lines.join('\n')}\n`, { mode: 0o600 });
  return at('settings.sh');
}
