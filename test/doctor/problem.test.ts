import { readConfig } from '../../src/config.ts';
import { signInFinding } from '../../src/doctor/problem.ts';
import { SignInFailed, type SignInFailure } from '../../src/identity/sign-in-failure.ts';

const identity = '22222222-3333-4444-8555-666666666666';
const tenant = 'a75d3a01-29fb-46ac-9a8a-6f5de5f41db2';

function finding(failure: Partial<SignInFailure>, env: Record<string, string>) {
  const read = readConfig({
    MODE: 'production',
    BOT_ID: 'fe7ba2f9-7b50-4a98-968d-2e8342cd1aa4',
    ALLOWED_TENANTS: tenant,
    POLICY_FILE: 'x',
    ...env,
  });
  if (!read.ok || read.config.mode !== 'production') throw new Error('the settings are wrong');
  const whole = {
    aadsts: null,
    status: null,
    correlationId: null,
    network: null,
    code: 'unavailable',
    ...failure,
  };
  return signInFinding(new SignInFailed(whole as SignInFailure), read.config, 'connector', tenant);
}

test('a managed identity where there is none: the doctor is run elsewhere', () => {
  const { status, says, mend } = finding({}, { BOT_FEDERATED_IDENTITY: identity });
  expect(status).toBe('fail');
  expect(`${says} ${mend}`).toMatch(/no token here.*where the bot runs.*BOT_FEDERATED_IDENTITY/);
});

test.each<[string, Partial<SignInFailure>, RegExp]>([
  ['the network', { network: 'ENOTFOUND' }, /its name is not known \(ENOTFOUND\).*AUTHORITY_HOST/],
  [
    'a file',
    {
      code: 'app-misconfigured',
      setting: 'BOT_CERTIFICATE_PATH, which can’t be read',
    } as Partial<SignInFailure>,
    /proof of identity.*BOT_CERTIFICATE_PATH/,
  ],
  [
    'a number nobody knows',
    { code: 'unknown', aadsts: 99999, status: 400 },
    /AADSTS99999.*BOT_ID and BOT_CLIENT_SECRET/,
  ],
])('%s', (_, failure, words) => {
  const { status, says, mend } = finding(failure, { BOT_CLIENT_SECRET: 'x' });
  expect(status).toBe('fail');
  expect(`${says} ${mend}`).toMatch(words);
});
