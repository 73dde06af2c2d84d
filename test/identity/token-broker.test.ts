import { SignInFailed, type SignInFailure } from '../../src/identity/sign-in-failure.ts';
import { createTokenBroker } from '../../src/identity/token-broker.ts';
import { failureOf, handClock } from './support.ts';

const minute = 60_000;
const graph = 'https://graph.microsoft.com/.default';
const nothing = { aadsts: null, status: null, correlationId: null, network: null };

/** A source of tokens good for an hour: `scope tenant 1`, `scope tenant 2`, … */
function fakeSource() {
  const clock = handClock(0);
  const asked: string[] = [];
  let failure: SignInFailure | null = null;
  let hold: Promise<void> | null = null;
  return {
    clock,
    asked,
    fail(given: SignInFailure | null) {
      failure = given;
    },
    /** Makes the next requests wait until the returned function is called. */
    block() {
      let release = () => {};
      hold = new Promise((done) => {
        release = () => {
          hold = null;
          done();
        };
      });
      return release;
    },
    async source(scope: string, tenant: string) {
      asked.push(`${scope} ${tenant}`);
      const number = asked.length;
      await hold;
      if (failure !== null) throw new SignInFailed(failure);
      return { token: `${scope} ${tenant} ${number}`, expiresOnTimestamp: clock.now() + 60 * minute };
    },
  };
}

const settled = () => new Promise((done) => setImmediate(done));

describe('the token broker', () => {
  test('asks once for all who ask at once, and not again', async () => {
    const { source, clock, asked } = fakeSource();
    const broker = createTokenBroker(source, { clock });
    const tokens = await Promise.all(Array.from({ length: 20 }, () => broker.getToken(graph, 'a')));
    tokens.push(await broker.getToken(graph, 'A'));
    expect(new Set(tokens)).toEqual(new Set([`${graph} a 1`]));
    expect(asked).toHaveLength(1);
  });

  test('keeps tenants and scopes apart', async () => {
    const { source, clock } = fakeSource();
    const broker = createTokenBroker(source, { clock });
    expect(
      await Promise.all([
        broker.getToken(graph, 'a'),
        broker.getToken(graph, 'b'),
        broker.getToken('other', 'a'),
      ]),
    ).toEqual([`${graph} a 1`, `${graph} b 2`, 'other a 3']);
  });

  test('fetches the next token five minutes early, without making anybody wait', async () => {
    const { source, clock, asked, block } = fakeSource();
    const broker = createTokenBroker(source, { clock });
    await broker.getToken(graph, 'a');
    clock.advance(54 * minute);
    expect(await broker.getToken(graph, 'a')).toBe(`${graph} a 1`);
    expect(asked).toHaveLength(1);
    clock.advance(minute);
    const release = block();
    expect(await broker.getToken(graph, 'a')).toBe(`${graph} a 1`);
    expect(await broker.getToken(graph, 'a')).toBe(`${graph} a 1`);
    expect(asked).toHaveLength(2);
    release();
    await settled();
    expect(await broker.getToken(graph, 'a')).toBe(`${graph} a 2`);
  });

  test('serves the old token while a new one can’t be had, then says why', async () => {
    const { source, clock, asked, fail } = fakeSource();
    const broker = createTokenBroker(source, { clock });
    await broker.getToken(graph, 'a');
    clock.advance(56 * minute);
    fail({ ...nothing, code: 'unavailable' });
    for (let second = 0; second < 25; second++) {
      expect(await broker.getToken(graph, 'a')).toBe(`${graph} a 1`);
      await settled();
      clock.advance(1000);
    }
    expect(asked).toHaveLength(4);
    clock.advance(4 * minute);
    expect(await failureOf(broker.getToken(graph, 'a'))).toMatchObject({ code: 'unavailable' });
    fail(null);
    expect(await broker.getToken(graph, 'a')).toBe(`${graph} a 6`);
  });

  test('never gives out a token that ends within half a minute', async () => {
    const { source, clock } = fakeSource();
    const broker = createTokenBroker(source, { clock });
    await broker.getToken(graph, 'a');
    clock.advance(59.5 * minute);
    expect(await broker.getToken(graph, 'a')).toBe(`${graph} a 2`);
  });

  test('leaves Entra alone for as long as it asked', async () => {
    const { source, clock, asked, fail } = fakeSource();
    const broker = createTokenBroker(source, { clock });
    fail({ ...nothing, status: 429, code: 'throttled', retryAfter: 20 });
    expect(await failureOf(broker.getToken(graph, 'a'))).toMatchObject({ retryAfter: 20 });
    fail(null);
    clock.advance(15_000);
    expect(await failureOf(broker.getToken(graph, 'a'))).toMatchObject({ code: 'throttled', retryAfter: 5 });
    expect(asked).toHaveLength(1);
    clock.advance(5000);
    expect(await broker.getToken(graph, 'a')).toBe(`${graph} a 2`);
  });

  test('a failure is told to all who wait, and kept for nobody', async () => {
    const { source, clock, asked, fail } = fakeSource();
    const broker = createTokenBroker(source, { clock });
    fail({ ...nothing, code: 'app-misconfigured', setting: 'READ_CLIENT_SECRET' });
    const failures = await Promise.all([1, 2, 3].map(() => failureOf(broker.getToken(graph, 'a'))));
    expect(failures.map(({ code }) => code)).toEqual(Array(3).fill('app-misconfigured'));
    expect(asked).toHaveLength(1);
    fail(null);
    await broker.getToken(graph, 'a');
    expect(asked).toHaveLength(2);
  });

  test('forgets the oldest beyond its bound', async () => {
    const { source, clock, asked } = fakeSource();
    const broker = createTokenBroker(source, { clock, most: 2 });
    for (const tenant of ['a', 'b', 'c', 'b', 'a']) await broker.getToken(graph, tenant);
    expect(asked).toEqual(['a', 'b', 'c', 'a'].map((tenant) => `${graph} ${tenant}`));
  });
});
