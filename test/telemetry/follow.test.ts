import { sandboxIds } from '../../src/sandbox/tenant.ts';
import { buttonOf } from '../support/card.ts';
import { type FrontDoor, group, openFrontDoor } from '../support/front-door.ts';
import { type CapturedLines, captureLines } from './captured-lines.ts';
import { type CollectedSpan, type Collector, startCollector } from './collector.ts';

let collector: Collector;
let captured: CapturedLines;
let door: FrontDoor;

async function open(env: Record<string, string> = {}) {
  captured = captureLines();
  door = await openFrontDoor({
    env: { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, ...env },
    parts: { log: captured.log },
  });
}
beforeEach(async () => {
  collector = await startCollector();
});
afterEach(async () => {
  await door.stop();
  await collector.stop();
});

const id = (value: unknown) => String(value).replaceAll('-', '');

/** Says it, and waits until its run has ended and its card is out. */
async function paused(): Promise<void> {
  await door.say('pause Slack');
  await door.shown(/Slack is paused/);
  await captured.soon('a message was sent', { way: 'update', result: 'sent' });
}

test('from the line of an activity one gets to Graph’s request-id, the run and the sending', async () => {
  await open();
  await paused();
  const { correlation } = await captured.soon('an activity was taken in', { type: 'message' });
  const mine = captured.lines().filter((line) => line['correlation'] === correlation);
  const [write] = mine.filter((line) => line['graph'] === 'pause-job');
  const [ended] = mine.filter(({ msg }) => msg === 'run ended');
  const response = await fetch(`${door.sandbox.url}/_sandbox/calls`);
  const { calls } = (await response.json()) as {
    calls: { method: string; path: string; requestId: string }[];
  };
  const call = calls.find(({ method, path }) => method === 'POST' && path.endsWith('/pause'));
  expect(write?.['answer']).toMatchObject({ status: 204, requestId: call?.requestId });
  expect(call?.requestId).toMatch(/^[0-9a-f-]{36}$/);
  expect(write?.['clientRequestId']).toMatch(/^[0-9a-f-]{36}$/);
  expect(ended).toMatchObject({ operation: 'pause', outcome: 'done', run: write?.['run'] });
  expect(mine.map(({ msg }) => msg)).toEqual(
    expect.arrayContaining(['a sentence was answered', 'a message was sent']),
  );
  // Every line between the beginning and the end of the run names it.
  const inRun = mine.filter((line) => 'run' in line);
  expect(new Set(inRun.map((line) => line['run'])).size).toBe(1);
  expect(inRun.filter(({ msg }) => msg === 'Graph was asked').length).toBeGreaterThan(2);
  for (const line of mine) expect(line['trace_id']).toBe(id(correlation));
});

test('what another person’s command logs is not under the first one’s', async () => {
  await open();
  await paused();
  await door.say('status Zoom');
  await captured.soon('a sentence was answered', { verb: 'status' });
  const answered = captured.of('a sentence was answered').map((line) => line['correlation']);
  expect(new Set(answered).size).toBe(2);
  for (const line of captured.of('Graph was asked')) expect(line['correlation']).toEqual(expect.anything());
});

const byName = (spans: readonly CollectedSpan[], name: string) => spans.filter((span) => span.name === name);

test('the collector gets the path of a command as one trace', async () => {
  await open({ OTEL_SERVICE_NAME: 'warden-test', OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment=a%20b' });
  await paused();
  const { run } = await captured.soon('run ended');
  const { correlation } = await captured.soon('an activity was taken in');
  await door.restart();
  const spans = collector.spans().filter(({ traceId }) => traceId === id(correlation));
  expect(new Set(spans.map(({ name }) => name))).toEqual(
    new Set([
      'activity message',
      'utterance',
      'plan',
      'run',
      'deliver',
      'graph list-principals',
      'graph batch',
      'graph find-principals',
      'graph read-principal',
      'graph read-job',
      'graph pause-job',
    ]),
  );
  const [write] = byName(spans, 'graph pause-job');
  const [above] = spans.filter(({ spanId }) => spanId === write?.parentSpanId);
  expect(above).toMatchObject({ name: 'run', attributes: { 'sync_warden.run': run } });
  const [line] = captured.of('Graph was asked').filter((each) => each['graph'] === 'pause-job');
  const answer = line?.['answer'] as { requestId: string };
  expect(write?.attributes).toEqual({
    'http.request.method': 'POST',
    'http.response.status_code': 204,
    'graph.request_id': answer.requestId,
    'graph.client_request_id': line?.['clientRequestId'],
  });
  const [plan] = byName(spans, 'plan');
  expect(byName(spans, 'utterance').map(({ spanId }) => spanId)).toContain(plan?.parentSpanId);
  const resources = collector.resources();
  expect(resources.length).toBeGreaterThan(0);
  for (const resource of resources)
    expect(resource).toMatchObject({ 'service.name': 'warden-test', 'deployment.environment': 'a b' });
});

test('the answer to a question is in the trace of the question, also after a restart, and linked to its tap', async () => {
  await open();
  await door.say('delete Zoom', { where: group });
  const card = await door.shown(/Delete .*Zoom.*\?/);
  const asked = await captured.soon('a sentence was answered', { outcome: 'asked' });
  await door.restart();
  await door.tap(buttonOf(card.cards[0], 'Delete'), { where: group, on: card, input: { name: 'Zoom' } });
  const ended = await captured.soon('run ended');
  expect(ended['correlation']).toBe(asked['correlation']);
  const tapped = await captured.soon('an activity was taken in', { type: 'card-action' });
  expect(tapped['correlation']).not.toBe(asked['correlation']);
  const answered = await captured.soon('a question was answered', { said: 'confirmed' });
  expect(answered).toMatchObject({ correlation: asked['correlation'], run: ended['run'] });
  const { run } = ended;
  await captured.soon('a message was sent', { run, way: 'update', result: 'sent' });
  await captured.soon('a message was sent', { run, way: 'send', result: 'sent' });
  await door.restart();
  const spans = collector.spans();
  const [answer] = byName(spans, 'answer');
  expect(answer).toMatchObject({ traceId: id(asked['correlation']), links: [id(tapped['correlation'])] });
  const deletes = byName(spans, 'graph delete-job');
  expect(deletes.map(({ traceId }) => traceId)).toEqual([id(asked['correlation'])]);
  // The post of the result is a message of its own: only the run leads to it.
  const sent = byName(spans, 'deliver').filter((span) => span.attributes['sync_warden.run'] === ended['run']);
  expect(new Set(sent.map(({ traceId }) => traceId)).size).toBe(2);
});

test('metrics go where traces go, with the headers that are set', async () => {
  await open({ OTEL_EXPORTER_OTLP_HEADERS: 'x-api-key=k%3D1,x-other=2' });
  await paused();
  await door.restart();
  const paths = new Set(collector.received.map(({ path }) => path));
  expect(paths).toEqual(new Set(['/v1/traces', '/v1/metrics']));
  for (const { headers } of collector.received)
    expect(headers).toMatchObject({ 'x-api-key': 'k=1', 'x-other': '2' });
  expect([...collector.metricNames()]).toEqual(
    expect.arrayContaining(['sync_warden_runs_total', 'sync_warden_graph_request_duration_seconds']),
  );
});

test('what the exporters would take from the environment by themselves changes nothing', async () => {
  process.env['OTEL_EXPORTER_OTLP_COMPRESSION'] = 'gzip';
  try {
    await open();
    await paused();
    await door.restart();
  } finally {
    delete process.env['OTEL_EXPORTER_OTLP_COMPRESSION'];
  }
  expect(collector.received.length).toBeGreaterThan(0);
  for (const { headers } of collector.received) expect(headers).not.toHaveProperty('content-encoding');
});

test('a share of 0 records no trace, and lines have none either', async () => {
  await open({ OTEL_TRACES_SAMPLER_ARG: '0' });
  await paused();
  await door.restart();
  expect(collector.spans()).toEqual([]);
  expect(collector.metricNames().size).toBeGreaterThan(0);
  for (const line of captured.lines()) expect(line).not.toHaveProperty('trace_id');
  expect((await captured.soon('run ended'))['correlation']).toEqual(expect.any(String));
});

test('a collector that refuses is told of, without what it said, and holds nothing up', async () => {
  await open();
  collector.answer(400, 'your key sup3rs3cret is wrong');
  await paused();
  const began = performance.now();
  await door.restart();
  expect(performance.now() - began).toBeLessThan(15_000);
  const told = await captured.soon('telemetry could not be sent; see the setting', { what: 'traces' });
  expect(told['setting']).toBe('OTEL_EXPORTER_OTLP_ENDPOINT');
  expect(JSON.stringify(captured.lines())).not.toContain('sup3rs3cret');
});

test('what is being watched is read outside of any command', async () => {
  await open();
  await door.say('watch Slack');
  await captured.soon('a sentence was answered', { verb: 'watch' });
  await door.change(sandboxIds.slack, { schedule: { state: 'Paused', interval: 'PT40M' } }).catch(() => {});
  await captured.soon('Graph was asked', { graph: 'batch' });
  await door.restart();
  const spans = collector.spans();
  const polls = new Set(byName(spans, 'poll').map(({ spanId }) => spanId));
  const batches = byName(spans, 'graph batch').filter(({ parentSpanId }) => polls.has(parentSpanId));
  expect(batches.length).toBeGreaterThan(0);
  const commands = new Set(byName(spans, 'utterance').map(({ traceId }) => traceId));
  for (const { traceId } of batches) expect(commands.has(traceId)).toBe(false);
});
