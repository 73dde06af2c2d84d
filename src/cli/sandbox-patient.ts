import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { readConfig } from '../config.ts';
import { createLog } from '../log.ts';
import { startBot } from '../main.ts';
import { startSandboxEntra } from '../sandbox/entra/server.ts';
import { sandboxApps, sandboxUsers } from '../sandbox/people.ts';
import { startSandbox } from '../sandbox/server.ts';
import { exitWith } from './store-location.ts';

/** A production bot among stand-ins, for the doctor to be shown on. */
export interface Patient {
  /** Settings as its operator would have written them. */
  readonly env: Readonly<Record<string, string>>;
  /** Stands for the project's folder. */
  readonly root: string;
  stop(): Promise<void>;
}

const { bot, reader } = sandboxApps;

const policy = `version: 1
contact: the identity team
rules:
  - name: ${sandboxUsers.adminUser.name} may pause and start
    effect: allow
    who: { users: [${sandboxUsers.adminUser.oid}] }
    where: { anywhere: true }
    operations: [pause, start]
    targets: { all: true }
`;

/**
 * Starts sandbox Entra, Graph, channel keys and a bot in production mode on them, all on free ports of this machine
 * and with a store that goes when it stops. This process trusts the stand-ins' certificate until then.
 *
 * @param own the operator's settings; the sandbox's problems among them end the program
 */
export async function startPatient(own: NodeJS.ProcessEnv): Promise<Patient> {
  const read = readConfig(own);
  if (!read.ok)
    return exitWith(`The sandbox can't start:\n${read.problems.map((each) => `- ${each}`).join('\n')}`);
  const folder = mkdtempSync(join(tmpdir(), 'sync-warden-doctor-'));
  const usual = getCACertificates('default');
  const closers: (() => Promise<unknown>)[] = [];
  const stop = async () => {
    for (const close of closers.toReversed()) await close();
    setDefaultCACertificates(usual);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const entra = await startSandboxEntra();
    closers.push(() => entra.stop());
    for (const [id, roles] of [
      [bot.clientId, []],
      [reader.clientId, ['Synchronization.Read.All', 'Application.Read.All']],
    ] as const) {
      const app = entra.apps.get(id);
      if (app !== undefined) entra.apps.set(id, { ...app, roles });
    }
    setDefaultCACertificates([...usual, entra.ca]);
    const graph = await startSandbox({ port: 0, tls: entra.tls, entra });
    closers.push(() => graph.stop());
    const policyFile = join(folder, 'policy.yml');
    writeFileSync(policyFile, policy);
    const env = {
      MODE: 'production',
      HOST: '127.0.0.1',
      PORT: '0',
      BOT_ID: bot.clientId,
      BOT_CLIENT_SECRET: bot.secret,
      READ_CLIENT_ID: reader.clientId,
      READ_CLIENT_SECRET: reader.secret,
      ALLOWED_TENANTS: entra.tenantId,
      POLICY_FILE: policyFile,
      STORE_URL: `file:${join(folder, 'bot.db')}`,
      AUTHORITY_HOST: entra.url,
      GRAPH_BASE_URL: graph.url,
      BOT_OPENID_METADATA_URL: entra.channel.secureMetadataUrl,
    };
    const production = readConfig(env);
    if (!production.ok) throw new Error(production.problems.join('\n'));
    const running = await startBot(production.config, { log: createLog('silent') });
    closers.push(() => running.stop());
    return {
      env: { ...env, BOT_ENDPOINT: `http://127.0.0.1:${running.port}/api/messages` },
      root: folder,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
