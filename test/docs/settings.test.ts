import { read } from './documents.ts';

/** The names in the first column of the tables of settings. */
function documented(): readonly string[] {
  const [, section = ''] = /^## Settings\n([\s\S]*?)^## /m.exec(read('docs/production.md')) ?? [];
  return [...section.matchAll(/^\|([^|]+)\|/gm)].flatMap(([, cell = '']) =>
    [...cell.matchAll(/`([A-Z_]+)`/g)].map(([, name = '']) => name),
  );
}

const namesIn = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map((match) => match[1] ?? '');

/** Every setting the sources read: by name from the environment, as a cloud's address, or made of prefix and proof. */
function inSources(): ReadonlySet<string> {
  const config = read('src/config.ts');
  const credentials = read('src/identity/choose-credential.ts');
  const [clouds = ''] = /interface CloudOverrides \{[^}]*\}/.exec(read('src/clouds.ts')) ?? [];
  const union = (name: string) =>
    namesIn(new RegExp(`^type ${name} =[^;]*;`, 'm').exec(credentials)?.[0] ?? '', /'([A-Z_]+)'/g);
  const alone = /type CredentialSettingName =[^;]*;/.exec(credentials)?.[0] ?? '';
  return new Set([
    ...namesIn(config, /\b(?:set|env)\['([A-Z_]+)'\]/g),
    ...namesIn(config, /\bchoice\(set, '([A-Z_]+)'/g),
    ...namesIn(config, /^ {2}([A-Z_]+): /gm),
    ...namesIn(clouds, /readonly ([A-Z_]+)\?:/g),
    ...namesIn(alone, /'([A-Z_]+)'/g),
    ...union('Prefix').flatMap((prefix) => union('Proof').map((proof) => `${prefix}_${proof}`)),
  ]);
}

test('docs/production.md has every setting that is read, each once, and no other', () => {
  const names = documented();
  expect(new Set(names).size).toBe(names.length);
  expect([...names].sort()).toEqual([...inSources()].sort());
});

test('the settings are found in every source', () => {
  expect([...inSources()]).toEqual(
    expect.arrayContaining(['MODE', 'STORE_URL', 'CLOUD', 'AUTHORITY_HOST', 'WRITE_CLIENT_SECRET']),
  );
  expect(inSources().size).toBeGreaterThan(35);
});
