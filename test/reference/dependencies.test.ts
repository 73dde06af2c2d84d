import { readFileSync } from 'node:fs';
import {
  allowedLicences,
  dependenciesReference,
  installScripts,
  type LockedPackages,
  licencesElsewhere,
  nameOf,
  productionPackages,
  reasons,
  toolReasons,
} from '../../src/reference/dependencies.ts';

const json = <T>(path: string) => JSON.parse(readFileSync(path, 'utf8')) as T;
const { packages: locked } = json<{ packages: LockedPackages }>('package-lock.json');
const all = Object.entries(locked).filter(([folder]) => folder !== '');
const production = productionPackages(locked);

test('package-lock.json is read, so that the tests below can fail', () => {
  expect(all.length).toBeGreaterThan(500);
  expect(production.length).toBeGreaterThan(200);
  expect(production.length).toBeLessThan(all.length);
});

test('every direct dependency has a reason, and every reason its dependency', () => {
  const { dependencies = {}, devDependencies = {} } =
    json<Record<string, Record<string, string>>>('package.json');
  expect(Object.keys(reasons).toSorted()).toEqual(Object.keys(dependencies).toSorted());
  expect(Object.keys(toolReasons).toSorted()).toEqual(Object.keys(devDependencies).toSorted());
});

test('versions are exact, everywhere', () => {
  const { dependencies, devDependencies } = json<Record<string, Record<string, string>>>('package.json');
  for (const version of Object.values({ ...dependencies, ...devDependencies }))
    expect(version).toMatch(/^\d+\.\d+\.\d+$/);
});

test('every production package has a licence that is allowed, or one that was looked up', () => {
  const other = production.filter(([, { license }]) => !allowedLicences.includes(license ?? ''));
  expect(other.map(([folder]) => nameOf(folder)).toSorted()).toEqual(
    Object.keys(licencesElsewhere).toSorted(),
  );
});

test('what is installed says the same licence and version as package-lock.json', () => {
  const licenceOf = (text: unknown) =>
    typeof text === 'object' && text !== null && 'type' in text ? text.type : text;
  const differing = production.flatMap(([folder, { version, license }]) => {
    const optional = locked[folder] as { readonly optional?: boolean };
    try {
      const own = json<{ version: string; license?: unknown }>(`${folder}/package.json`);
      return own.version === version && licenceOf(own.license) === license ? [] : [folder];
    } catch (error) {
      if (optional.optional === true) return [];
      throw error;
    }
  });
  expect(differing).toEqual([]);
});

test('no production package needs an install script: each that has one is explained', () => {
  const scripts = production.filter(([, each]) => each.hasInstallScript === true);
  expect(scripts.map(([folder]) => nameOf(folder)).toSorted()).toEqual(
    Object.keys(installScripts).toSorted(),
  );
  const { allowScripts } = json<{ allowScripts: Record<string, boolean> }>('package.json');
  for (const name of Object.keys(installScripts)) expect([name, allowScripts[name]]).toEqual([name, false]);
});

test('each package is locked with a strong hash, and comes from no registry named here', () => {
  const weak = all.filter(([, { integrity, link }]) => link !== true && !/^sha512-/.test(integrity ?? ''));
  expect(weak.map(([folder]) => folder)).toEqual([]);
  expect(all.flatMap(([, { resolved }]) => resolved ?? [])).toEqual([]);
  expect(readFileSync('package-lock.json', 'utf8')).not.toMatch(/"https?:\/\/[^"]*\.tgz"/);
});

test('a dependency without a reason stops the page', () => {
  const lock: LockedPackages = {
    '': { dependencies: { 'left-pad': '1.0.0' } },
    'node_modules/left-pad': { version: '1.0.0' },
  };
  expect(() => dependenciesReference(lock)).toThrow(/left-pad/);
});
