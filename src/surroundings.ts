import type { Graph } from './graph/client.ts';
import type { ReadyParts } from './http/readiness.ts';
import type { OperationDeps } from './operations/deps.ts';
import type { Writers } from './operations/writers.ts';
import type { Policy } from './policy/policy.ts';
import type { VerifyChannelToken } from './teams/channel-token.ts';
import type { EdgeOptions } from './teams/edge.ts';
import type { PersonSignIn } from './teams/person-sign-in.ts';

/** What the bot stands in: a sandbox, or a real tenant. */
export interface Surroundings {
  /** Root without version. */
  readonly graphBaseUrl: string;
  /** Reads a tenant, with the bot's own read credential. */
  readonly graphOf: (tenantId: string) => Graph;
  readonly writers: Writers;
  readonly policy: Policy;
  readonly schoolProfiles: OperationDeps['schoolProfiles'];
  readonly botId: string;
  readonly authentication: EdgeOptions['authentication'];
  readonly signIn: PersonSignIn | null;
  /** Decides who may call before a body is read; null in the sandbox, where nobody is authenticated. */
  readonly verify: VerifyChannelToken | null;
  /** What the bot needs to work, besides its store. */
  readonly parts: ReadyParts;
  close(): Promise<void>;
}
