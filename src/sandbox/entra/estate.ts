import type { Clock } from '../../clock.ts';
import type { EntraApp } from './apps.ts';
import type { ProveClient } from './client-proof.ts';
import type { EntraFaultQueue } from './faults.ts';
import type { RequestLog } from './requests.ts';
import type { SigningKeys } from './signing-keys.ts';
import type { Verify } from './verify.ts';

/** Everything one running sandbox Entra holds. */
export interface Estate {
  readonly clock: Clock;
  readonly keys: SigningKeys;
  readonly apps: Map<string, EntraApp>;
  readonly faults: EntraFaultQueue;
  readonly log: RequestLog;
  readonly verify: Verify;
  readonly proveClient: ProveClient;
  readonly channelIssuer: string;
  /** `https://localhost:port`; a function, because the port is known only once it listens. */
  readonly url: () => string;
}
