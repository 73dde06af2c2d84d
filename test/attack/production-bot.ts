import type { Activity, Request, Response, TurnContext } from 'botbuilder';
import { type Clock, systemClock } from '../../src/clock.ts';
import { clouds } from '../../src/clouds.ts';
import { openHttp } from '../../src/http/server.ts';
import { sandboxTenantId } from '../../src/sandbox/ids.ts';
import { sandboxApps } from '../../src/sandbox/people.ts';
import { ActivityAdapter } from '../../src/teams/activity-adapter.ts';
import { createChannelKeys } from '../../src/teams/channel-keys.ts';
import { createChannelTokenCheck } from '../../src/teams/channel-token.ts';
import { ProductionAuthentication } from '../../src/teams/production-authentication.ts';
import { type CapturedLog, captureLog } from './captured-log.ts';

export const botId = sandboxApps.bot.clientId;
export const botToken = 'the-bots-own-token';

export interface ProductionBot extends CapturedLog {
  readonly port: number;
  readonly adapter: ActivityAdapter;
  /** Activities that reached the bot's logic. */
  readonly reached: Activity[];
  stop(): Promise<void>;
}

export interface ProductionBotOptions {
  /** Plain http on this machine. */
  readonly metadataUrl: string;
  readonly clock?: Clock;
  readonly keyTimeout?: number;
  readonly logic?: (context: TurnContext) => Promise<void>;
}

/** Everything between the network and the bot's logic as production composes it; the logic says hello to messages. */
export async function openProductionBot(options: ProductionBotOptions): Promise<ProductionBot> {
  const { metadataUrl, clock = systemClock, keyTimeout: timeout = 2000 } = options;
  const captured = captureLog();
  const { log } = captured;
  const reached: Activity[] = [];
  const { bot } = clouds.global;
  const keys = createChannelKeys({ metadataUrl, clock, log, plainLoopback: true, timeout });
  const verify = createChannelTokenCheck({ botId, issuer: bot.issuer, keys, clock });
  const authentication = new ProductionAuthentication({
    botId,
    cloud: { bot: { ...bot, serviceHosts: [...bot.serviceHosts, 'localhost'] } },
    tenants: [sandboxTenantId],
    verify,
    getToken: async () => botToken,
  });
  const adapter = new ActivityAdapter(authentication);
  const logic = async (context: TurnContext) => {
    reached.push(context.activity);
    await (options.logic ?? (async () => void (await context.sendActivity('hello'))))(context);
  };
  const door = await openHttp({
    host: '127.0.0.1',
    port: 0,
    mode: { kind: 'production', verify },
    process: (request: Request, response: Response) => adapter.process(request, response, logic),
    parts: {
      'channel-keys': async () => {
        if (!(await keys.ready())) throw new Error('no keys');
      },
    },
    log,
    clock,
  });
  return { ...captured, port: door.port, adapter, reached, stop: () => door.close() };
}

/** A message as Teams sends it to the sandbox's bot. */
export function messageFrom(serviceUrl: string, more: object = {}): Record<string, unknown> {
  return {
    type: 'message',
    id: 'f:1',
    text: 'list',
    timestamp: new Date().toISOString(),
    channelId: 'msteams',
    serviceUrl,
    from: { id: '29:dana', name: 'Dana', aadObjectId: '5b0c8a11-6f0e-4c7b-9a41-1f2e3d4c5b01' },
    recipient: { id: `28:${botId}`, name: 'Sync Warden' },
    conversation: { id: 'a:dana', conversationType: 'personal', tenantId: sandboxTenantId },
    channelData: { tenant: { id: sandboxTenantId } },
    ...more,
  };
}
