import { inspect } from 'node:util';
import {
  type CredentialSettings,
  chooseCredential,
  chooseCredentials,
  type Purpose,
} from '../../src/identity/choose-credential.ts';

const app = '11111111-1111-4111-8111-111111111111';
const other = '22222222-2222-4222-8222-222222222222';
const identity = '33333333-3333-4333-8333-333333333333';

const everything = (prefix: 'BOT' | 'READ' | 'WRITE') => ({
  [`${prefix}_FEDERATED_IDENTITY`]: identity,
  [`${prefix}_FEDERATED_TOKEN_FILE`]: '/own/token',
  [`${prefix}_CERTIFICATE_PATH`]: '/cert.pem',
  [`${prefix}_CLIENT_SECRET`]: 's3cret',
});

describe('the credential for a purpose', () => {
  test.each<[string, Purpose, CredentialSettings, object]>([
    [
      'a managed identity first',
      'connector',
      { BOT_MANAGED_IDENTITY: identity, ...everything('BOT') },
      { kind: 'managed-identity', clientId: identity, settings: { id: 'BOT_MANAGED_IDENTITY' } },
    ],
    [
      'then an identity that vouches',
      'connector',
      { BOT_ID: app.toUpperCase(), ...everything('BOT') },
      {
        kind: 'federated-identity',
        clientId: app,
        settings: { id: 'BOT_ID', proof: 'BOT_FEDERATED_IDENTITY' },
      },
    ],
    [
      'then its own token file',
      'read',
      {
        READ_CLIENT_ID: app,
        ...everything('READ'),
        READ_FEDERATED_IDENTITY: '',
        AZURE_FEDERATED_TOKEN_FILE: '/k',
      },
      {
        kind: 'federated-token-file',
        settings: { id: 'READ_CLIENT_ID', proof: 'READ_FEDERATED_TOKEN_FILE' },
      },
    ],
    [
      'or that of Kubernetes, before a secret',
      'write',
      { WRITE_CLIENT_ID: app, WRITE_CLIENT_SECRET: 's3cret', AZURE_FEDERATED_TOKEN_FILE: '/k' },
      {
        kind: 'federated-token-file',
        settings: { id: 'WRITE_CLIENT_ID', proof: 'AZURE_FEDERATED_TOKEN_FILE' },
      },
    ],
    [
      'then a certificate',
      'write',
      { WRITE_CLIENT_ID: app, WRITE_CERTIFICATE_PATH: '/cert.pem', WRITE_CLIENT_SECRET: 's3cret' },
      { kind: 'certificate', settings: { id: 'WRITE_CLIENT_ID', proof: 'WRITE_CERTIFICATE_PATH' } },
    ],
    [
      'a secret last',
      'connector',
      { BOT_ID: app, BOT_CLIENT_SECRET: 's3cret' },
      { kind: 'secret', clientId: app, settings: { id: 'BOT_ID', proof: 'BOT_CLIENT_SECRET' } },
    ],
  ])('%s', (_name, purpose, settings, expected) => {
    expect(chooseCredential(purpose, settings)).toMatchObject({ ok: true, purpose, ...expected });
  });

  test('says why, names what is set besides, and keeps the secret to itself', () => {
    const choice = chooseCredential('connector', {
      BOT_ID: app,
      BOT_CERTIFICATE_PATH: '/cert.pem',
      BOT_CLIENT_SECRET: 's3cret',
    });
    expect(choice).toMatchObject({
      why: 'connector: an app with a certificate (BOT_CERTIFICATE_PATH); set too and not used: BOT_CLIENT_SECRET',
    });
    const secret = chooseCredential('connector', { BOT_ID: app, BOT_CLIENT_SECRET: 's3cret' });
    expect(secret.ok && secret.proof()).toBe('s3cret');
    expect(JSON.stringify(secret) + inspect(secret)).not.toContain('s3cret');
  });

  test.each<[string, Purpose, CredentialSettings, RegExp]>([
    ['no proof', 'connector', { BOT_ID: app }, /BOT_MANAGED_IDENTITY, .*BOT_CLIENT_SECRET must be set/],
    ['no app', 'read', { READ_CLIENT_SECRET: 's3cret' }, /READ_CLIENT_ID must be set: READ_CLIENT_SECRET/],
    [
      'another’s secret',
      'read',
      { READ_CLIENT_ID: app, BOT_CLIENT_SECRET: 's3cret' },
      /READ_CLIENT_SECRET must/,
    ],
    [
      'an id that is none',
      'connector',
      { BOT_ID: 'me', BOT_CLIENT_SECRET: 's3cret' },
      /BOT_ID must be a client id/,
    ],
    [
      'an identity by name',
      'write',
      { WRITE_CLIENT_ID: app, WRITE_FEDERATED_IDENTITY: 'my-identity' },
      /WRITE_FEDERATED_IDENTITY must be the client id/,
    ],
    [
      'an identity that isn’t the app',
      'connector',
      { BOT_ID: app, BOT_MANAGED_IDENTITY: identity },
      /BOT_ID is another id.*BOT_FEDERATED_IDENTITY/,
    ],
    ['nothing', 'write', { AZURE_FEDERATED_TOKEN_FILE: '/k' }, /WRITE_CLIENT_ID must be set/],
  ])('%s is refused', (_name, purpose, settings, problem) => {
    const choice = chooseCredential(purpose, settings);
    expect(choice.ok).toBe(false);
    if (!choice.ok) expect(choice.problems.join('; ')).toMatch(problem);
  });
});

describe('all credentials together', () => {
  const botApp = { BOT_ID: app, BOT_CLIENT_SECRET: 's3cret' };

  test('reading uses the connector’s only when nothing of its own is set', () => {
    const shared = chooseCredentials(botApp, 'person');
    expect(shared).toMatchObject({ ok: true, write: null, read: { purpose: 'read', clientId: app } });
    expect(shared.ok && shared.read.why).toContain('the connector’s is used');
    const own = chooseCredentials({ ...botApp, READ_CLIENT_ID: other, READ_CLIENT_SECRET: 'x' }, 'person');
    expect(own).toMatchObject({ ok: true, read: { clientId: other } });
  });

  test.each<[string, CredentialSettings, 'person' | 'app', RegExp]>([
    ['half of the reader', { ...botApp, READ_CLIENT_ID: other }, 'person', /READ_CLIENT_SECRET must be set/],
    ['no writer for an app that writes', botApp, 'app', /WRITE_CLIENT_ID must be set/],
    [
      'a reader that is the writer',
      {
        ...botApp,
        READ_CLIENT_ID: other,
        READ_CLIENT_SECRET: 'x',
        WRITE_CLIENT_ID: other,
        WRITE_CLIENT_SECRET: 'x',
      },
      'app',
      /WRITE_CLIENT_ID and READ_CLIENT_ID must be different/,
    ],
    [
      'a reader that is the bot, which is the writer',
      { ...botApp, WRITE_CLIENT_ID: app.toUpperCase(), WRITE_CLIENT_SECRET: 'x' },
      'app',
      /WRITE_CLIENT_ID and BOT_ID must be different/,
    ],
    ['a writer nobody uses', { ...botApp, WRITE_CLIENT_ID: other }, 'person', /WRITE_CLIENT_ID is of no use/],
    [
      'an identity that should act for people',
      { BOT_MANAGED_IDENTITY: identity },
      'person',
      /BOT_MANAGED_IDENTITY can’t act for people/,
    ],
  ])('%s is refused', (_name, settings, writesAs, problem) => {
    const result = chooseCredentials(settings, writesAs);
    expect(result.ok).toBe(false);
    if (!result.ok) expect(result.problems.join('; ')).toMatch(problem);
  });

  test('an app that writes, apart from a bot that reads', () => {
    const settings = {
      BOT_MANAGED_IDENTITY: identity,
      WRITE_CLIENT_ID: other,
      WRITE_CERTIFICATE_PATH: '/c.pem',
    };
    expect(chooseCredentials(settings, 'app')).toMatchObject({
      ok: true,
      connector: { clientId: identity },
      read: { clientId: identity },
      write: { clientId: other, kind: 'certificate' },
    });
  });

  test('one problem is told once', () => {
    const result = chooseCredentials({}, 'person');
    expect(result.ok ? [] : result.problems).toHaveLength(2);
  });
});
