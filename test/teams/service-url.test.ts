import { clouds } from '../../src/clouds.ts';
import { serviceUrlProblem } from '../../src/teams/service-url.ts';

const hosts = clouds.global.bot.serviceHosts;

test.each([
  'https://smba.trafficmanager.net/emea/',
  'https://smba.trafficmanager.net/amer',
  'https://smba.trafficmanager.net/',
  'https://smba.trafficmanager.net',
  'https://smba.trafficmanager.net/emea/a75d3a01-29fb-46ac-9a8a-6f5de5f41db2/',
  'https://smba.infra.gcc.teams.microsoft.com/gcc/',
])('%s is Teams', (url) => {
  expect(serviceUrlProblem(url, hosts)).toBeNull();
});

test('a cloud’s addresses are not another’s', () => {
  const government = 'https://smba.infra.gov.teams.microsoft.us/gcch/';
  expect(serviceUrlProblem(government, clouds.usgov.bot.serviceHosts)).toBeNull();
  expect(serviceUrlProblem(government, hosts)).toBe('service-url-foreign');
});

test('a port only on this machine, where an operator listed it', () => {
  expect(serviceUrlProblem('https://localhost:8443/', [...hosts, 'localhost'])).toBeNull();
  expect(serviceUrlProblem('https://localhost:8443/', hosts)).toBe('service-url-foreign');
  expect(serviceUrlProblem('https://smba.trafficmanager.net:444/', hosts)).toBe('service-url-foreign');
});

test.each([undefined, null, ''])('%s is missing', (url) => {
  expect(serviceUrlProblem(url, hosts)).toBe('service-url-missing');
});

test.each([
  [{ href: 'https://smba.trafficmanager.net/' }],
  [['https://smba.trafficmanager.net/']],
  [`https://smba.trafficmanager.net/${'x'.repeat(3000)}`],
  ['smba.trafficmanager.net'],
])('%p is malformed', (url) => {
  expect(serviceUrlProblem(url, hosts)).toBe('service-url-malformed');
});
