/** Which registration holds a permission. With no `READ_…` setting the bot's holds the reader's, too. */
export type Holder = 'bot' | 'reader' | 'writer';

/**
 * What a permission is asked for. Which of these a bot has follows from its settings, except `who-did-it`: the bot
 * tries it whenever it watches, and goes on without when Graph says no.
 */
export type Feature =
  | 'reading'
  | 'writing-as-person'
  | 'writing-as-app'
  | 'groups-in-policy'
  | 'who-did-it'
  | 'school-profiles';

/** One permission of Microsoft Graph. */
export interface Permission {
  readonly name: string;
  /** As in a token: `delegated` is a scope (`scp`), `application` a role (`roles`). */
  readonly kind: 'delegated' | 'application';
  /** Graph's id of the permission: `resourceAccess.id` of an application. */
  readonly id: string;
  readonly holder: Holder;
  /** Any one of these is reason enough. */
  readonly features: readonly Feature[];
  readonly why: string;
  /** What a person or operator sees when it is missing. */
  readonly without: string;
}

/** Microsoft Graph's own app id, the same in every cloud (Microsoft Graph, application resource). */
export const graphAppId = '00000003-0000-0000-c000-000000000000';

/**
 * Every permission the bot can need, and none besides.
 *
 * Ids and least privilege: Microsoft Graph's permission data (`provisioningInfo.json` and `permissions.json` of
 * microsoft-graph-devx-content). For `checkMemberGroups` the API's own page, which asks for two together as an app.
 * `EduAdministration.*` is in the older `permissions-descriptions.json` only: Microsoft retired that API.
 */
export const permissions: readonly Permission[] = [
  {
    name: 'Synchronization.ReadWrite.All',
    kind: 'delegated',
    id: '7bb27fa3-ea8f-4d67-a916-87715b6188bd',
    holder: 'bot',
    features: ['writing-as-person'],
    why: 'Pausing, starting and deleting jobs in the name of the person who presses the button.',
    without: 'The button answers that an admin has to agree first, with the consent link. Nothing is sent.',
  },
  {
    name: 'EduAdministration.ReadWrite',
    kind: 'delegated',
    id: '63589852-04e3-46b4-bae9-15d5b1050748',
    holder: 'bot',
    features: ['school-profiles'],
    why: 'Pausing a school sync profile in the name of the person; Graph has no application permission for it.',
    without: 'The button of a school answers that an admin has to agree first. Jobs work as before.',
  },
  {
    name: 'Synchronization.Read.All',
    kind: 'application',
    id: '5ba43d2f-fa88-4db2-bd1c-a67c5f0fb1ce',
    holder: 'reader',
    features: ['reading'],
    why: 'Reading jobs and their state: for lists and status, before a question, after a write, for watches.',
    without: 'Every command answers that Microsoft Graph didn’t let the bot read. Nothing can be changed.',
  },
  {
    name: 'Application.Read.All',
    kind: 'application',
    id: '9a5d68dd-52b0-4cc2-bd40-abcf44ac3a30',
    holder: 'reader',
    features: ['reading'],
    why: 'Finding a job by the name of its application, and showing that name.',
    without: 'Lists, names and questions answer that Microsoft Graph didn’t let the bot read.',
  },
  {
    name: 'GroupMember.Read.All',
    kind: 'application',
    id: '98830695-27a2-44f7-8c18-0c3ebc9698f6',
    holder: 'reader',
    features: ['groups-in-policy'],
    why: 'Asking whether a person is in a group that the policy names.',
    without: 'Memberships stay unknown: rules that name groups allow nobody, and the card says so.',
  },
  {
    name: 'User.Read.All',
    kind: 'application',
    id: 'df021288-bdef-4463-88db-98f22de89214',
    holder: 'reader',
    features: ['groups-in-policy'],
    why: 'The same question: as an app Graph wants both for the memberships of a user.',
    without: 'Memberships stay unknown: rules that name groups allow nobody, and the card says so.',
  },
  {
    name: 'AuditLog.Read.All',
    kind: 'application',
    id: 'b0afded3-3588-46d8-8b3d-9842eff778da',
    holder: 'reader',
    features: ['who-did-it'],
    why: 'Saying who paused, started or deleted a watched job elsewhere, from the directory’s audit log.',
    without: 'Watches tell that a job changed, not by whom. The bot tries again a day later.',
  },
  {
    name: 'EduAdministration.Read.All',
    kind: 'application',
    id: '7c9db06a-ec2d-4e7b-a592-5a1e30992566',
    holder: 'reader',
    features: ['school-profiles'],
    why: 'Listing school sync profiles and reading their state.',
    without: 'Commands about schools answer that Microsoft Graph didn’t let the bot read.',
  },
  {
    name: 'Synchronization.ReadWrite.All',
    kind: 'application',
    id: '9b50c33d-700f-43b1-b2eb-87e89b703581',
    holder: 'writer',
    features: ['writing-as-app'],
    why: 'Pausing, starting and deleting jobs for people the policy names, with the bot’s own rights.',
    without: 'Every write fails, and the card names the permission and WRITE_CLIENT_ID.',
  },
];

/**
 * The permissions a registration needs, in the order of `permissions`.
 *
 * @param holders what it is: one registration may be bot and reader
 */
export function permissionsFor(
  features: ReadonlySet<Feature>,
  holders: readonly Holder[],
): readonly Permission[] {
  return permissions.filter(
    ({ holder, features: any }) => holders.includes(holder) && any.some((each) => features.has(each)),
  );
}
