import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { contextFiles } from '../container/context.ts';
import { readDockerfile } from '../container/dockerfile.ts';

const root = resolve(import.meta.dirname, '../..');
const text = readFileSync(join(root, 'Dockerfile'), 'utf8');
const stages = readDockerfile(text);
const image = stages.at(-1);
if (image === undefined) throw new Error('the Dockerfile has no stage');
const { devDependencies, scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  devDependencies: Record<string, string>;
  scripts: Record<string, string>;
};

describe('the image', () => {
  test('has the Node that everything is tested with, in every stage', () => {
    for (const { base } of stages) expect(base).toBe(`node:${devDependencies['node']}-bookworm-slim`);
  });

  test('has the packages of the lock file alone, and runs none of their scripts', () => {
    const [install = '', ...more] = stages.flatMap(({ steps }) =>
      steps.flatMap((step) => (step.kind === 'run' && /\bnpm\b/.test(step.script) ? [step.script] : [])),
    );
    expect(more).toEqual([]);
    expect(install.split(/\s+/)).toEqual(
      expect.arrayContaining(['npm', 'ci', '--omit=dev', '--ignore-scripts']),
    );
  });

  test('runs as nobody special, told by number', () => {
    expect(image.user).toMatch(/^[1-9]\d*:[1-9]\d*$/);
  });

  test('starts, in place of what the base starts, the program that npm run serve starts, without a shell or npm in between', () => {
    expect(image.command.join(' ')).toBe(scripts['serve']);
    for (const word of [...image.command, ...(image.health?.command ?? [])]) {
      if (/\.(ts|mjs)$/.test(word)) expect(existsSync(join(root, word))).toBe(true);
    }
  });

  test('asks the bot itself whether it is well, with a limit of time', () => {
    expect(image.health?.command).toEqual(['node', 'src/cli/healthcheck.ts']);
    expect(image.health?.flags).toMatchObject({ interval: '30s', timeout: '5s' });
  });

  test('is never the sandbox, and keeps an SQLite store on its volume', () => {
    expect(image.env['MODE']).toBe('production');
    expect(image.volumes).toEqual(['/data']);
    expect(image.env['STORE_URL']).toMatch(/^file:\/data\//);
  });

  test('names no secret', () => {
    for (const { env } of stages) expect(Object.keys(env).join(' ')).not.toMatch(/SECRET|PASSWORD|TOKEN|KEY/);
  });

  test('says what it is', () => {
    expect(image.labels).toMatchObject({
      'org.opencontainers.image.title': 'Sync Warden',
      'org.opencontainers.image.licenses': 'MIT',
    });
  });
});

test('the build sees the sources and the two package files, and nothing else', () => {
  const files = contextFiles(root);
  expect(files).toEqual(expect.arrayContaining(['package.json', 'package-lock.json', 'src/main.ts']));
  expect(files.filter((file) => !/^(src\/.+|package(-lock)?\.json)$/.test(file))).toEqual([]);
});

describe('what is not understood is not left out', () => {
  test.each([
    ['FROM a\nADD x y', /ADD is not known/],
    ['FROM a\nCMD node x', /CMD must have the form/],
    ['FROM a\nHEALTHCHECK CMD curl x', /HEALTHCHECK must have the form/],
    ['FROM a\nCOPY --chown=1 x y', /COPY --chown is not known/],
    ['FROM a\nWORKDIR /$HOME', /variables are not expanded/],
    ['FROM a\nWORKDIR here', /WORKDIR must begin/],
    ['FROM a\nUSER 1\nRUN true', /RUN stands behind USER/],
    ['FROM a\nRUN --mount=type=cache true', /RUN with options/],
    ['FROM a\nENTRYPOINT node', /ENTRYPOINT must have the form/],
  ])('%j', (dockerfile, problem) => {
    expect(() => readDockerfile(dockerfile)).toThrow(problem);
  });
});
