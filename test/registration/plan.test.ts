import fc from 'fast-check';
import type { CloudName } from '../../src/clouds.ts';
import { applicationOf } from '../../src/registration/application.ts';
import { consentLinks } from '../../src/registration/consent-links.ts';
import { permissions, permissionsFor } from '../../src/registration/permissions.ts';
import { type Choices, planRegistration, type RegistrationPlan } from '../../src/registration/plan.ts';
import { graphPermissions } from '../../src/sandbox/entra/graph-permissions.ts';

const ids = {
  bot: 'fe7ba2f9-7b50-4a98-968d-2e8342cd1aa4',
  reader: '0c9d1f5e-7a63-4b5e-8f0d-3b2a19c4d7e8',
  writer: '9f1d2c3b-4a5e-4f60-8b7a-6c5d4e3f2a10',
};
const tenants = ['a75d3a01-29fb-46ac-9a8a-6f5de5f41db2', 'e028e689-5376-4951-a3f9-41211fc4ac98'];
const none: Choices = { groupsInPolicy: false, whoDidIt: false, ownReader: false };

function planOf(env: Record<string, string>, choices: Partial<Choices> = {}): RegistrationPlan {
  const result = planRegistration(env, { ...none, ...choices });
  if (!result.ok) throw new Error(result.problems.join('\n'));
  return result.plan;
}
const problemsOf = (env: Record<string, string>, choices: Partial<Choices> = {}) => {
  const result = planRegistration(env, { ...none, ...choices });
  return result.ok ? [] : result.problems;
};
/** What each registration asks for: `d:` in a person's name, `a:` as an app. */
const asked = (plan: RegistrationPlan) =>
  Object.fromEntries(
    plan.registrations.map(({ holders, permissions: its }) => [
      holders.join('+'),
      its.map(({ kind, name }) => `${kind[0]}:${name}`),
    ]),
  );

const reads = ['a:Synchronization.Read.All', 'a:Application.Read.All'];
const groups = ['a:GroupMember.Read.All', 'a:User.Read.All'];
const audits = ['a:AuditLog.Read.All'];
const writes = 'd:Synchronization.ReadWrite.All';
const app = { WRITES_AS: 'app' };
const schools = { SCHOOL_PROFILES: 'on' };

test.each<[string, Record<string, string>, Partial<Choices>, Record<string, readonly string[]>]>([
  ['nothing said', {}, {}, { 'bot+reader': [writes, ...reads] }],
  ['a reader', {}, { ownReader: true }, { bot: [writes], reader: reads }],
  ['a reader by its setting', { READ_CLIENT_ID: ids.reader }, {}, { bot: [writes], reader: reads }],
  ['groups', {}, { groupsInPolicy: true }, { 'bot+reader': [writes, ...reads, ...groups] }],
  ['who did it', {}, { whoDidIt: true, ownReader: true }, { bot: [writes], reader: [...reads, ...audits] }],
  [
    'schools',
    schools,
    { ownReader: true },
    { bot: [writes, 'd:EduAdministration.ReadWrite'], reader: [...reads, 'a:EduAdministration.Read.All'] },
  ],
  [
    'an app that writes',
    app,
    { ownReader: true },
    { bot: [], reader: reads, writer: ['a:Synchronization.ReadWrite.All'] },
  ],
  [
    'an app that writes, without a reader',
    app,
    {},
    { 'bot+reader': reads, writer: ['a:Synchronization.ReadWrite.All'] },
  ],
  [
    'everything',
    { ...app, ...schools },
    { ownReader: true, groupsInPolicy: true, whoDidIt: true },
    {
      bot: ['d:EduAdministration.ReadWrite'],
      reader: [...reads, ...groups, ...audits, 'a:EduAdministration.Read.All'],
      writer: ['a:Synchronization.ReadWrite.All'],
    },
  ],
  ...(['usgov', 'dod', 'china'] as const).map(
    (CLOUD): [string, Record<string, string>, Partial<Choices>, Record<string, readonly string[]>] => [
      `schools in the cloud ${CLOUD}, which never had them`,
      { CLOUD, ...schools },
      {},
      { 'bot+reader': [writes, ...reads] },
    ],
  ),
])('%s: exactly these permissions', (_, env, choices, expected) => {
  expect(asked(planOf(env, choices))).toEqual(expected);
});

test('ids and kinds are Graph’s', () => {
  for (const { id, kind, name } of permissions)
    expect(graphPermissions[id]).toEqual({ name, type: kind === 'delegated' ? 'Scope' : 'Role' });
  expect(new Set(permissions.map(({ id }) => id)).size).toBe(permissions.length);
});

test('every permission says why, and what happens without', () => {
  for (const { why, without, features } of permissions) {
    expect(why).toMatch(/^[A-Z].*\.$/);
    expect(without).toMatch(/^[A-Z].*\.$/);
    expect(features.length).toBeGreaterThan(0);
  }
});

describe('over all settings', () => {
  const wish = fc.record({
    env: fc.record({
      CLOUD: fc.constantFrom<CloudName>('global', 'usgov', 'dod', 'china'),
      WRITES_AS: fc.constantFrom('person', 'app'),
      SCHOOL_PROFILES: fc.constantFrom('off', 'on'),
      BOT_ID: fc.constantFrom('', ids.bot),
    }),
    choices: fc.record({ groupsInPolicy: fc.boolean(), whoDidIt: fc.boolean(), ownReader: fc.boolean() }),
  });
  interface Wish {
    readonly env: Record<string, string>;
    readonly choices: Choices;
  }
  const all = ({ env, choices }: Wish) =>
    planOf(env, choices).registrations.flatMap(({ permissions: its }) => its);
  /** The same with one thing less. */
  const less: readonly ((wish: Wish) => Wish)[] = [
    ({ env, choices }) => ({ env, choices: { ...choices, groupsInPolicy: false } }),
    ({ env, choices }) => ({ env, choices: { ...choices, whoDidIt: false } }),
    ({ env, choices }) => ({ env: { ...env, SCHOOL_PROFILES: 'off' }, choices }),
  ];

  test('a permission is asked for once, where a feature needs it, and leaving a feature out adds none', () => {
    fc.assert(
      fc.property(wish, (given) => {
        const before = all(given);
        expect(new Set(before).size).toBe(before.length);
        for (const drop of less) for (const each of all(drop(given))) expect(before).toContain(each);
        const { env, choices } = given;
        const names = before.map(({ name }) => name);
        expect(names.some((name) => name.startsWith('Edu'))).toBe(
          env['SCHOOL_PROFILES'] === 'on' && env['CLOUD'] === 'global',
        );
        expect(names.includes('AuditLog.Read.All')).toBe(choices.whoDidIt);
        expect(names.includes('User.Read.All')).toBe(choices.groupsInPolicy);
        expect(names.filter((name) => name === 'Synchronization.ReadWrite.All')).toHaveLength(1);
      }),
    );
  });

  test('who may write reads nothing, and who reads all day may not write as an app', () => {
    fc.assert(
      fc.property(wish, ({ env, choices }) => {
        for (const { permissions: its, holders } of planOf(env, choices).registrations) {
          const writesAlone = its.some(({ kind, name }) => kind === 'application' && /Write/.test(name));
          expect(writesAlone).toBe(holders.includes('writer'));
          if (writesAlone) expect(its).toHaveLength(1);
        }
      }),
    );
  });

  test('a registration is open to sign-ins and redirects only as far as it has to be', () => {
    fc.assert(
      fc.property(wish, ({ env, choices }) => {
        const plan = planOf(env, choices);
        for (const registration of plan.registrations) {
          const made = applicationOf(registration, plan);
          const people = registration.permissions.some(({ kind }) => kind === 'delegated');
          expect(made.api.oauth2PermissionScopes).toHaveLength(people ? 1 : 0);
          expect(made.identifierUris).toHaveLength(people ? 1 : 0);
          expect(made.api.preAuthorizedApplications).toHaveLength(people ? 2 : 0);
          expect(made.web.redirectUris).toEqual(
            registration.permissions.length > 0 ? [`${plan.cloud.portal}/`] : [],
          );
          expect([...made.spa.redirectUris, ...made.publicClient.redirectUris]).toEqual([]);
        }
      }),
    );
  });

  test('no permission without a feature', () => {
    expect(permissionsFor(new Set(), ['bot', 'reader', 'writer'])).toEqual([]);
  });
});

describe('tenants', () => {
  test('one: registered there, for it alone', () => {
    const plan = planOf({ ALLOWED_TENANTS: tenants[0] ?? '', BOT_ID: ids.bot });
    expect(plan.homeTenant).toBe(tenants[0]);
    for (const each of plan.registrations)
      expect(applicationOf(each, plan).signInAudience).toBe('AzureADMyOrg');
  });

  test('several: open to organizations, with a link for every tenant and registration', () => {
    const env = {
      ALLOWED_TENANTS: tenants.join(','),
      BOT_TENANT_ID: tenants[1] ?? '',
      BOT_ID: ids.bot,
      READ_CLIENT_ID: ids.reader,
    };
    const plan = planOf(env);
    for (const each of plan.registrations)
      expect(applicationOf(each, plan).signInAudience).toBe('AzureADMultipleOrgs');
    expect(
      consentLinks(plan).map(({ tenant, href }) => [tenant, new URL(href).searchParams.get('client_id')]),
    ).toEqual([
      [tenants[0], ids.bot],
      [tenants[0], ids.reader],
      [tenants[1], ids.bot],
      [tenants[1], ids.reader],
    ]);
    expect(planOf({ ...env, BOT_TENANT_ID: 'contoso.example' }).homeTenant).toBe('contoso.example');
  });

  test('no link for what has no id, no tenant or no permission', () => {
    expect(consentLinks(planOf({ ALLOWED_TENANTS: tenants[0] ?? '' }))).toEqual([]);
    expect(consentLinks(planOf({ BOT_ID: ids.bot }))).toEqual([]);
    const env = {
      ...app,
      BOT_ID: ids.bot,
      READ_MANAGED_IDENTITY: ids.reader,
      ALLOWED_TENANTS: tenants[0] ?? '',
    };
    expect(consentLinks(planOf(env))).toEqual([]);
  });
});

test.each<[Record<string, string>, readonly string[]]>([
  [{ CLOUD: 'mars' }, ['CLOUD']],
  [{ WRITES_AS: 'root', SCHOOL_PROFILES: 'yes' }, ['WRITES_AS', 'SCHOOL_PROFILES']],
  [{ BOT_ID: 'x', READ_CLIENT_ID: 'y' }, ['BOT_ID', 'READ_CLIENT_ID']],
  [{ ALLOWED_TENANTS: 'contoso.example' }, ['ALLOWED_TENANTS']],
  [{ ALLOWED_TENANTS: tenants.join() }, ['BOT_TENANT_ID']],
  [{ BOT_TENANT_ID: 'x' }, ['BOT_TENANT_ID']],
  [{ APP_ID_URI: 'https://x' }, ['APP_ID_URI']],
  [{ AUTHORITY_HOST: 'http://x' }, ['AUTHORITY_HOST']],
  [{ BOT_MANAGED_IDENTITY: ids.bot }, ['BOT_MANAGED_IDENTITY']],
  [{ ...app, ...schools, BOT_MANAGED_IDENTITY: ids.bot }, ['SCHOOL_PROFILES=on']],
  [{ WRITE_CLIENT_ID: ids.writer }, ['WRITE_CLIENT_ID']],
  [{ ...app, READ_CLIENT_ID: ids.reader, WRITE_CLIENT_ID: ids.reader }, ['WRITE_CLIENT_ID']],
  [{ ...app, BOT_ID: ids.bot, WRITE_CLIENT_ID: ids.bot }, ['WRITE_CLIENT_ID']],
  [
    { ALLOWED_TENANTS: tenants.join(), BOT_TENANT_ID: tenants[0] ?? '', READ_MANAGED_IDENTITY: ids.reader },
    ['READ_MANAGED_IDENTITY'],
  ],
])('%j is refused, and the setting is named', (env, settings) => {
  const problems = problemsOf(env);
  expect(problems).toHaveLength(settings.length);
  for (const [index, setting] of settings.entries()) expect(problems[index]).toContain(setting);
});
