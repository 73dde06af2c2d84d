import type { SandboxEntra } from '../entra/server.ts';
import { type SandboxUserName, sandboxApps, sandboxUsers } from '../people.ts';
import type { CardButton } from './card-text.ts';
import type { Card, Connector } from './connector.ts';

/** What the bot answered to a tap: a card or a sentence. */
export type TapAnswer =
  | { readonly kind: 'card'; readonly card: Card }
  | { readonly kind: 'message'; readonly text: string };

/** Nobody took the activity. */
export class NotTaken extends Error {
  /** Null when nothing listens there. */
  readonly status: number | null;

  constructor(status: number | null) {
    super(status === null ? 'nothing listens there' : `the bot answered ${status}`);
    this.name = 'NotTaken';
    this.status = status;
  }
}

/** Teams, as a bot sees it: people who type and tap in their personal chat, with the channel's signature. */
export interface SandboxClient {
  /** @throws NotTaken */
  say(user: SandboxUserName, text: string): Promise<void>;
  /** Taps a button, and signs the person in where the bot asks for it, as Teams does. @throws NotTaken */
  tap(
    user: SandboxUserName,
    button: CardButton,
    on: { readonly activityId: string; readonly input: Readonly<Record<string, string>> },
  ): Promise<TapAnswer>;
}

interface InvokeAnswer {
  readonly statusCode?: number;
  readonly type?: string;
  readonly value?: unknown;
}

const loginRequest = 'application/vnd.microsoft.activity.loginRequest';
const adaptiveCard = 'application/vnd.microsoft.card.adaptive';

/**
 * @param options.endpoint the bot's address for activities
 */
export function createSandboxClient(options: {
  readonly entra: SandboxEntra;
  readonly connector: Connector;
  readonly endpoint: string;
}): SandboxClient {
  const { entra, connector, endpoint } = options;
  const session = Date.now();
  let count = 0;

  async function post(user: SandboxUserName, activity: object): Promise<InvokeAnswer> {
    const { oid, tenantId, name } = sandboxUsers[user];
    const response = await fetch(endpoint, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${entra.channel.sign({ serviceUrl: connector.url })}`,
      },
      body: JSON.stringify({
        id: `${session}-${++count}`,
        timestamp: new Date().toISOString(),
        localTimezone: Intl.DateTimeFormat().resolvedOptions().timeZone,
        channelId: 'msteams',
        serviceUrl: connector.url,
        from: { id: `29:${user}`, name, aadObjectId: oid },
        recipient: { id: `28:${sandboxApps.bot.clientId}`, name: 'Sync Warden' },
        conversation: { id: `a:${user}`, conversationType: 'personal', tenantId },
        channelData: { tenant: { id: tenantId } },
        ...activity,
      }),
      signal: AbortSignal.timeout(20_000),
    }).catch(() => {
      throw new NotTaken(null);
    });
    if (!response.ok) throw new NotTaken(response.status);
    const text = await response.text();
    return text === '' ? {} : (JSON.parse(text) as InvokeAnswer);
  }

  return {
    async say(user, text) {
      await post(user, { type: 'message', text, textFormat: 'plain' });
    },
    async tap(user, { verb, data }, { activityId, input }) {
      const invoke = (authentication: object) =>
        post(user, {
          type: 'invoke',
          name: 'adaptiveCard/action',
          replyToId: activityId,
          value: {
            action: { type: 'Action.Execute', verb, data: { ...data, ...input } },
            trigger: 'manual',
            ...authentication,
          },
        });
      let answer = await invoke({});
      if (answer.type === loginRequest) {
        const { connectionName } = answer.value as { connectionName: string };
        const token = entra.sso(user);
        answer = await invoke({ authentication: { id: `${session}-sign-in`, connectionName, token } });
      }
      return answer.type === adaptiveCard
        ? { kind: 'card', card: answer.value as Card }
        : { kind: 'message', text: JSON.stringify(answer.value) };
    },
  };
}
