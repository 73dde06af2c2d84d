import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { type Clock, systemClock } from '../../src/clock.ts';
import type { CheckId } from '../../src/doctor/catalogue.ts';
import { examine, type Result } from '../../src/doctor/examine.ts';
import { createSubject } from '../../src/doctor/subject.ts';
import type { EntraApp } from '../../src/sandbox/entra/apps.ts';
import { type SandboxEntra, startSandboxEntra } from '../../src/sandbox/entra/server.ts';
import type { Fault } from '../../src/sandbox/faults.ts';
import { sandboxApps, sandboxUsers } from '../../src/sandbox/people.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/server.ts';
import { productionEnv } from '../support/production.ts';

export const { bot, reader } = sandboxApps;
export const day = 86_400_000;

/** A writer, for `WRITES_AS=app`. */
export const writer = {
  clientId: '6a1f0c2d-8e5b-4f7a-9c3d-2b1e0f9a8d77',
  secret: 'wrt-secret-of-the-writer',
};

export const someMay = `
version: 1
contact: the identity team
rules:
  - name: Ada may
    effect: allow
    who: { users: [${sandboxUsers.adminUser.oid}] }
    where: { anywhere: true }
    operations: [pause, start]
    targets: { all: true }
`;

export const groupsMay = someMay.replace('users:', 'groups:');

/** What examining found, by check. */
export type Chart = Readonly<Record<CheckId, Result>>;

export interface Visit {
  readonly env?: Readonly<Record<string, string>>;
  readonly clock?: Clock;
  readonly endpoint?: string;
  /** Milliseconds. */
  readonly timeout?: number;
}

/** Sandbox Entra and Graph over https, with the settings of a production bot in good order on them. */
export interface Clinic {
  readonly entra: SandboxEntra;
  readonly graph: Sandbox;
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  /** Everything a doctor says, with nothing taken out afterwards, so that a secret would show. */
  examine(visit?: Visit): Promise<Chart>;
  /** Changes one of the bot's apps. */
  change(clientId: string, change: Partial<EntraApp>): void;
  fault(fault: Partial<Fault> & Pick<Fault, 'kind'>): Promise<void>;
  write(name: string, content: string): string;
  /** Everything as it was in the beginning. */
  reset(): void;
  close(): Promise<void>;
}

export async function openClinic(): Promise<Clinic> {
  const folder = mkdtempSync(join(tmpdir(), 'clinic-'));
  const usual = getCACertificates('bundled');
  const entra = await startSandboxEntra();
  setDefaultCACertificates([...usual, entra.ca]);
  const graph = await startSandbox({ port: 0, tls: entra.tls, entra });
  const write = (name: string, content: string) => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  const env = {
    ...productionEnv(
      { entra, graph },
      { policy: write('policy.yml', someMay), store: `file:${folder}/bot.db` },
    ),
  };
  const change = (clientId: string, some: Partial<EntraApp>) => {
    const app = entra.apps.get(clientId);
    if (app === undefined) throw new Error(`there is no app ${clientId}`);
    entra.apps.set(clientId, { ...app, ...some });
  };
  const reset = () => {
    entra.reset();
    graph.reset();
    change(bot.clientId, { roles: [] });
    change(reader.clientId, { roles: ['Synchronization.Read.All', 'Application.Read.All'] });
    const like = entra.apps.get(reader.clientId);
    if (like === undefined) throw new Error('there is no reader');
    entra.apps.set(writer.clientId, {
      ...like,
      clientId: writer.clientId,
      name: 'Sync Warden writer',
      secrets: [{ value: writer.secret }],
      roles: ['Synchronization.ReadWrite.All'],
    });
  };
  reset();
  return {
    entra,
    graph,
    folder,
    env,
    change,
    write,
    reset,
    async examine({ env: more = {}, clock = systemClock, endpoint, timeout } = {}) {
      const subject = createSubject({
        env: { ...env, ...more },
        root: folder,
        clock,
        endpoint,
        ...(timeout === undefined ? {} : { timeout }),
      });
      const results = await examine(subject, (text) => text);
      const said = JSON.stringify(results);
      for (const secret of [bot.secret, reader.secret, writer.secret, 'eyJ'])
        expect(said).not.toContain(secret);
      return Object.fromEntries(results.map((each) => [each.id, each])) as unknown as Chart;
    },
    async fault(fault) {
      const response = await fetch(`${graph.url}/_sandbox/faults`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ faults: [fault] }),
      });
      if (!response.ok) throw new Error(await response.text());
    },
    async close() {
      await graph.stop();
      await entra.stop();
      setDefaultCACertificates(usual);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** An https address of this machine where nothing listens. */
export async function deadAddress(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `https://localhost:${port}`;
}

/** The whole of a result, to match words in. */
export const textOf = ({ says, mend, details }: Result) => [says, ...details, mend ?? ''].join('\n');
