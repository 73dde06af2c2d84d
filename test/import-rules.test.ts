import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const root = resolve(import.meta.dirname, '..');

/** What the import rules say of a copy of the sources with one file added. */
async function verdict(file: string, content: string): Promise<string> {
  const copy = mkdtempSync(join(tmpdir(), 'rules-'));
  try {
    cpSync(join(root, 'src'), join(copy, 'src'), { recursive: true });
    for (const name of ['package.json', 'tsconfig.json', '.dependency-cruiser.mjs'])
      cpSync(join(root, name), join(copy, name));
    symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
    writeFileSync(join(copy, file), content);
    const cruiser = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');
    const { stdout } = await run(process.execPath, [cruiser, '--config', '.dependency-cruiser.mjs', 'src'], {
      cwd: copy,
    });
    return stdout;
  } catch (error) {
    return String((error as { stdout?: string }).stdout);
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

describe('the import rules', () => {
  test('hold for the sources as they are', async () => {
    expect(await verdict('src/text/planted.ts', 'export const nothing = 0;\n')).toContain(
      'no dependency violations',
    );
  });

  test.each([
    [
      'src/graph/planted.ts',
      "import { openStore } from '../store/open.ts';\nexport const x = openStore;\n",
      'graph-reaches-too-far',
    ],
    [
      'src/operations/planted.ts',
      "import type { TeamsEdge } from '../teams/edge.ts';\nexport type X = TeamsEdge;\n",
      'operations-reaches-too-far',
    ],
    [
      'src/commands/planted.ts',
      "import { TurnContext } from 'botbuilder';\nexport const x = TurnContext;\n",
      'package-only-in-teams',
    ],
    [
      'src/doctor/planted.ts',
      "import { openHttp } from '../http/server.ts';\nexport const x = openHttp;\n",
      'doctor-reaches-too-far',
    ],
    [
      'src/targets/planted.ts',
      "import { sql } from 'kysely';\nexport const x = sql;\n",
      'package-only-in-store',
    ],
    [
      'src/teams/planted.ts',
      "import { Client } from '@microsoft/microsoft-graph-client';\nexport const x = Client;\n",
      'package-only-in-graph',
    ],
    [
      'src/teams/planted.ts',
      "import restify from 'restify';\nexport const x = restify;\n",
      'restify-only-in-http',
    ],
    [
      'src/operations/planted.ts',
      "import { trace } from '@opentelemetry/api';\nexport const x = trace;\n",
      'opentelemetry-only-in-its-leaves',
    ],
    [
      'src/cards/planted.ts',
      "import { sandboxPolicy } from '../policy/policy.ts';\nexport const x = sandboxPolicy;\n",
      'cards-reaches-too-far',
    ],
  ])('a forbidden import in %s is found', async (file, content, rule) => {
    expect(await verdict(file, content)).toContain(rule);
  });
});
