/** What one of the bot's own credentials is for: reading Graph, writing to it without a person, the channel. */
export type Purpose = 'read' | 'write' | 'connector';

type Prefix = 'READ' | 'WRITE' | 'BOT';
type Proof =
  | 'MANAGED_IDENTITY'
  | 'FEDERATED_IDENTITY'
  | 'FEDERATED_TOKEN_FILE'
  | 'CERTIFICATE_PATH'
  | 'CLIENT_SECRET';

/**
 * The settings, for each of `BOT_`, `READ_` and `WRITE_`:
 *
 * - `BOT_ID`, `READ_CLIENT_ID`, `WRITE_CLIENT_ID`: client id of the app registration.
 * - `…_MANAGED_IDENTITY`: client id of a user-assigned managed identity that is used as it is.
 * - `…_FEDERATED_IDENTITY`: client id of a user-assigned managed identity the app registration trusts.
 * - `…_FEDERATED_TOKEN_FILE`: file with a token the app registration trusts; `AZURE_FEDERATED_TOKEN_FILE`, which
 *   Kubernetes sets, stands in for it.
 * - `…_CERTIFICATE_PATH`: PEM file with certificate and private key.
 * - `…_CLIENT_SECRET`
 */
export type CredentialSettingName =
  | 'BOT_ID'
  | 'READ_CLIENT_ID'
  | 'WRITE_CLIENT_ID'
  | `${Prefix}_${Proof}`
  | 'AZURE_FEDERATED_TOKEN_FILE';

/** An empty value counts as unset. */
export type CredentialSettings = { readonly [Name in CredentialSettingName]?: string | undefined };

export type CredentialKind =
  | 'managed-identity'
  | 'federated-identity'
  | 'federated-token-file'
  | 'certificate'
  | 'secret';

/** A credential to use. Safe to log: what is secret stays behind `proof`. */
export interface ChosenCredential {
  readonly ok: true;
  readonly purpose: Purpose;
  readonly kind: CredentialKind;
  /** Of the app registration, or of the managed identity used as it is. */
  readonly clientId: string;
  /** Names of the settings decided by. */
  readonly settings: { readonly id: CredentialSettingName; readonly proof: CredentialSettingName };
  /** Client id of the vouching identity, path of the file, or the secret. */
  readonly proof: () => string;
  /** In a sentence, for logs and `doctor`. */
  readonly why: string;
}

export type CredentialChoice =
  | ChosenCredential
  | { readonly ok: false; readonly purpose: Purpose; readonly problems: readonly string[] };

/** The credentials of a bot; `write` only where the bot writes without a person. */
export type CredentialChoices =
  | {
      readonly ok: true;
      readonly connector: ChosenCredential;
      readonly read: ChosenCredential;
      readonly write: ChosenCredential | null;
    }
  | { readonly ok: false; readonly problems: readonly string[] };

const prefixes: Readonly<Record<Purpose, Prefix>> = { read: 'READ', write: 'WRITE', connector: 'BOT' };
const ids = { read: 'READ_CLIENT_ID', write: 'WRITE_CLIENT_ID', connector: 'BOT_ID' } as const;
const proofs: readonly Proof[] = [
  'MANAGED_IDENTITY',
  'FEDERATED_IDENTITY',
  'FEDERATED_TOKEN_FILE',
  'CERTIFICATE_PATH',
  'CLIENT_SECRET',
];
const kinds: Readonly<Record<Proof, readonly [CredentialKind, string]>> = {
  MANAGED_IDENTITY: ['managed-identity', 'a managed identity as it is'],
  FEDERATED_IDENTITY: ['federated-identity', 'an app a managed identity vouches for'],
  FEDERATED_TOKEN_FILE: ['federated-token-file', 'an app a token file vouches for'],
  CERTIFICATE_PATH: ['certificate', 'an app with a certificate'],
  CLIENT_SECRET: ['secret', 'an app with a secret'],
};
const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/**
 * Chooses every credential of a bot.
 *
 * - The connector uses `BOT_…`. With `writesAs` person the same proof exchanges people's sign-ins, which a managed
 *   identity used as it is cannot do.
 * - Reading uses `READ_…`. With none of them set it uses the connector's: that app has only delegated write
 *   permissions, so its credential alone still can't write.
 * - Writing, with `writesAs` app, uses `WRITE_…` and falls back to nothing: an app that writes without a person is
 *   named on purpose. Its client id must not be the reader's: the reader's credential is used all day, and one that
 *   leaks must not be able to write.
 */
export function chooseCredentials(
  settings: CredentialSettings,
  writesAs: 'person' | 'app',
): CredentialChoices {
  const connector = chooseCredential('connector', settings);
  const read = hasOwn('read', settings)
    ? chooseCredential('read', settings)
    : connector.ok
      ? borrow(connector)
      : connector;
  const write = writesAs === 'app' ? chooseCredential('write', settings) : null;
  const problems = [
    ...new Set([connector, read, write].flatMap((each) => (each?.ok === false ? each.problems : []))),
  ];
  if (writesAs === 'person') {
    if (connector.ok && connector.kind === 'managed-identity') {
      problems.push(
        'BOT_MANAGED_IDENTITY can’t act for people: register an app, set BOT_ID to it and BOT_FEDERATED_IDENTITY to the identity, or set WRITES_AS=app',
      );
    }
    for (const name of setOf('write', settings)) problems.push(`${name} is of no use unless WRITES_AS=app`);
  }
  if (write?.ok && read.ok && write.clientId === read.clientId) {
    problems.push(
      `WRITE_CLIENT_ID and ${read.settings.id} must be different apps: the one that reads all day must not be able to write`,
    );
  }
  if (problems.length > 0 || !connector.ok || !read.ok || write?.ok === false) return { ok: false, problems };
  return { ok: true, connector, read, write };
}

/**
 * Chooses the credential for one purpose from its own settings: managed identity, then federation by managed
 * identity, then by token file, then certificate, then secret. What is set besides is named in `why`.
 */
export function chooseCredential(purpose: Purpose, settings: CredentialSettings): CredentialChoice {
  const idName = ids[purpose];
  const id = settings[idName]?.trim().toLowerCase() || null;
  const [used, ...rest] = given(purpose, settings);
  if (used === undefined) {
    const problem = `one of ${proofs.map((proof) => `${prefixes[purpose]}_${proof}`).join(', ')} must be set`;
    return { ok: false, purpose, problems: id === null ? [`${idName} must be set`, problem] : [problem] };
  }
  const problems = problemsOf(purpose, id, used);
  if (problems.length > 0) return { ok: false, purpose, problems };
  const [kind, words] = kinds[used.proof];
  const direct = used.proof === 'MANAGED_IDENTITY';
  const also = rest.length === 0 ? '' : `; set too and not used: ${rest.map(({ name }) => name).join(', ')}`;
  return {
    ok: true,
    purpose,
    kind,
    clientId: direct || id === null ? used.value : id,
    settings: { id: direct ? used.name : idName, proof: used.name },
    proof: () => used.value,
    why: `${purpose}: ${words} (${used.name})${also}`,
  };
}

interface Given {
  readonly proof: Proof;
  readonly name: CredentialSettingName;
  readonly value: string;
}

/** What is set for a purpose, best first. */
function given(purpose: Purpose, settings: CredentialSettings): readonly Given[] {
  const all: Given[] = [];
  for (const proof of proofs) {
    const own = `${prefixes[purpose]}_${proof}` as const;
    const shared = proof === 'FEDERATED_TOKEN_FILE' && Boolean(settings[ids[purpose]]);
    const name = !settings[own] && shared ? 'AZURE_FEDERATED_TOKEN_FILE' : own;
    const value = settings[name];
    if (value) all.push({ proof, name, value: namesIdentity(proof) ? value.trim().toLowerCase() : value });
  }
  return all;
}

const namesIdentity = (proof: Proof) => proof === 'MANAGED_IDENTITY' || proof === 'FEDERATED_IDENTITY';

function problemsOf(purpose: Purpose, id: string | null, used: Given): readonly string[] {
  const idName = ids[purpose];
  const problems: string[] = [];
  if (id !== null && !guid.test(id)) problems.push(`${idName} must be a client id: a GUID`);
  if (id === null && used.proof !== 'MANAGED_IDENTITY') {
    problems.push(`${idName} must be set: ${used.name} proves an app that isn’t named`);
  }
  if (namesIdentity(used.proof) && !guid.test(used.value)) {
    problems.push(`${used.name} must be the client id of a user-assigned managed identity: a GUID`);
  } else if (used.proof === 'MANAGED_IDENTITY' && id !== null && id !== used.value) {
    const instead = `${prefixes[purpose]}_FEDERATED_IDENTITY`;
    problems.push(
      `${idName} is another id than ${used.name}: use ${instead} when the identity vouches for an app`,
    );
  }
  return problems;
}

function borrow(connector: ChosenCredential): ChosenCredential {
  return {
    ...connector,
    purpose: 'read',
    why: `read: none of its own settings is set, so the connector’s is used: ${connector.why.slice('connector: '.length)}`,
  };
}

function setOf(purpose: Purpose, settings: CredentialSettings): readonly CredentialSettingName[] {
  const names = [ids[purpose], ...proofs.map((proof) => `${prefixes[purpose]}_${proof}` as const)];
  return names.filter((name) => Boolean(settings[name]));
}

const hasOwn = (purpose: Purpose, settings: CredentialSettings) => setOf(purpose, settings).length > 0;
