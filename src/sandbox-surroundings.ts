import type { SandboxConfig } from './config.ts';
import { createGraph } from './graph/client.ts';
import type { Log } from './log.ts';
import { appWriters } from './operations/writers.ts';
import { sandboxPolicy } from './policy/policy.ts';
import { startSandbox } from './sandbox/server.ts';
import type { Surroundings } from './surroundings.ts';
import { SandboxAuthentication } from './teams/connectors.ts';

async function startTenant({ sandboxPort, host }: SandboxConfig) {
  try {
    return await startSandbox({ port: sandboxPort, host });
  } catch (error) {
    throw new Error(
      `the sandbox tenant can't listen on port ${sandboxPort}; set SANDBOX_PORT to a free one`,
      { cause: error },
    );
  }
}

/**
 * A stand-in tenant on this machine, built in or elsewhere: no credential is ever loaded for it.
 *
 * @param parts `graphTimeout`: how long Graph may take to answer, milliseconds
 * @throws when the built-in tenant's port cannot be had
 */
export async function sandboxSurroundings(
  config: SandboxConfig,
  { graphTimeout, log }: { readonly graphTimeout?: number; readonly log: Log },
): Promise<Surroundings> {
  const sandbox = config.graphBaseUrl === null ? await startTenant(config) : null;
  const graphBaseUrl = config.graphBaseUrl ?? sandbox?.url ?? '';
  const graph = createGraph({
    baseUrl: graphBaseUrl,
    getToken: async () => null,
    log,
    ...(graphTimeout === undefined ? {} : { timeout: graphTimeout }),
  });
  return {
    graphBaseUrl,
    graphOf: () => graph,
    writers: appWriters(graph),
    policy: sandboxPolicy,
    schoolProfiles: 'on',
    botId: '',
    authentication: new SandboxAuthentication(),
    signIn: null,
    verify: null,
    parts: {},
    close: async () => await sandbox?.stop(),
  };
}
