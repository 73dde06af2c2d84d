import diagnostics from 'node:diagnostics_channel';
import { setTimeout as sleep } from 'node:timers/promises';
import { type SandboxUserName, sandboxApps, sandboxUsers } from '../../src/sandbox/people.ts';
import { sandboxIds } from '../../src/sandbox/tenant.ts';
import { buttonOf } from '../support/card.ts';
import { everybodyMay, openProduction, type Production } from '../support/production.ts';
import { type CapturedLines, captureLines } from './captured-lines.ts';
import { type Collector, startCollector } from './collector.ts';
import { scrape } from './scrape.ts';

const botSecret = 'Bot5ecret~q8Q_Zz.PlantedForTheSearch-1';
const readSecret = 'R3ader~5ecret.PlantedForTheSearch-2';
const collectorKey = 'Collect0rKey-PlantedForTheSearch-3';
const echoed = 'Ech0ed-PlantedForTheSearch-4';
const said = {
  reason: 'zebrafinch4711 told me so',
  gibberish: 'quokkaquartz please reset my pa55phrase hunter2hunter2',
  name: 'Wombatwares Ltd',
};

let it: Production;
let captured: CapturedLines;
let collector: Collector;
/** Every bearer that left this process by `fetch`, Graph's among them. */
const sent = new Set<string>();
const bearerOf = (text: string) => /bearer\s+(\S+)/i.exec(text)?.[1];
const listen = (message: unknown) => {
  const { headers } = (message as { request: { headers: unknown } }).request;
  const found = bearerOf(Array.isArray(headers) ? headers.join('\n') : String(headers));
  if (found !== undefined) sent.add(found);
};

beforeEach(async () => {
  sent.clear();
  diagnostics.subscribe('undici:request:create', listen);
  collector = await startCollector();
  captured = captureLines();
  it = await openProduction({
    env: {
      LOG_LEVEL: 'debug',
      METRICS_PORT: '0',
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_EXPORTER_OTLP_HEADERS: `x-api-key=${collectorKey}`,
      BOT_CLIENT_SECRET: botSecret,
      READ_CLIENT_SECRET: readSecret,
    },
    parts: { log: captured.log, graphTimeout: 1500 },
    policy: `${everybodyMay}
  - name: never Zoom
    effect: deny
    who: { everyone: true }
    where: { anywhere: true }
    operations: [pause]
    targets: { names: [Zoom] }
`,
  });
  for (const [app, value] of [
    [sandboxApps.bot, botSecret],
    [sandboxApps.reader, readSecret],
  ] as const) {
    const known = it.entra.apps.get(app.clientId);
    if (known === undefined) throw new Error(`the sandbox has no ${app.name}`);
    it.entra.apps.set(app.clientId, { ...known, secrets: [{ value }] });
  }
  const { sign } = it.entra.channel;
  Object.assign(it.entra.channel, {
    sign: (...options: Parameters<typeof sign>) => {
      const token = sign(...options);
      sent.add(token);
      return token;
    },
  });
});
afterEach(async () => {
  diagnostics.unsubscribe('undici:request:create', listen);
  await it.stop();
  await collector.stop();
});

const faults = (...faults: object[]) =>
  fetch(`${it.graph.url}/_sandbox/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ faults }),
  });

async function until(done: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; !(await done()); tries += 1) {
    if (tries > 400) throw new Error('it never came to that');
    await sleep(25);
  }
}
const answered = (count: number) => until(() => captured.of('a sentence was answered').length >= count);

/** Everything an operator or an attacker with the operator's eyes could read, as one text. */
async function everything(): Promise<string> {
  const { metricsPort } = it.bot;
  if (metricsPort === null) throw new Error('metrics are not served');
  const { status, text } = await scrape(metricsPort);
  expect(status).toBe(200);
  await it.restart({});
  const lines = captured.lines().map((line) => JSON.stringify(line));
  // Strings are bytes as they are in protobuf.
  const exported = collector.received.map(({ body }) => body.toString('latin1'));
  return [...lines, text, ...exported].join('\n');
}

/** What must not be there: each with what it is. */
function forbidden(): [what: string, text: string][] {
  const people = Object.values(sandboxUsers).flatMap(({ name, userPrincipalName }) => [
    name,
    userPrincipalName,
    ...name.split(' ').filter((part) => part.length > 4),
  ]);
  const tokens = [...sent].flatMap((token) => [
    token,
    ...token.split('.').filter((part) => part.length > 30),
  ]);
  return [
    ...tokens.map((token): [string, string] => ['a token or a part of one', token]),
    ...[botSecret, readSecret, collectorKey, echoed].map((text): [string, string] => ['a secret', text]),
    ...Object.values(said).flatMap((text): [string, string][] => [
      ['what was said', text],
      ['a word of what was said', text.split(' ')[0] ?? text],
    ]),
    ['a word of what was said', 'hunter2hunter2'],
    ...people.map((text): [string, string] => ['a person’s name', text]),
  ];
}

const leaks = (text: string) => {
  const low = text.toLowerCase();
  const found = forbidden().filter(([, each]) => low.includes(each.toLowerCase()));
  if (/eyJ[\w-]{10,}\.eyJ/.test(text)) found.push(['a JWT', 'eyJ…']);
  return found;
};

async function busyRun(): Promise<void> {
  const say = (user: SandboxUserName, text: string) => it.say(user, text);
  // A write as a person: refused sign-ins, a failed exchange, then the real one.
  await say('adminUser', `pause Slack because ${said.reason}`);
  const card = await it.shown(/Pause Slack\?/);
  const yes = buttonOf(card.cards[0], 'Pause');
  const mine = it.entra.sso('adminUser');
  const other = it.entra.sso('cloudAdmin');
  for (const token of [mine, other]) sent.add(token);
  await it.tap('adminUser', yes, { on: card });
  await it.tap('adminUser', yes, { on: card, token: other });
  await it.tap('cloudAdmin', yes, { on: card, token: other });
  it.entra.faults.add({ kind: 'aadsts', error: 65001, user: 'adminUser' });
  await it.tap('adminUser', yes, { on: card, token: mine });
  await it.tap('adminUser', yes, { on: card, token: mine });
  await it.shown(/Slack is paused/);
  // What Graph says back, in every place it can.
  const { slack } = sandboxIds;
  const echo = {
    path: slack.jobId,
    method: 'GET',
    code: echoed,
    message: `Bearer ${[...sent][0]} ${echoed}`,
  };
  await faults({ ...echo, kind: 'status', status: 400 });
  await say('adminUser', 'status Slack');
  await faults({ ...echo, kind: 'throttle', retryAfterSeconds: 1 });
  await say('adminUser', 'status Slack');
  await faults({ kind: 'status', status: 200, path: slack.jobId, method: 'GET', body: echoed });
  await say('adminUser', 'status Slack');
  await faults({ kind: 'drop-after', path: slack.jobId, method: 'GET' });
  await say('adminUser', 'status Slack');
  await answered(5);
  // Policy, nonsense, unknown names, other languages of trouble.
  await say('adminUser', 'pause Zoom because of zebrafinch4711');
  await say('adminUser', said.gibberish);
  await say('adminUser', `status ${said.name}`);
  await say('reader', 'watch Slack');
  await say('reader', 'history Slack');
  await answered(10);
  // The connector repeats what it was sent and who sent it.
  const heard = it.connector.arrivals.at(-1)?.authorization ?? '';
  it.connector.trouble(
    { status: 500, message: `${echoed} ${heard} ${said.reason}` },
    { status: 401, message: `${echoed} ${heard}` },
    { status: 400, message: `${echoed} ${heard} ${sandboxUsers.adminUser.name}` },
    {},
  );
  await say('adminUser', 'list');
  await say('cloudAdmin', 'whoami');
  await say('owner', 'help');
  await answered(13);
  // Strangers.
  await it.post('foreigner', { type: 'message', text: said.gibberish });
  await it.post('adminUser', { type: 'message', text: said.gibberish }, `Bearer ${mine}`);
  await it.post('adminUser', { type: 'message', text: said.gibberish }, `Bearer ${echoed}`);
  await it.post('adminUser', {
    type: 'message',
    text: said.gibberish,
    serviceUrl: `https://${echoed}.example/`,
  });
  // No token any more, and a broken policy.
  for (const client of [sandboxApps.bot.clientId, sandboxApps.reader.clientId])
    it.entra.faults.add({ kind: 'aadsts', error: 7000215, client, times: 2 });
  it.setPolicy(`${everybodyMay}\n  - nam: 3`);
  await say('adminUser', `pause Slack because ${said.reason}`);
  await answered(14);
  await fetch(`http://127.0.0.1:${it.bot.port}/readyz?token=${echoed}`);
  await until(() => captured.of('a message was sent').length > 12);
  it.setPolicy(everybodyMay);
}

test('nothing that is exported or logged by a busy bot is secret, said by somebody or anybody’s name', async () => {
  await busyRun();
  for (const { authorization } of it.connector.arrivals) {
    const token = bearerOf(authorization ?? '');
    if (token !== undefined) sent.add(token);
  }
  const text = await everything();
  // The search has something to look for, and where to look.
  expect(sent.size).toBeGreaterThan(8);
  expect(captured.lines().length).toBeGreaterThan(80);
  expect(collector.spans().length).toBeGreaterThan(60);
  for (const message of [
    'run ended',
    'a sign-in was not taken',
    'a sign-in could not be exchanged',
    'a message was not taken',
    'a request was rejected',
    'Graph could not be read',
  ])
    expect(captured.of(message)).not.toEqual([]);
  expect(leaks(text)).toEqual([]);
});

test('the search finds what is planted: in a line, in a metric, in a span', async () => {
  await it.say('adminUser', 'help');
  await answered(1);
  const clean = await everything();
  expect(leaks(clean)).toEqual([]);
  const [token = ''] = sent;
  expect(token.split('.')).toHaveLength(3);
  for (const planted of [
    JSON.stringify({ msg: `said ${said.reason}` }),
    `sync_warden_commands_total{verb="${said.gibberish.split(' ')[0]}"} 1`,
    `\u0012\u0010${botSecret}`,
    `it was ${sandboxUsers.adminUser.name.toUpperCase()}`,
    token.split('.')[2] ?? '',
    `Bearer ${token}`,
  ])
    expect(leaks(`${clean}\n${planted}`)).not.toEqual([]);
});
