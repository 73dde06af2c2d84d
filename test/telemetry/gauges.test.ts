import { setTimeout as sleep } from 'node:timers/promises';
import { readGauges } from '../../src/metrics.ts';
import { startTelemetry, type Telemetry } from '../../src/telemetry.ts';
import { captureLines } from './captured-lines.ts';

const captured = captureLines();
let telemetry: Telemetry;
let end: () => void = () => {};
beforeEach(() => {
  telemetry = startTelemetry({ serviceName: 'x', resource: {}, share: 1, otlp: null }, captured.log);
});
afterEach(async () => {
  end();
  await telemetry.stop();
});

test('gauges are read once, however many ask at the same time, and anew afterwards', async () => {
  let read = 0;
  end = readGauges(async (show) => {
    read += 1;
    await sleep(20);
    show('sync_warden_inbox_depth', read, {});
  });
  const texts = await Promise.all(Array.from({ length: 50 }, () => telemetry.scrape()));
  expect(new Set(texts).size).toBe(1);
  expect(read).toBe(1);
  expect(await telemetry.scrape()).toContain('sync_warden_inbox_depth 2');
});

test('one that is never read is left out, and told of', async () => {
  end = readGauges(() => new Promise(() => {}));
  const text = await telemetry.scrape();
  expect(text).not.toContain('\nsync_warden_inbox_depth ');
  expect(text).toContain('sync_warden_lease_losses_total');
  expect(captured.of('a gauge could not be read').length).toBe(1);
}, 10_000);
