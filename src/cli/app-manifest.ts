import { vocabulary } from '../language/vocabulary.ts';

/** Teams shows at most this many commands of a scope. */
const mostCommands = 10;

const commands = vocabulary
  .flatMap(({ manifest }) => (manifest === null ? [] : [manifest]))
  .slice(0, mostCommands);
const scopes = ['personal', 'team', 'groupChat'] as const;

/**
 * The Teams app manifest. Its command list comes from the vocabulary, so that Teams offers what the bot
 * understands.
 *
 * @param ids of the app package and of the bot; placeholders in the committed copy
 */
export function appManifest(ids: {
  readonly appId: string;
  readonly botId: string;
  readonly version: string;
  /** APP_ID_URI, where it isn't the usual one. */
  readonly appIdUri?: string | undefined;
}): object {
  return {
    $schema: 'https://developer.microsoft.com/json-schemas/teams/v1.19/MicrosoftTeams.schema.json',
    manifestVersion: '1.19',
    version: ids.version,
    id: ids.appId,
    developer: {
      name: 'Sync Warden',
      websiteUrl: 'https://example.com/sync-warden',
      privacyUrl: 'https://example.com/sync-warden/privacy',
      termsOfUseUrl: 'https://example.com/sync-warden/terms',
    },
    name: { short: 'Sync Warden', full: 'Sync Warden for provisioning jobs' },
    description: {
      short: 'Pause, start and delete sync jobs from chat, with every result read back.',
      full: 'Sync Warden pauses, starts and deletes Microsoft Graph synchronization jobs from chat. It asks before anything that cannot be undone, checks afterwards that it really happened, and tells everybody in the conversation.',
    },
    icons: { color: 'color.png', outline: 'outline.png' },
    accentColor: '#2B4C7E',
    bots: [
      {
        botId: ids.botId,
        scopes,
        isNotificationOnly: false,
        supportsFiles: false,
        commandLists: scopes.map((scope) => ({ scopes: [scope], commands })),
      },
    ],
    permissions: ['identity', 'messageTeamMembers'],
    validDomains: [],
    // What Teams asks people's sign-ins for, where the bot acts in their name (APP_ID_URI).
    webApplicationInfo: { id: ids.botId, resource: ids.appIdUri ?? `api://botid-${ids.botId}` },
  };
}
