import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import type { Browser } from 'playwright-core';
import { parse, stringify } from 'yaml';
import { type Playground, startPlayground } from '../../src/cli/playground.ts';
import { type Client, openClient } from './client.ts';

interface User {
  readonly name: string;
  readonly givenName: string;
  readonly aadObjectId: string;
}

interface Surroundings {
  readonly currentUser: User;
  readonly users: readonly User[];
  readonly personalChat: { readonly id: string };
}

/** A client whose current user is somebody of the project's own playground. */
export interface OwnClient {
  readonly client: Client;
  stop(): Promise<void>;
}

const surroundings = parse(
  readFileSync(resolve(import.meta.dirname, '../../env/playground.yml'), 'utf8'),
) as Surroundings;
const everybody = [surroundings.currentUser, ...surroundings.users];

/** A person of the project's playground, by given name. @throws when there is none */
export function personNamed(givenName: string): User {
  const found = everybody.find((each) => each.givenName === givenName);
  if (found === undefined) throw new Error(`env/playground.yml has no ${givenName}`);
  return found;
}

/** The same places and people with somebody else in front of the screen. */
function configFor(person: User, folder: string): string {
  const file = join(folder, `${person.givenName}.yml`);
  const config = {
    ...surroundings,
    currentUser: person,
    users: everybody.filter((each) => each !== person),
    personalChat: { id: `a:1${person.givenName.toLowerCase()}-sync-warden` },
  };
  writeFileSync(file, stringify(config));
  return file;
}

/** The client takes no port 0. */
async function freePort(): Promise<number> {
  const probe = createServer();
  // On all interfaces, as the client listens.
  await new Promise<void>((done) => probe.listen(0, () => done()));
  const address = probe.address();
  await new Promise<void>((done) => probe.close(() => done()));
  if (address === null || typeof address === 'string') throw new Error('no port could be had');
  return address.port;
}

/**
 * Starts a local client of its own for one person and opens it.
 *
 * @param options.botPort where it sends what the person does
 * @param options.folder for its configuration
 * @throws when it can't be started or opened
 */
export async function openOwnClient(
  browser: Browser,
  givenName: string,
  { botPort, folder }: { readonly botPort: number; readonly folder: string },
): Promise<OwnClient> {
  const config = configFor(personNamed(givenName), folder);
  const playground: Playground = await startPlayground({ botPort, port: await freePort(), config });
  try {
    const client = await openClient(browser, playground.url);
    // A question with its outcome below it is taller than most screens, and pictures should show it whole.
    await client.page.setViewportSize({ width: 1280, height: 1500 });
    return { client, stop: () => playground.stop() };
  } catch (error) {
    await playground.stop();
    throw error;
  }
}
