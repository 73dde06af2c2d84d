import { adminConsentUrl, type Cloud } from '../clouds.ts';
import { causes } from './causes.ts';
import { noAnswer, type TokenAnswer } from './token-answer.ts';

/** What a help desk or Microsoft asks for; none of it is secret. */
export interface SignInTrace {
  /** Entra's number, of `AADSTS…`. */
  readonly aadsts: number | null;
  /** HTTP status; null when there was no answer. */
  readonly status: number | null;
  readonly correlationId: string | null;
  /** `ECONNREFUSED`, `TimeoutError`, …, when the connection is to blame. */
  readonly network: string | null;
}

/** Why there is no token, and what it takes to get one. What people read of it: `text/sign-in.ts`. */
export type SignInFailure = SignInTrace &
  (
    | { readonly code: 'consent-needed'; readonly adminConsentUrl: string }
    /** `claims` is Entra's challenge, to be passed on with the next interactive sign-in; null when it gave none. */
    | { readonly code: 'step-up'; readonly claims: string | null }
    | { readonly code: 'expired' | 'not-yours' | 'not-allowed' | 'unavailable' | 'unknown' }
    /** `setting` names what the operator looks at. */
    | { readonly code: 'app-misconfigured'; readonly setting: string }
    /** `retryAfter` in seconds. */
    | { readonly code: 'throttled'; readonly retryAfter: number | null }
  );

export type SignInFailureCode = SignInFailure['code'];

/** No token. Carries the failure and nothing of what the library threw, which holds requests with their secrets. */
export class SignInFailed extends Error {
  readonly failure: SignInFailure;

  constructor(failure: SignInFailure) {
    const of = failure.aadsts === null ? (failure.network ?? failure.status) : `AADSTS${failure.aadsts}`;
    super(`no token: ${failure.code}${of === null ? '' : ` (${of})`}`);
    this.name = 'SignInFailed';
    this.failure = failure;
  }
}

/** For whom, with what and where a token was asked for; decides what a failure means and which setting it names. */
export interface SignInContext {
  readonly cloud: Cloud;
  readonly tenant: string;
  readonly clientId: string;
  /** Whose token it is: a person's on their behalf, or the bot's own. */
  readonly of: 'person' | 'app';
  readonly settings: {
    /** Holds the client id. */
    readonly id: string;
    /** Holds what proves it: secret, certificate, identity or file. */
    readonly proof: string;
    /** Holds the tenant. */
    readonly tenant: string;
  };
}

/** What an AADSTS number is about, before it is known whom it concerns. */
type Meaning =
  | 'consent'
  | 'step-up'
  | 'expired'
  | 'not-allowed'
  | 'proof'
  | 'client'
  | 'audience'
  | 'permissions'
  | 'tenant'
  | 'cloud'
  | 'resource'
  | 'throttled'
  | 'unavailable';

/**
 * Numbers by meaning. entra-docs, `reference-error-codes`, except where a comment names another source. Entra may
 * give new numbers for old troubles at any time; those are told by OAuth's `error` and `suberror`.
 */
const numbers: Readonly<Record<Meaning, readonly number[]>> = {
  consent: [65001, 65004, 90008, 90093, 90094, 90095, 90099, 9002341],
  'step-up': [
    50005, 50072, 50074, 50076, 50078, 50079, 50097, 50129, 50131, 50155, 50158, 50187, 53000, 53001, 53002,
    53003, 53004, 53010, 700020,
  ],
  expired: [
    50013, 50055, 50058, 50085, 50089, 50125, 50132, 50133, 50135, 50140, 50144, 50173, 70000, 70008, 70043,
    500133, 700082, 700084,
  ],
  'not-allowed': [
    16000, 16003, 50014, 50020, 50034, 50053, 50057, 50105, 50177, 51004, 53011, 54000, 80012, 90072, 500021,
    500022, 500212, 500213, 530032, 530034, 530035,
  ],
  // Not in the reference, worded alike wherever they are quoted: 70021 and 7002xx (federation), 700024 (assertion
  // untimely), 7000213 (certificate chain), 7000216 (no proof sent).
  proof: [
    50012, 50048, 70002, 70021, 700024, 700025, 700027, 700030, 700211, 700212, 700213, 700229, 7000213,
    7000215, 7000216, 7000218, 7000222,
  ],
  // 7000229, not in the reference: the app has no servicePrincipal in the tenant.
  client: [50194, 70001, 700011, 700016, 7000112, 7000114, 7000229, 1000031],
  // Not in the reference: the assertion's audience is another app.
  audience: [500131],
  permissions: [65005, 650052, 650054, 650056, 650057],
  // 900023, not in the reference: neither a tenant id nor a domain.
  tenant: [50059, 50128, 90002, 90019, 900023],
  cloud: [50049, 90038, 90051, 900382, 900432, 1000104],
  // 1002012, not in the reference: the scope doesn't end in /.default.
  resource: [28002, 50001, 70011, 500011, 700022, 700023, 1002012],
  throttled: [50088, 50196, 90055],
  unavailable: [
    40010, 50033, 50087, 50166, 70012, 80002, 80005, 80014, 90006, 90012, 90024, 90033, 90090, 90091,
  ],
};

const meaningOf: ReadonlyMap<number, Meaning> = new Map(
  Object.entries(numbers).flatMap(([meaning, list]) => list.map((number) => [number, meaning as Meaning])),
);

/**
 * Why asking Entra for a token failed.
 *
 * @param answer what came back last; null when nothing was seen
 * @param error what the library threw; looked at, never kept
 */
export function classifySignIn(
  answer: TokenAnswer | null,
  error: unknown,
  context: SignInContext,
): SignInFailure {
  const seen = answer ?? answerIn(error);
  const number = seen?.numbers[0] ?? null;
  const trace: SignInTrace = {
    aadsts: number,
    status: seen?.status ?? null,
    correlationId: seen?.correlationId ?? null,
    network: seen?.network ?? null,
  };
  if (seen?.status === 429) return { ...trace, code: 'throttled', retryAfter: seen.retryAfter };
  if (seen?.status != null && seen.status >= 500) return { ...trace, code: 'unavailable' };
  const meaning = (number === null ? undefined : meaningOf.get(number)) ?? byOAuth(seen, number, context);
  return { ...trace, ...mean(meaning, seen, context) };
}

/** The failure of what should prove the app, found before anything was sent. */
export function unproven(context: SignInContext, problem: string): SignInFailed {
  const setting = `${context.settings.proof}, which ${problem}`;
  return new SignInFailed({
    code: 'app-misconfigured',
    setting,
    aadsts: null,
    status: null,
    correlationId: null,
    network: null,
  });
}

type Told<Failure = SignInFailure> = Failure extends SignInTrace ? Omit<Failure, keyof SignInTrace> : never;

function mean(meaning: Meaning | null, answer: TokenAnswer | null, context: SignInContext): Told {
  const { settings, of } = context;
  const misconfigured = (setting: string): Told => ({ code: 'app-misconfigured', setting });
  switch (meaning) {
    case 'consent':
      return of === 'app'
        ? misconfigured(`the API permissions of ${settings.id}`)
        : {
            code: 'consent-needed',
            adminConsentUrl: adminConsentUrl(context.cloud, context.tenant, context.clientId),
          };
    case 'step-up':
      // Nobody can do a second step for an app: a Conditional Access policy for workload identities blocks it.
      return of === 'app'
        ? misconfigured(`the Conditional Access policies for ${settings.id}`)
        : { code: 'step-up', claims: answer?.claims ?? null };
    case 'expired':
      return of === 'app' ? misconfigured(settings.proof) : { code: 'expired' };
    case 'not-allowed':
      return of === 'app' ? misconfigured(settings.id) : { code: 'not-allowed' };
    case 'proof':
      return misconfigured(settings.proof);
    case 'client':
      return misconfigured(settings.id);
    case 'audience':
      return misconfigured(`the application ID URI of ${settings.id}`);
    case 'permissions':
      return misconfigured(`the API permissions of ${settings.id}`);
    case 'tenant':
      return misconfigured(settings.tenant);
    case 'cloud':
      return misconfigured('CLOUD');
    case 'resource':
      return misconfigured('CLOUD and GRAPH_BASE_URL');
    case 'throttled':
      return { code: 'throttled', retryAfter: answer?.retryAfter ?? null };
    case 'unavailable':
      return { code: 'unavailable' };
    case null:
      return { code: 'unknown' };
  }
}

/** What an answer with no number, or with one that isn't in the table, is about. */
function byOAuth(answer: TokenAnswer | null, number: number | null, context: SignInContext): Meaning | null {
  switch (answer?.suberror) {
    case 'consent_required':
      return 'consent';
    case 'basic_action':
    case 'additional_action':
      return 'step-up';
    case 'token_expired':
      return 'expired';
  }
  switch (answer?.error) {
    case 'invalid_client':
      return 'proof';
    case 'unauthorized_client':
      return 'client';
    case 'invalid_resource':
      return 'resource';
    case 'consent_required':
      return 'consent';
    case 'interaction_required':
      return 'step-up';
    case 'temporarily_unavailable':
      return 'unavailable';
  }
  if (number !== null) return null;
  // A managed identity's endpoint has no numbers; these are its words for an identity this machine doesn't have.
  if (context.of === 'app' && (answer?.status === 400 || answer?.status === 404)) return 'proof';
  return 'unavailable';
}

/**
 * The answer a thrown error tells of, when none was seen: a managed identity's endpoint is asked past the watch,
 * and a refusal the library remembers is not asked at all.
 */
function answerIn(error: unknown): TokenAnswer | null {
  let number: number | null = null;
  let status: number | null = null;
  for (const cause of causes(error)) {
    const found = /AADSTS(\d{4,8})\b/.exec(cause.message)?.[1];
    if (number === null && found !== undefined) number = Number(found);
    status ??= cause.status;
  }
  if (number === null && status === null) return null;
  return { ...noAnswer, status, numbers: number === null ? [] : [number] };
}
