import type { ServiceClientCredentials } from 'botframework-connector';
import { ConnectorCredential } from '../../src/teams/connector-credential.ts';

const botId = 'fe7ba2f9-7b50-4a98-968d-2e8342cd1aa4';
type Signed = Parameters<ServiceClientCredentials['signRequest']>[0];
const scope = 'https://api.botframework.com/.default';

test('signs with whatever token is given at that moment, and keeps none', async () => {
  const tokens = ['one', 'two'];
  const credential = new ConnectorCredential(botId, scope, async () => tokens.shift() ?? 'none');
  const signer = await credential.createCredentials();
  const signed = async () => {
    return (await signer.signRequest({} as Signed)).headers.get('authorization');
  };
  expect([await signed(), await signed()]).toEqual(['Bearer one', 'Bearer two']);
});

test('a token that cannot be had is an error of the request, not an unsigned request', async () => {
  const credential = new ConnectorCredential(botId, scope, () => Promise.reject(new Error('no token')));
  const signer = await credential.createCredentials();
  await expect(signer.signRequest({} as Signed)).rejects.toThrow('no token');
});

test('knows its own app id, and is never off', async () => {
  const credential = new ConnectorCredential(botId, scope, async () => 'x');
  expect(await credential.isValidAppId(botId.toUpperCase())).toBe(true);
  expect(await credential.isValidAppId('')).toBe(false);
  expect(await credential.isAuthenticationDisabled()).toBe(false);
});
