import type { ActivityReason } from './bind-activity.ts';
import type { ChannelTokenReason } from './channel-token.ts';

/** Why an activity was not taken in, for the log only. */
export type CallerReason = ChannelTokenReason | ActivityReason | 'not-an-activity' | 'not-http';

export type RefusalStatus = 400 | 401 | 403 | 503;

/** A caller is not let in. Nothing about it is for the caller to know but the status. */
export class CallerRefused extends Error {
  readonly status: RefusalStatus;
  readonly reason: CallerReason;

  constructor(status: RefusalStatus, reason: CallerReason) {
    super(`refused: ${reason}`);
    this.name = 'CallerRefused';
    this.status = status;
    this.reason = reason;
  }
}

/** The status for a token that was not believed: 503 where that is not the caller's fault, so that it comes again. */
export function tokenStatus(reason: ChannelTokenReason): 401 | 503 {
  return reason === 'keys-unavailable' ? 503 : 401;
}
