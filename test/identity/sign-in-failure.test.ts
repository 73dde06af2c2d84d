import { clouds } from '../../src/clouds.ts';
import {
  classifySignIn,
  type SignInContext,
  type SignInFailureCode,
} from '../../src/identity/sign-in-failure.ts';
import { failureOfRefusal, type SsoRefusal } from '../../src/identity/sso-refusal.ts';
import { readAnswer, type TokenAnswer } from '../../src/identity/token-answer.ts';
import { notPermittedText, type SignInProblem, signInText } from '../../src/text/sign-in.ts';

const person: SignInContext = {
  cloud: clouds.usgov,
  tenant: 'e4bbf445-33ea-4eab-b170-27f3a92e92aa',
  clientId: '11111111-1111-4111-8111-111111111111',
  of: 'person',
  settings: { id: 'BOT_ID', proof: 'BOT_CLIENT_SECRET', tenant: 'ALLOWED_TENANTS' },
};
const app: SignInContext = { ...person, of: 'app' };

const answer = (rest: Partial<TokenAnswer>): TokenAnswer => ({
  status: 400,
  retryAfter: null,
  numbers: [],
  error: null,
  suberror: null,
  claims: null,
  correlationId: null,
  network: null,
  ...rest,
});

const told = (numbers: readonly number[], context = person) => {
  const failure = classifySignIn(answer({ numbers }), null, context);
  return failure.code === 'app-misconfigured' ? failure.setting : failure.code;
};

describe('what Entra’s numbers mean', () => {
  test.each<[string, readonly number[]]>([
    ['consent-needed', [65001, 65004, 90094, 90095, 90008, 9002341]],
    ['step-up', [50076, 50079, 50072, 50074, 50078, 50158, 53000, 53001, 53002, 53003, 53004, 50131]],
    ['expired', [500133, 50013, 700082, 70008, 70043, 50173, 50132, 50133, 50089, 50055, 50144]],
    ['not-allowed', [50105, 50057, 50020, 50034, 51004, 530032, 500213]],
    ['BOT_CLIENT_SECRET', [7000215, 7000222, 700027, 700024, 700211, 700212, 700213, 7000218, 50012]],
    ['BOT_ID', [700016, 700011, 70001, 7000112, 7000114, 7000229, 50194]],
    ['ALLOWED_TENANTS', [90002, 90019, 50059]],
    ['CLOUD', [90038, 900382, 900432]],
    ['CLOUD and GRAPH_BASE_URL', [500011, 50001, 70011, 1002012]],
    ['the application ID URI of BOT_ID', [500131]],
    ['the API permissions of BOT_ID', [65005, 650057, 650056]],
    ['throttled', [50196, 90055]],
    ['unavailable', [90033, 90006, 90024, 90012, 90090]],
    ['unknown', [123456, 900144]],
  ])('%s', (expected, numbers) => {
    for (const number of numbers) expect([number, told([number])]).toEqual([number, expected]);
  });

  test('for the bot itself, what a person could do becomes a setting', () => {
    expect(told([65001], app)).toBe('the API permissions of BOT_ID');
    expect(told([53003], app)).toBe('the Conditional Access policies for BOT_ID');
    expect(told([500133], app)).toBe('BOT_CLIENT_SECRET');
    expect(told([50105], app)).toBe('BOT_ID');
  });

  test('consent is asked for in the right cloud and tenant', () => {
    expect(classifySignIn(answer({ numbers: [90094] }), null, person)).toMatchObject({
      adminConsentUrl: expect.stringContaining(
        `https://login.microsoftonline.us/${person.tenant}/v2.0/adminconsent?client_id=${person.clientId}&`,
      ),
    });
  });

  test.each<[Partial<TokenAnswer>, string]>([
    [{ suberror: 'consent_required', error: 'invalid_grant' }, 'consent-needed'],
    [{ suberror: 'basic_action', error: 'interaction_required' }, 'step-up'],
    [{ error: 'interaction_required' }, 'step-up'],
    [{ error: 'invalid_client', status: 401 }, 'app-misconfigured'],
    [{ error: 'temporarily_unavailable' }, 'unavailable'],
    [{ error: 'invalid_grant' }, 'unknown'],
  ])('a number it doesn’t know is told by OAuth’s words: %j', (rest, code) => {
    expect(classifySignIn(answer({ numbers: [987654], ...rest }), null, person).code).toBe(code);
  });

  test.each<[string, TokenAnswer | null, SignInFailureCode]>([
    ['429 comes before any number', answer({ status: 429, numbers: [7000215] }), 'throttled'],
    ['5xx too', answer({ status: 503, numbers: [500133] }), 'unavailable'],
    ['a proxy’s page', answer({ status: 407 }), 'unavailable'],
    ['a broken connection', answer({ status: null, network: 'ECONNRESET' }), 'unavailable'],
    ['nothing at all', null, 'unavailable'],
  ])('%s', (_name, given, code) => {
    expect(classifySignIn(given, new Error('x'), person).code).toBe(code);
  });

  test('a number that only stands in the thrown text is found', () => {
    const error = new Error('outer', { cause: new Error('invalid_grant: AADSTS50076: more proof') });
    expect(classifySignIn(null, error, person)).toMatchObject({ code: 'step-up', aadsts: 50076 });
  });
});

describe('reading an answer', () => {
  const none = () => undefined;

  test.each(['', 'not json', '[]', 'null', '"x"', '<html>', `{"x":"${'x'.repeat(200_000)}"}`])(
    'that tells nothing does no harm: %.20s',
    (body) => {
      expect(readAnswer(400, none, body)).toEqual(answer({ status: 400 }));
    },
  );

  test('takes numbers from the list, or else from the text', () => {
    const description = 'AADSTS65001: The user has not consented.';
    expect(readAnswer(400, none, JSON.stringify({ error_description: description })).numbers).toEqual([
      65001,
    ]);
    expect(
      readAnswer(400, none, JSON.stringify({ error_codes: [50076, 'x', -1], error_description: description }))
        .numbers,
    ).toEqual([50076]);
  });

  test.each([
    ['30', 30],
    ['soon', null],
    ['-1', null],
  ])('Retry-After %s', (header, expected) => {
    expect(readAnswer(429, () => header, '').retryAfter).toBe(expected);
  });

  test('keeps nothing of a token', () => {
    const body = JSON.stringify({ access_token: 'a-token', refresh_token: 'b-token', id_token: 'c-token' });
    expect(JSON.stringify(readAnswer(200, none, body))).not.toContain('-token');
  });
});

describe('what people read', () => {
  const problems: SignInProblem[] = [
    { code: 'consent-needed', adminConsentUrl: 'https://login.example' },
    { code: 'step-up' },
    { code: 'expired' },
    { code: 'not-yours' },
    { code: 'not-allowed' },
    { code: 'app-misconfigured', setting: 'READ_CLIENT_SECRET' },
    { code: 'throttled', retryAfter: 17 },
    { code: 'throttled', retryAfter: null },
    { code: 'unavailable' },
    { code: 'unknown' },
  ];
  const texts = [
    ...problems.map((problem) => ({ name: problem.code, ...signInText(problem) })),
    ...(['Synchronization.ReadWrite.All', 'EduAdministration.ReadWrite'] as const).flatMap((scope) => [
      { name: `person ${scope}`, ...notPermittedText('person', scope) },
      { name: `app ${scope}`, ...notPermittedText('app', scope) },
    ]),
  ];

  test.each(texts)('$name: short, plain, with a next step', ({ headline, sentence, helps }) => {
    expect(headline.length).toBeLessThanOrEqual(45);
    for (const text of [headline, sentence, helps]) {
      expect(text).not.toMatch(/!|please|oops|AADSTS|undefined|null/i);
      expect(text).not.toContain("'");
    }
    expect(sentence).toMatch(/\.$/);
    expect(helps).toMatch(/\.$/);
  });

  test('the setting, the time and the roles are named', () => {
    expect(signInText({ code: 'app-misconfigured', setting: 'READ_CLIENT_SECRET' }).helps).toContain(
      'READ_CLIENT_SECRET',
    );
    expect(signInText({ code: 'throttled', retryAfter: 17 }).helps).toContain('17\u00a0s');
    const { helps } = notPermittedText('person', 'Synchronization.ReadWrite.All');
    for (const role of [
      'Application Administrator',
      'Cloud Application Administrator',
      'Hybrid Identity Administrator',
      'owner',
    ])
      expect(helps).toContain(role);
    expect(notPermittedText('app', 'Synchronization.ReadWrite.All').helps).toContain('WRITE_CLIENT_ID');
  });

  test('every failure of a token and of a sign-in has a text', () => {
    const refusals: Record<SsoRefusal, SignInFailureCode> = {
      'too-long': 'unknown',
      malformed: 'unknown',
      algorithm: 'unknown',
      tenant: 'not-yours',
      'tenant-not-allowed': 'not-allowed',
      'keys-unavailable': 'unavailable',
      'unknown-key': 'unknown',
      signature: 'unknown',
      issuer: 'app-misconfigured',
      audience: 'app-misconfigured',
      expired: 'expired',
      'not-yet-valid': 'app-misconfigured',
      person: 'not-yours',
      client: 'unknown',
      scope: 'app-misconfigured',
    };
    for (const [why, code] of Object.entries(refusals)) {
      const failure = failureOfRefusal(why as SsoRefusal);
      expect([why, failure.code]).toEqual([why, code]);
      expect(signInText(failure).headline).not.toBe('');
    }
  });
});
