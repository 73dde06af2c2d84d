import { execFile, execFileSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { azureCli, type CliAnswer } from './azure-cli.ts';
import { type Directory, emptyDirectory } from './directory.ts';

/** A shell with a stand-in for the Azure CLI, which is signed in to a directory. */
export interface Shell {
  readonly directory: Directory;
  /** What the script left in `ids.env`; empty when it left nothing. */
  readonly ids: Readonly<Record<string, string>>;
  run(script: string, ...words: readonly string[]): Promise<CliAnswer>;
  close(): Promise<void>;
}

/** Longer than any script takes on a busy machine, milliseconds. */
const longest = 50_000;

/** What ends the stand-in instead of being answered. */
const enough = 'enough';

/** @param cloud as the Azure CLI calls the one it is in */
export function openShell(tenantId: string, cloud = 'AzureCloud'): Shell {
  const directory = emptyDirectory(tenantId);
  const folder = mkdtempSync(join(tmpdir(), 'registration-'));
  const at = (name: string) => join(folder, name);
  execFileSync('mkfifo', [at('asked'), at('answered')]);
  copyFileSync(resolve(import.meta.dirname, 'az.sh'), at('az'));
  writeFileSync(at('sleep'), '#!/bin/sh\n');
  for (const name of ['az', 'sleep']) chmodSync(at(name), 0o700);

  /** One call after the other: reading waits for somebody who writes. */
  const serve = async (): Promise<void> => {
    const asked = await readFile(at('asked'), 'utf8');
    if (asked === enough) return;
    const { code, out, err } = azureCli(directory, cloud, asked.split('\n').slice(0, -1));
    await Promise.all([writeFile(at('out'), out), writeFile(at('err'), err)]);
    await appendFile(at('answered'), `${code}\n`);
    return serve();
  };
  const served = serve();

  return {
    directory,
    get ids() {
      const text = existsSync(at('ids.env')) ? readFileSync(at('ids.env'), 'utf8').trim() : '';
      return Object.fromEntries(text === '' ? [] : text.split('\n').map((line) => line.split('=')));
    },
    run(script, ...words) {
      writeFileSync(at('register.sh'), script);
      const env = { PATH: `${folder}:${process.env['PATH']}` };
      return new Promise((done) => {
        execFile('/bin/sh', [at('register.sh'), ...words], { env, timeout: longest }, (error, out, err) =>
          done({ code: error === null ? 0 : Number(error.code ?? 1), out, err }),
        );
      });
    },
    async close() {
      await appendFile(at('asked'), enough);
      await served;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
