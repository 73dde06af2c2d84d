import { onceMore } from '../../src/store/once-more.ts';

function failing(...errors: unknown[]) {
  let calls = 0;
  const act = async () => {
    const error = errors[calls++];
    if (error !== undefined) throw error;
    return 'done';
  };
  return { act, calls: () => calls };
}
const withCode = (code: string) => Object.assign(new Error('x'), { code });

test.each([
  ['the server ended it', withCode('57P01')],
  ['it was reset', withCode('ECONNRESET')],
  ['the driver says so', new Error('Connection terminated unexpectedly')],
])('a connection that broke because %s is tried once more', async (_, error) => {
  const once = failing(error);
  expect(await onceMore(once.act)).toBe('done');
  expect(once.calls()).toBe(2);
  const twice = failing(error, error);
  await expect(onceMore(twice.act)).rejects.toBe(error);
  expect(twice.calls()).toBe(2);
});

test.each([
  ['a duplicate', withCode('23505')],
  ['a mistake of ours', new TypeError('x')],
])('%s is not', async (_, error) => {
  const { act, calls } = failing(error);
  await expect(onceMore(act)).rejects.toBe(error);
  expect(calls()).toBe(1);
});
