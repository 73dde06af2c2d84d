import { appManifest } from '../../src/cli/app-manifest.ts';
import { applicationOf } from '../../src/registration/application.ts';
import { planRegistration } from '../../src/registration/plan.ts';
import { toolkitManifest } from '../../src/registration/toolkit-manifest.ts';
import { registeredOf } from '../../src/sandbox/entra/registered.ts';
import { applicationShape } from './directory.ts';

const ids = {
  AAD_APP_OBJECT_ID: 'b4d70701-98d9-4c23-a8d8-fa6b561e69bc',
  BOT_ID: 'fe7ba2f9-7b50-4a98-968d-2e8342cd1aa4',
  AAD_APP_ACCESS_AS_USER_PERMISSION_ID: '11111111-2222-4333-8444-555555555555',
};

/** As the Agents Toolkit fills placeholders in. */
const filled = (manifest: object): Record<string, unknown> =>
  JSON.parse(
    JSON.stringify(manifest).replace(/\$\{\{(\w+)\}\}/g, (_, name: string) => {
      const id = ids[name as keyof typeof ids];
      if (id === undefined) throw new Error(`${name} is filled in by nobody`);
      return id;
    }),
  );

test('the toolkit’s manifest is the application Graph documents, with the bot’s permission alone', () => {
  const { id, appId, ...application } = filled(toolkitManifest());
  expect([id, appId]).toEqual([ids.AAD_APP_OBJECT_ID, ids.BOT_ID]);
  const read = applicationShape.parse(application);
  expect(read.identifierUris).toEqual([`api://botid-${ids.BOT_ID}`]);
  expect(read.api.preAuthorizedApplications.flatMap((each) => each.delegatedPermissionIds)).toEqual([
    ids.AAD_APP_ACCESS_AS_USER_PERMISSION_ID,
    ids.AAD_APP_ACCESS_AS_USER_PERMISSION_ID,
  ]);
  expect(registeredOf(application)).toEqual({
    multiTenant: false,
    redirectUris: ['https://portal.azure.com/'],
    delegated: ['Synchronization.ReadWrite.All'],
    roles: [],
  });
});

test.each([undefined, 'api://bots.example/botid-fe7ba2f9-7b50-4a98-968d-2e8342cd1aa4'])(
  'the Teams app asks for what the registration exposes, for APP_ID_URI=%s',
  (appIdUri) => {
    const env = { BOT_ID: ids.BOT_ID, ...(appIdUri === undefined ? {} : { APP_ID_URI: appIdUri }) };
    const result = planRegistration(env, { groupsInPolicy: false, whoDidIt: false, ownReader: true });
    const bot = result.ok ? result.plan.registrations[0] : undefined;
    if (!result.ok || bot === undefined) throw new Error('no plan');
    const manifest = appManifest({
      appId: ids.AAD_APP_OBJECT_ID,
      botId: ids.BOT_ID,
      version: '0.1.0',
      appIdUri,
    });
    expect(manifest).toMatchObject({
      // Where people have to have the app so that Teams signs them in.
      bots: [{ scopes: expect.arrayContaining(['personal']) }],
      webApplicationInfo: { id: bot.clientId, resource: applicationOf(bot, result.plan).identifierUris[0] },
    });
  },
);
