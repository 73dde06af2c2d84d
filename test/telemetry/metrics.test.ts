import { setTimeout as sleep } from 'node:timers/promises';
import { instruments } from '../../src/metrics.ts';
import { sandboxIds } from '../../src/sandbox/tenant.ts';
import { version } from '../../src/version.ts';
import { buttonOf } from '../support/card.ts';
import { type FrontDoor, group, lee, openFrontDoor } from '../support/front-door.ts';
import { type Scraped, scrape } from './scrape.ts';

let door: FrontDoor;
beforeEach(async () => {
  door = await openFrontDoor();
});
afterEach(async () => {
  await door.stop();
});

/** Scrapes until it is as expected: what is counted after a message is out may come a moment later. */
async function scraped(until: (now: Scraped) => boolean): Promise<Scraped> {
  for (let tries = 0; ; tries += 1) {
    const now = await scrape(door.bot.port);
    if (until(now)) return now;
    if (tries > 200) throw new Error(`not as expected:\n${now.text}`);
    await sleep(25);
  }
}

const labelsOf = ({ text, samples }: Scraped) => {
  expect(text).not.toBe('');
  return samples.map(({ name, labels }) => ({
    name: name.replace(/_(bucket|sum|count)$/, ''),
    labels: Object.keys(labels).filter((label) => label !== 'le'),
  }));
};

test('a command, a question that is answered, one that is kept, and a stranger’s tap', async () => {
  await door.say('pause Slack');
  await door.shown(/Slack is paused/);
  await door.say('gibberish that is no command at all');
  await door.say('delete Zoom', { where: group });
  const card = await door.shown(/Delete .*Zoom.*\?/);
  const yes = buttonOf(card.cards[0], 'Delete');
  await door.tap(yes, { who: lee, where: group, on: card, input: { name: 'Zoom' } });
  await door.tap(yes, { where: group, on: card, input: { name: 'Slack' } });
  await door.tap(buttonOf(card.cards[0], 'Keep it'), { where: group, on: card });
  await door.tap(yes, { where: group, on: card, input: { name: 'Zoom' } });
  await door.say('delete Zoom', { where: group });
  const again = await door.shown(/Delete .*Zoom.*\?/, { from: 3 });
  await door.tap(buttonOf(again.cards[0], 'Delete'), { where: group, on: again, input: { name: 'Zoom' } });
  await door.shown(/Zoom.* is deleted|Zoom.* was deleted/, { from: 3 });

  const now = await scraped(
    (each) => each.sum('sync_warden_runs_total') === 2 && each.sum('sync_warden_outbox_depth') === 0,
  );
  expect(now.type).toBe('text/plain; version=0.0.4; charset=utf-8');
  const values = Object.fromEntries(
    now.samples
      .filter(({ name, value }) => value > 0 && /_(commands|plans|answers|runs|activities)_total$/.test(name))
      .map(({ name, labels, value }) => [
        `${name.slice('sync_warden_'.length, -'_total'.length)} ${Object.values(labels).join(' ')}`,
        value,
      ]),
  );
  expect(values).toEqual({
    'activities message taken': 4,
    'activities card-action taken': 5,
    'commands pause run': 1,
    'commands none not-understood': 1,
    'commands delete asked': 2,
    'plans delete confirmation': 2,
    'answers delete foreign': 1,
    'answers delete wrong-name': 1,
    'answers delete cancelled': 1,
    'answers delete late': 1,
    'answers delete confirmed': 1,
    'runs pause done none': 1,
    'runs delete done none': 1,
  });
  expect(now.sum('sync_warden_graph_requests_total', { operation: 'pause-job', status: '2xx' })).toBe(1);
  expect(now.sum('sync_warden_graph_requests_total', { operation: 'delete-job', status: '2xx' })).toBe(1);
  expect(now.sum('sync_warden_graph_requests_total', { operation: 'read-job', status: '404' })).toBe(1);
  expect(now.sum('sync_warden_graph_request_duration_seconds_count', { operation: 'read-job' })).toBe(
    now.sum('sync_warden_graph_requests_total', { operation: 'read-job' }),
  );
  expect(now.sum('sync_warden_verify_duration_seconds_count', { operation: 'pause', seen: 'in-time' })).toBe(
    1,
  );
  const verified = now.sum('sync_warden_verify_duration_seconds_sum', { operation: 'pause' });
  expect(verified).toBeGreaterThan(0);
  expect(verified).toBeLessThan(20);
  expect(now.sum('sync_warden_deliveries_total', { way: 'send', result: 'sent' })).toBeGreaterThan(0);
  expect(now.sum('sync_warden_build_info', { version, mode: 'sandbox' })).toBe(1);
  expect(now.sum('sync_warden_inbox_depth')).toBe(0);
});

test('what Graph does is told apart: throttled, not permitted, away', async () => {
  const path = sandboxIds.slack.jobId;
  await door.faults({ kind: 'throttle', path, method: 'GET', retryAfterSeconds: 0 });
  await door.say('status Slack');
  await door.shown(/too many|throttl|busy|wait/i);
  await door.faults({ kind: 'unknown-error-401', path, method: 'GET' });
  await door.say('status Slack');
  await door.shown(/permi|may not|allow/i, { from: 1 });
  await door.faults({ kind: 'drop-before', path, method: 'GET' });
  await door.say('status Slack');
  const now = await scraped((each) => each.sum('sync_warden_commands_total') === 3);
  const read = (status: string) =>
    now.sum('sync_warden_graph_requests_total', { operation: 'read-job', status });
  expect([read('429'), read('401'), read('connection-lost'), read('2xx')]).toEqual([1, 1, 1, 0]);
  expect(now.sum('sync_warden_commands_total', { verb: 'status', outcome: 'graph-failed' })).toBe(3);
});

test('what waits to be sent has a depth and an age, while the connector refuses it', async () => {
  door.connector.refuse(429, 429, 429);
  await door.say('help');
  const waiting = await scraped((each) => each.sum('sync_warden_outbox_oldest_age_seconds') > 0.3);
  expect(waiting.sum('sync_warden_outbox_depth')).toBe(1);
  const sent = await scraped((each) => each.sum('sync_warden_outbox_depth') === 0);
  expect(sent.sum('sync_warden_outbox_oldest_age_seconds')).toBe(0);
  expect(sent.sum('sync_warden_deliveries_total', { result: 'throttled' })).toBe(3);
  expect(sent.sum('sync_warden_deliveries_total', { result: 'sent' })).toBe(1);
});

test('who is turned away is counted by reason, and no door leads past that', async () => {
  const url = `http://127.0.0.1:${door.bot.port}`;
  await fetch(`${url}/nothing/here?secret=1`);
  await fetch(`${url}/metrics`, { method: 'POST' });
  await door.post({ type: 'message', serviceUrl: 'https://elsewhere.example/' });
  const now = await scrape(door.bot.port);
  const rejected = (reason: string) => now.sum('sync_warden_rejections_total', { reason });
  expect([rejected('no-such-path'), rejected('method'), rejected('service-url-foreign')]).toEqual([1, 1, 1]);
  expect(now.sum('sync_warden_authentication_failures_total', { reason: 'service-url-foreign' })).toBe(1);
  expect(now.text).not.toContain('elsewhere');
});

test('every sample is of an instrument, with its labels and no others, and never names anybody', async () => {
  await door.say('watch Slack');
  await door.shown(/watch/i);
  await door.say('pause Slack because of Dana');
  await door.shown(/Slack is paused/);
  const now = await scraped((each) => each.sum('sync_warden_runs_total') === 1);
  const known = new Map(instruments.map(({ name, labels }) => [name, new Set(labels)]));
  for (const { name, labels } of labelsOf(now)) {
    expect(known.has(name)).toBe(true);
    for (const label of labels) expect(known.get(name)?.has(label)).toBe(true);
  }
  expect(now.text).not.toMatch(/dana|slack|lee park/i);
  expect(now.text).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-/);
});

test('no two instruments have a name, each has words, and a counter ends like one', () => {
  expect(new Set(instruments.map(({ name }) => name)).size).toBe(instruments.length);
  for (const { name, kind, help, unit } of instruments) {
    expect(name).toMatch(/^sync_warden_[a-z_]+$/);
    expect(help).toMatch(/^[A-Z].*\.$/);
    expect(name.endsWith('_total')).toBe(kind === 'counter');
    expect(unit === 's').toBe(name.endsWith('_seconds'));
  }
});
