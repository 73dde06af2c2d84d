import { inspect } from 'node:util';
import { pino } from 'pino';
import { createAppCredential } from '../../src/identity/app-credential.ts';
import { chooseCredential } from '../../src/identity/choose-credential.ts';
import { createTokenBroker } from '../../src/identity/token-broker.ts';
import type { EntraFault } from '../../src/sandbox/entra/faults.ts';
import { type SandboxEntra, startSandboxEntra } from '../../src/sandbox/entra/server.ts';
import { bot, claimed, cloudOf, exchangerOf, reader, signInOf, verifierOf } from './support.ts';

let entra: SandboxEntra;
beforeAll(async () => {
  entra = await startSandboxEntra();
});
afterAll(() => entra.stop());
beforeEach(() => entra.reset());

/** All ways an object gets into a log, a card or a crash report. */
function shown(...values: readonly unknown[]): string {
  const lines: string[] = [];
  const log = pino({ level: 'trace' }, { write: (line: string) => lines.push(line) });
  for (const value of values) {
    log.error({ err: value, value }, 'sign-in');
    log.error(value as object);
    lines.push(JSON.stringify(value) ?? '', inspect(value, { depth: 12, showHidden: true }), String(value));
    for (let at: unknown = value, depth = 0; at instanceof Error && depth < 9; at = at.cause, depth++) {
      lines.push(at.message, at.stack ?? '', JSON.stringify(at, Object.getOwnPropertyNames(at)));
    }
  }
  return lines.join('\n');
}

/** Pieces of a token that nothing else contains: its payload and signature. */
const pieces = (token: string) =>
  token
    .split('.')
    .slice(1)
    .map((piece) => piece.slice(0, 60));

const faults: readonly (readonly [string, EntraFault | null])[] = [
  ['consent', { kind: 'aadsts', error: 65001 }],
  ['more proof', { kind: 'aadsts', error: 50076 }],
  ['an old assertion', { kind: 'aadsts', error: 500133 }],
  ['a wrong secret', { kind: 'aadsts', error: 7000215 }],
  ['429', { kind: 'throttle' }],
  ['503', { kind: 'status', status: 503, times: 0 }],
  ['a page in place of a token', { kind: 'status', status: 200, times: 0 }],
  ['a broken connection', { kind: 'drop-before', times: 0 }],
  ['a broken connection after', { kind: 'drop-after', times: 0 }],
  ['slowness', { kind: 'delay', delayMs: 5000, times: 0 }],
];

describe('no token, assertion or secret gets out', () => {
  test.each(faults)('with an exchange that fails for %s', async (_name, fault) => {
    const assertion = entra.sso('owner');
    const signIn = await signInOf(entra, 'owner', assertion);
    if (fault !== null) entra.faults.add(fault);
    const exchanger = exchangerOf(entra, { timeout: 800 });
    const error: unknown = await exchanger.graphToken(signIn, 'Synchronization.ReadWrite.All').then(
      () => null,
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(Error);
    const text = shown(error, signIn, exchanger);
    for (const piece of [...pieces(assertion), bot.secret]) expect(text).not.toContain(piece);
  });

  test.each(faults)('with the bot’s own sign-in that fails for %s', async (_name, fault) => {
    if (fault !== null) entra.faults.add(fault);
    const chosen = chooseCredential('read', {
      READ_CLIENT_ID: reader.clientId,
      READ_CLIENT_SECRET: reader.secret,
    });
    if (!chosen.ok) throw new Error(chosen.problems.join());
    const source = createAppCredential(chosen, { cloud: cloudOf(entra), ca: entra.ca, timeout: 800 });
    const broker = createTokenBroker(source);
    const error: unknown = await broker.getToken('https://graph.microsoft.com/.default', entra.tenantId).then(
      () => null,
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(Error);
    expect(shown(error, chosen, broker)).not.toContain(reader.secret);
  });

  test('with everything that goes well', async () => {
    const assertion = entra.sso('owner');
    const result = await verifierOf(entra)(assertion, claimed('owner'));
    if (!result.ok) throw new Error(result.why);
    const exchanger = exchangerOf(entra);
    const token = await exchanger.graphToken(result.signIn, 'Synchronization.ReadWrite.All');
    const text = shown(result, result.signIn, exchanger);
    for (const piece of [...pieces(assertion), ...pieces(token), bot.secret])
      expect(text).not.toContain(piece);
  });

  test('with a token that is refused', async () => {
    const assertion = entra.sso('adminUser');
    const text = shown(await verifierOf(entra)(assertion, claimed('owner')));
    for (const piece of pieces(assertion)) expect(text).not.toContain(piece);
  });

  test('a search like this one finds what is there', () => {
    const assertion = entra.sso('owner');
    const leaky = Object.assign(new Error('x'), { request: { body: `assertion=${assertion}` } });
    expect(shown(leaky)).toContain(pieces(assertion)[0]);
    expect(shown(new Error('outer', { cause: leaky }))).toContain(pieces(assertion)[1]);
  });
});
