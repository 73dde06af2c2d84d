import { Application } from '@microsoft/teams-ai/lib/Application.js';
import type { TeamsAdapter } from '@microsoft/teams-ai/lib/TeamsAdapter.js';
import { INVOKE_RESPONSE_KEY, type Request, type Response, type TurnContext } from 'botbuilder';
import type { BotFrameworkAuthentication } from 'botframework-connector';
import { newMessageId } from '../ids.ts';
import { count } from '../metrics.ts';
import type { OperationDeps } from '../operations/deps.ts';
import type { Delivery, DueMessage } from '../store/messages.ts';
import { releaseMessage } from '../store/messages.ts';
import { tapText } from '../text/taps.ts';
import { begin } from '../tracing.ts';
import { ActivityAdapter } from './activity-adapter.ts';
import { deliver } from './deliver.ts';
import { followDelivery } from './follow-delivery.ts';
import { answerError, sendInvokeAnswer } from './invoke-answer.ts';
import type { PersonSignIn } from './person-sign-in.ts';
import { cardTurn, messageTurn, openTurn, welcomeTurn } from './turn.ts';

/** The bot as Teams sees it. */
export interface TeamsEdge {
  /**
   * Takes an activity in and answers its HTTP request.
   *
   * @throws CallerRefused when the caller is not let in, and whatever fails in a turn; nothing is answered then
   */
  process(request: Request, response: Response): Promise<void>;
  /** @param reference the conversationReference as JSON text */
  deliver(message: DueMessage, reference: string): Promise<Delivery>;
}

export interface EdgeOptions {
  /** Whether cards say that nothing real is touched. */
  readonly sandbox: boolean;
  /** Set where writes are done as the person who taps. */
  readonly signIn: PersonSignIn | null;
  /** Decides who may call, and with what credential the bot sends. */
  readonly authentication: BotFrameworkAuthentication;
  /** The bot's app id; empty in the sandbox. */
  readonly botId: string;
  /** Called when there may be something to do in the background. */
  readonly wake: () => void;
}

/** A moment for the client to draw the tap's own answer before the update of the same card arrives, milliseconds. */
const afterAnswer = 400;

const isCardAction = (context: TurnContext) =>
  context.activity.type === 'invoke' && context.activity.name === 'adaptiveCard/action';

/** What an activity is counted as. */
function typeOf(context: TurnContext) {
  if (isCardAction(context)) return 'card-action';
  const { type } = context.activity;
  if (type === 'message' || type === 'invoke') return type;
  return isInstall(context) ? 'install' : 'other';
}

const isInstall = ({ activity }: TurnContext) =>
  (activity.type === 'installationUpdate' && activity.action?.startsWith('add') === true) ||
  (activity.type === 'conversationUpdate' &&
    activity.membersAdded?.some((member) => member.id === activity.recipient?.id) === true);

/**
 * Makes the bot's edge to Teams.
 */
export function createTeamsEdge(
  deps: OperationDeps,
  { sandbox, signIn, authentication, botId, wake }: EdgeOptions,
): TeamsEdge {
  const adapter = new ActivityAdapter(authentication);
  const begun = new WeakMap<TurnContext, { readonly held: string[]; readonly messageId: string }>();

  const open = (context: TurnContext) => {
    const { held = [], messageId = newMessageId() } = begun.get(context) ?? {};
    return openTurn(deps, context, { sandbox, held, messageId, signIn });
  };

  const app = new Application({
    adapter: adapter as unknown as TeamsAdapter,
    // Each would add state, typing messages or text changes of its own; the store and the parser are ours.
    removeRecipientMention: false,
    longRunningMessages: false,
  });
  // The option of that name is not looked at (teams-ai 1.7.4); everything sent goes through the outbox.
  app.startTypingTimer = () => {};
  app.addRoute(
    async (context) => isCardAction(context),
    async (context) => {
      const turn = await open(context);
      const body =
        turn === null ? answerError(400, 'BadRequest', tapText('malformed', null)) : await cardTurn(turn);
      await sendInvokeAnswer(context, body);
    },
    true,
  );
  app.addRoute(
    async (context) => context.activity.type === 'invoke',
    async (context) => await sendInvokeAnswer(context, null, 501),
    true,
  );
  app.addRoute(
    async (context) => context.activity.type === 'message',
    async (context) => {
      const turn = await open(context);
      if (turn !== null) await messageTurn(turn);
    },
  );
  app.addRoute(
    async (context) => isInstall(context),
    async (context) => {
      const turn = await open(context);
      if (turn !== null) await welcomeTurn(turn);
    },
  );

  async function logic(context: TurnContext, held: string[]): Promise<void> {
    const messageId = newMessageId();
    begun.set(context, { held, messageId });
    const type = typeOf(context);
    await begin(
      `activity ${type}`,
      { correlation: messageId, kind: 'server', attributes: { 'sync_warden.activity': type } },
      async () => {
        deps.log.info({ type }, 'an activity was taken in');
        await answer(context);
      },
    );
  }

  async function answer(context: TurnContext): Promise<void> {
    const type = typeOf(context);
    try {
      await app.run(context);
      count('sync_warden_activities_total', { type, result: 'taken' });
    } catch (error) {
      count('sync_warden_activities_total', { type, result: 'failed' });
      deps.log.error({ err: error, type: context.activity.type }, 'a turn failed');
      if (!isCardAction(context)) throw error;
      if (context.turnState.get(INVOKE_RESPONSE_KEY) === undefined) {
        await sendInvokeAnswer(context, answerError(500, 'InternalError', tapText('failed', null)));
      }
    }
  }

  return {
    async process(request, response) {
      const toRelease: string[] = [];
      try {
        await adapter.process(request, response, (context) => logic(context, toRelease));
      } finally {
        const notBefore = deps.clock.now() + afterAnswer;
        for (const id of toRelease) await releaseMessage(deps.db, id, notBefore);
        wake();
      }
    },
    deliver: (message, reference) =>
      followDelivery(deps.log, message, () =>
        deliver({ adapter, botId, clock: deps.clock, log: deps.log, sandbox }, message, reference),
      ),
  };
}
