import type { Delivery, DueMessage } from '../../src/store/messages.ts';
import { followDelivery } from '../../src/teams/follow-delivery.ts';
import { captureLines } from '../telemetry/captured-lines.ts';

const message = {
  id: '01a203a3-27c4-7db9-97ff-3e50e2b594b9',
  notice: { kind: 'list' },
  activityId: null,
  attempts: 0,
} as unknown as DueMessage;

test.each<[string, Delivery]>([
  ['a message was sent', { kind: 'sent', activityId: '1' }],
  ['a message was sent', { kind: 'begun', activityId: '1' }],
  ['a sending did not go through', { kind: 'wait', until: 1 }],
  ['a sending did not go through', { kind: 'gone', why: 'blocked', until: 1 }],
])('%s: %j', async (said, delivery) => {
  const captured = captureLines();
  expect(await followDelivery(captured.log, message, async () => delivery)).toBe(delivery);
  expect(captured.lines()).toMatchObject([{ msg: said, result: delivery.kind }]);
});
