import { type CloudName, clouds, consentReturn } from '../../src/clouds.ts';
import { teamsClientIds } from '../../src/identity/sso-token.ts';
import { permissions } from '../../src/registration/permissions.ts';
import { read } from './documents.ts';

const page = read('docs/register.md');
const section = (heading: string) => {
  const [, found = ''] =
    new RegExp(`^## ${heading}\\n([\\s\\S]*?)(?=^## |$(?![\\s\\S]))`, 'm').exec(page) ?? [];
  return found;
};

test('names every permission, and none that is never asked for', () => {
  const table = section('2. Choose').split('Not asked for')[0] ?? '';
  const named = [...table.matchAll(/`([A-Z][A-Za-z]+\.[A-Za-z.]+)`/g)].map(([, name = '']) => name);
  expect(new Set(named)).toEqual(new Set(permissions.map(({ name }) => name)));
});

test.each(Object.keys(clouds) as CloudName[])('has the addresses of the cloud %s', (name) => {
  const row = section('Clouds')
    .split('\n')
    .find((line) => line.startsWith(`| \`${name}\``));
  expect(row).toContain(`\`${consentReturn(clouds[name])}\``);
  expect(row).toContain(new URL(clouds[name].graph).host);
  expect(row).toContain(`${clouds[name].tokenExchange} |`);
});

test('names the clients to authorize', () => {
  for (const id of teamsClientIds) expect(section('4. In the portal')).toContain(id);
});
