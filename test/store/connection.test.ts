import { connectionTo } from '../../src/store/open-postgres.ts';
import { StoreRefused } from '../../src/store/store-refused.ts';

const password = async () => 'a token';

test('an address of version 6 is one without its brackets', () => {
  const { host, port } = connectionTo('postgres://bot@[::1]:6000/db?sslmode=verify-full', password);
  expect([host, port]).toEqual(['::1', 6000]);
});

test('a file of authorities that is not there is told of by its setting', () => {
  const url = 'postgres://bot@host/db?sslmode=verify-full&sslrootcert=/nowhere/authority.pem';
  expect(() => connectionTo(url, password)).toThrow(StoreRefused);
  expect(() => connectionTo(url, password)).toThrow(/STORE_URL: .*sslrootcert.*ENOENT/);
});
