import { setTimeout as sleep } from 'node:timers/promises';
import { createRejectionLog } from '../../src/http/rejection-log.ts';
import type { RejectionReason } from '../../src/metrics.ts';
import { captureLog } from '../attack/captured-log.ts';

const rejection = (reason: RejectionReason, remote = '192.0.2.1') => ({ reason, status: 401, remote });
const told = (lines: readonly string[]) =>
  lines.map((line) => {
    const { reason, remote, suppressed = 0 } = JSON.parse(line) as Record<string, unknown>;
    return `${reason} ${remote} +${suppressed}`;
  });

test('the first of a reason at once, the rest as one line with how many it stands for', async () => {
  const { log, lines } = captureLog();
  const rejections = createRejectionLog(log, 80);
  for (let at = 0; at < 100; at += 1) rejections.add(rejection('signature', `a${at}`));
  rejections.add(rejection('audience'));
  expect(told(lines)).toEqual(['signature a0 +0', 'audience 192.0.2.1 +0']);
  await sleep(120);
  expect(told(lines).slice(2)).toEqual(['signature a99 +98']);
  rejections.add(rejection('signature'));
  rejections.add(rejection('audience'));
  // One was told of a moment ago, the other long enough ago.
  expect(told(lines).slice(3)).toEqual(['audience 192.0.2.1 +0']);
  rejections.close();
  expect(told(lines).slice(4)).toEqual(['signature 192.0.2.1 +0']);
});

test('after the end nothing more is written', async () => {
  const { log, lines } = captureLog();
  const rejections = createRejectionLog(log, 20);
  rejections.add(rejection('issuer'));
  rejections.close();
  await sleep(50);
  expect(lines).toHaveLength(1);
});
