import type { Log } from '../log.ts';
import { count } from '../metrics.ts';
import type { Delivery, DueMessage } from '../store/messages.ts';
import { begin } from '../tracing.ts';

/**
 * Notes one sending: in the trace of the command that the message answers, and, of a run, with its id. The post of a
 * result is a message of its own, so only the run tells what it belongs to.
 *
 * @throws what `send` throws
 */
export function followDelivery(
  log: Log,
  message: DueMessage,
  send: () => Promise<Delivery>,
): Promise<Delivery> {
  const { id: correlation, notice, activityId } = message;
  const way = activityId === null ? 'send' : 'update';
  const run = notice.kind === 'run' ? { run: notice.run.runId } : {};
  const attributes = { 'sync_warden.notice': notice.kind, 'sync_warden.way': way };
  return begin('deliver', { correlation, ...run, attributes }, async (span) => {
    const delivery = await send();
    const { kind: result } = delivery;
    span.setAttribute('sync_warden.result', result);
    count('sync_warden_deliveries_total', { way, result });
    const line = { notice: notice.kind, way, result, attempt: message.attempts + 1 };
    const arrived = result === 'sent' || result === 'begun';
    log.info(line, arrived ? 'a message was sent' : 'a sending did not go through');
    return delivery;
  });
}
