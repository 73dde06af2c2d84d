import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startSandboxEntra } from '../../src/sandbox/entra/server.ts';
import { startSandbox } from '../../src/sandbox/server.ts';
import { everybodyMay, productionEnv } from '../support/production.ts';
import { build } from './build.ts';
import { contextFiles } from './context.ts';
import { readDockerfile } from './dockerfile.ts';
import { type Base, type Jail, makeLocal, npmFolder, runJailed, startJailed } from './jail.ts';
import { compareWithLock } from './production-packages.ts';

/** All of it may take this long, the bot this long to answer or to end, milliseconds. */
const longest = 300_000;
const longestStart = 60_000;
const longestStop = 30_000;

const root = resolve(import.meta.dirname, '../..');
const { env } = process;

/** Ends with a sentence on what is missing here. */
function needs(sentence: string): never {
  process.stderr.write(`npm run check:container needs ${sentence}\n`);
  process.exit(1);
}
if (process.getuid?.() !== 0) needs('root, as the engine it stands in for has it');
if (spawnSync('bwrap', ['--version']).status !== 0) needs('bubblewrap: apt-get install bubblewrap');
if (!existsSync('/usr/bin/setpriv')) needs('setpriv, of util-linux');
const npmProgram = env['npm_execpath'];
if (npmProgram === undefined) needs('to be started by npm');

const folder = mkdtempSync(join(tmpdir(), 'container-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => process.exit(1));
setTimeout(() => {
  process.stderr.write('the check took too long\n');
  process.exit(1);
}, longest).unref();

const say = (line: string) => process.stdout.write(`${line}\n`);
const parts = ['context', 'stages', 'local', 'settings'].map((name) => join(folder, name));
const [context = '', stagesFolder = '', local = '', settingsFolder = ''] = parts;
for (const part of parts) mkdirSync(part);

/** npm's own settings of this machine: how it reaches the registry, and what it fetched before. */
function npmHere(): { env: Record<string, string>; mounts: NonNullable<Jail['mounts']> } {
  const mounts: Record<string, { from: string; writable: boolean }> = {};
  const passed: Record<string, string> = {};
  for (const [name, at, writable] of [
    ['npm_config_userconfig', '/run/npm/user', false],
    ['npm_config_globalconfig', '/run/npm/global', false],
    ['npm_config_cache', '/run/npm/cache', true],
  ] as const) {
    const from = env[name];
    if (from === undefined || !existsSync(from)) continue;
    mounts[at] = { from, writable };
    passed[name] = at;
  }
  for (const name of [
    'HTTP_PROXY',
    'HTTPS_PROXY',
    'NO_PROXY',
    'npm_config_registry',
    'NODE_EXTRA_CA_CERTS',
  ]) {
    const value = env[name] ?? env[name.toLowerCase()];
    if (value !== undefined) passed[name] = value;
  }
  return {
    env: { ...passed, npm_config_prefer_offline: 'true', npm_config_update_notifier: 'false' },
    mounts,
  };
}

function freePort(): Promise<number> {
  return new Promise((settle, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => settle(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

async function statusOf(url: string, init?: RequestInit): Promise<number> {
  return await fetch(url, { ...init, signal: AbortSignal.timeout(2000) }).then(
    async (response) => {
      await response.arrayBuffer();
      return response.status;
    },
    () => 0,
  );
}

// Build.
const stages = readDockerfile(readFileSync(join(root, 'Dockerfile'), 'utf8'));
const image = stages.at(-1);
assert(image?.health && image.user, 'the last stage has HEALTHCHECK and USER');
const files = contextFiles(root);
for (const file of files) {
  mkdirSync(dirname(join(context, file)), { recursive: true });
  cpSync(join(root, file), join(context, file));
}
say(`context: ${files.length} files`);
makeLocal(local);
const base: Base = { node: process.execPath, npm: npmFolder(npmProgram), local };
const npm = npmHere();
const imageRoot = await build(stages, { base, context, folder: stagesFolder, npm, say });

const app = join(imageRoot, image.workdir);
const lock = compareWithLock(app, join(root, 'package-lock.json'));
say(`packages: ${lock.count}, with scripts that were not run: ${lock.withScripts.join(', ') || 'none'}`);
assert.deepEqual(lock.forDevelopment, [], 'no package for development is in the image');
assert.deepEqual(lock.unknown, [], 'every package in the image is in the lock file');
assert.deepEqual(lock.missing, [], 'every package of the lock file that production needs is in the image');
assert(lock.count > 50, 'there are packages in the image');

// Run, with the image's own settings and those of an operator.
const entra = await startSandboxEntra();
const graph = await startSandbox({ port: 0, tls: entra.tls, entra });
writeFileSync(join(settingsFolder, 'policy.yml'), everybodyMay);
writeFileSync(join(settingsFolder, 'ca.pem'), entra.ca);
const port = await freePort();
const {
  STORE_URL: _image,
  MODE: _mode,
  HOST: _host,
  ...operator
} = productionEnv({ entra, graph }, { policy: '/run/settings/policy.yml', store: '' });
// A volume takes over what the image has in its place, owner included.
const volumes = image.volumes.map((path, index) => {
  const volume = join(folder, `volume-${index}`);
  const { mode, uid, gid } = statSync(join(imageRoot, path));
  mkdirSync(volume, { mode: mode & 0o777 });
  chownSync(volume, uid, gid);
  return [path, { from: volume, writable: true }] as const;
});
// An engine makes the place of a mount, too.
mkdirSync(join(imageRoot, 'run/settings'));
const jail: Jail = {
  root: imageRoot,
  writable: false,
  workdir: image.workdir,
  user: image.user,
  env: {
    ...image.env,
    ...operator,
    PORT: String(port),
    LOG_LEVEL: 'info',
    NODE_EXTRA_CA_CERTS: '/run/settings/ca.pem',
  },
  mounts: { ...Object.fromEntries(volumes), '/run/settings': { from: settingsFolder, writable: false } },
};
/** Runs something beside the bot, as `docker exec` does. */
const beside = (command: readonly string[]) => runJailed(base, jail, command, 10_000);
const health = image.health.command;
const url = `http://127.0.0.1:${port}`;

assert.notEqual((await beside(health)).code, 0, 'HEALTHCHECK fails while nothing runs');
const bot = startJailed(base, jail, image.command, longest);
let botEnded = false;
bot.ended.then(() => {
  botEnded = true;
});
/** Whether the bot answers with 200 in time. */
async function answers(address: string): Promise<boolean> {
  const until = Date.now() + longestStart;
  while (!botEnded && Date.now() < until) {
    if ((await statusOf(address)) === 200) return true;
    await sleep(100);
  }
  return false;
}
try {
  assert(await answers(`${url}/healthz`), '/healthz answers');
  say('/healthz: 200');
  assert(await answers(`${url}/readyz`), '/readyz answers: store, keys and tokens can be had');
  say('/readyz: 200');
  const unsigned = await statusOf(`${url}/api/messages`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  });
  assert.equal(unsigned, 401, 'a message nobody signed is turned away');
  const well = await beside(health);
  assert.equal(well.code, 0, `HEALTHCHECK succeeds: ${well.output}`);
  say('HEALTHCHECK: 0');
  const tried = await beside([
    'node',
    '--eval',
    `const { writeFileSync } = require('node:fs');
    const refused = [${JSON.stringify(image.workdir)}, '/', '/tmp', '/etc', '/usr'].map((folder) => {
      try { writeFileSync(folder + '/written', ''); return folder; } catch (error) { return error.code; }
    });
    writeFileSync('/data/written', '');
    const status = require('node:fs').readFileSync('/proc/self/status', 'utf8');
    console.log(JSON.stringify({ refused, uid: process.getuid(), caps: /CapEff:\\s*(\\w+)/.exec(status)[1] }));`,
  ]);
  const { refused, uid, caps } = JSON.parse(tried.output) as { refused: string[]; uid: number; caps: string };
  assert(
    refused.every((code) => code === 'EROFS' || code === 'EACCES'),
    `only the volume can be written to: ${refused.join(', ')}`,
  );
  assert.equal(`${uid}:${uid}`, image.user, 'it runs as the user of the image');
  assert.match(caps, /^0+$/, 'it has no capability');
  say(`user ${uid}, no capability; / is read-only, /data is not`);
} catch (error) {
  say(bot.output());
  throw error;
}
const from = Date.now();
await bot.signal('SIGTERM');
const code = await Promise.race([bot.ended, sleep(longestStop, 'too late' as const, { ref: false })]);
assert.equal(code, 0, `SIGTERM ends it with 0:\n${bot.output()}`);
say(`SIGTERM: ended with 0 after ${Date.now() - from} ms`);
assert.notEqual((await beside(health)).code, 0, 'HEALTHCHECK fails after the end');
const [store] = image.volumes;
const kept = join(volumes.find(([path]) => path === store)?.[1].from ?? '', 'sync-warden.db');
assert.equal(statSync(kept).mode & 0o777, 0o600, 'the store is for its owner alone');
await graph.stop();
await entra.stop();
say('the container definition holds here; no engine was used');
process.exit(0);
