import { type Cloud, cloudWith } from '../clouds.ts';
import { type ChosenCredential, chooseCredentials } from '../identity/choose-credential.ts';
import { type Feature, type Holder, type Permission, permissionsFor } from './permissions.ts';
import { type RegistrationSettings, registrationSettings } from './settings.ts';
import { filledIn, isProved, notYet, unproven } from './stand-ins.ts';

/** One app registration, or a managed identity that is used as it is and needs none. */
export interface Registration {
  readonly name: string;
  /** First what it is registered for; a bot without a reader of its own reads, too. */
  readonly holders: readonly [Holder, ...Holder[]];
  /** The setting that holds its client id. */
  readonly setting: 'BOT_ID' | 'READ_CLIENT_ID' | 'WRITE_CLIENT_ID';
  /** Null until it is registered. */
  readonly clientId: string | null;
  /** How it proves itself; null when no setting says so yet. */
  readonly credential: ChosenCredential | null;
  readonly permissions: readonly Permission[];
  /** Whether Teams asks people's sign-ins for it. */
  readonly signsPeopleIn: boolean;
}

/** What has to be registered, for a bot with certain settings. */
export interface RegistrationPlan {
  readonly cloud: Cloud;
  /** The tenant the registrations are in, id or domain; null when no setting says so yet. */
  readonly homeTenant: string | null;
  /** The tenants that have to consent; none when no setting says so yet. */
  readonly tenants: readonly string[];
  /** APP_ID_URI; null for the usual one, `api://botid-<BOT_ID>`. */
  readonly appIdUri: string | null;
  readonly registrations: readonly Registration[];
  readonly notes: readonly string[];
}

/** What settings don't say. */
export interface Choices {
  /** The policy names groups. */
  readonly groupsInPolicy: boolean;
  /** Watches shall say who changed a job elsewhere. */
  readonly whoDidIt: boolean;
  /** A registration of its own reads; also where no `READ_…` setting is there yet. */
  readonly ownReader: boolean;
}

export type PlanResult =
  | { readonly ok: true; readonly plan: RegistrationPlan }
  | { readonly ok: false; readonly problems: readonly string[] };

function featuresOf(
  settings: RegistrationSettings,
  choices: Choices,
  schools: boolean,
): ReadonlySet<Feature> {
  const features: (Feature | false)[] = [
    'reading',
    settings.WRITES_AS === 'app' ? 'writing-as-app' : 'writing-as-person',
    choices.groupsInPolicy && 'groups-in-policy',
    choices.whoDidIt && 'who-did-it',
    schools && 'school-profiles',
  ];
  return new Set(features.filter((each) => each !== false));
}

/** What is registered under a setting; a credential that was filled in counts as none. */
function registrationOf(
  holders: readonly [Holder, ...Holder[]],
  setting: Registration['setting'],
  credential: ChosenCredential,
  features: ReadonlySet<Feature>,
): Registration {
  const [first] = holders;
  const permissions = permissionsFor(features, holders);
  const { clientId, kind, proof } = credential;
  return {
    name: first === 'bot' ? 'Sync Warden' : `Sync Warden ${first}`,
    holders,
    setting,
    clientId: clientId === notYet[setting] ? null : clientId,
    credential: kind === 'secret' && proof() === unproven ? null : credential,
    permissions,
    signsPeopleIn: permissions.some((each) => each.kind === 'delegated'),
  };
}

function tenantProblems({
  BOT_TENANT_ID: home,
  ALLOWED_TENANTS: tenants = [],
}: RegistrationSettings): string[] {
  return home === undefined && tenants.length > 1
    ? ['BOT_TENANT_ID must be set to the tenant the bot is registered in: ALLOWED_TENANTS names several']
    : [];
}

/**
 * What a bot with these settings needs to have registered in Entra, with the least permissions for what it does.
 * Ids, tenants and credentials may be missing: then they are what comes out of registering.
 *
 * @param env usually `process.env`; an empty string counts as unset
 * @returns the plan, or every problem found, each naming the setting to mend
 */
export function planRegistration(
  env: Readonly<Record<string, string | undefined>>,
  choices: Choices,
): PlanResult {
  const set: Readonly<Record<string, string>> = Object.fromEntries(
    Object.entries(env).filter((entry): entry is [string, string] => Boolean(entry[1])),
  );
  const parsed = registrationSettings.safeParse(set);
  if (!parsed.success) return { ok: false, problems: parsed.error.issues.map(({ message }) => message) };
  const settings = parsed.data;
  const cloud = cloudWith(settings.CLOUD, set);
  if (!cloud.ok) return cloud;
  const ownReader = choices.ownReader || isProved('READ', set) || settings.READ_CLIENT_ID !== undefined;
  const bot = filledIn('BOT', set);
  const withReader = ownReader ? filledIn('READ', bot) : bot;
  const all = settings.WRITES_AS === 'app' ? filledIn('WRITE', withReader) : withReader;
  const credentials = chooseCredentials(all, settings.WRITES_AS);
  const tenants = settings.ALLOWED_TENANTS ?? [];
  const problems = [...tenantProblems(settings), ...(credentials.ok ? [] : credentials.problems)];
  if (!credentials.ok) return { ok: false, problems };
  const { connector, read, write } = credentials;
  for (const each of [read, write]) {
    if (each?.kind === 'managed-identity' && tenants.length > 1)
      problems.push(`${each.settings.proof} works in one tenant only, and ALLOWED_TENANTS names several`);
  }
  const wantsSchools = settings.SCHOOL_PROFILES === 'on';
  const schools = wantsSchools && cloud.cloud.schoolProfiles;
  if (schools && connector.kind === 'managed-identity')
    problems.push(
      'SCHOOL_PROFILES=on needs an app that acts for people: use BOT_FEDERATED_IDENTITY instead of BOT_MANAGED_IDENTITY',
    );
  if (problems.length > 0) return { ok: false, problems };
  const features = featuresOf(settings, choices, schools);
  const registrations = [
    registrationOf(ownReader ? ['bot'] : ['bot', 'reader'], 'BOT_ID', connector, features),
    ...(ownReader ? [registrationOf(['reader'], 'READ_CLIENT_ID', read, features)] : []),
    ...(write === null ? [] : [registrationOf(['writer'], 'WRITE_CLIENT_ID', write, features)]),
  ];
  return {
    ok: true,
    plan: {
      cloud: cloud.cloud,
      homeTenant: settings.BOT_TENANT_ID ?? tenants[0] ?? null,
      tenants,
      appIdUri: settings.APP_ID_URI ?? null,
      registrations,
      notes: notesOf({ ownReader, wantsSchools, schools }),
    },
  };
}

function notesOf(about: {
  readonly ownReader: boolean;
  readonly wantsSchools: boolean;
  readonly schools: boolean;
}): readonly string[] {
  const notes: (string | false)[] = [
    !about.ownReader &&
      'The bot’s own registration reads, all day and with the same credential. A reader of its own is safer: --reader.',
    about.wantsSchools &&
      !about.schools &&
      'School profiles were never offered in this cloud, so nothing is asked for them.',
    about.schools &&
      'Microsoft retired the API of school profiles. Whether its permissions can still be consented to is not known: if Entra refuses them, set SCHOOL_PROFILES=off.',
  ];
  return notes.filter((note) => note !== false);
}
