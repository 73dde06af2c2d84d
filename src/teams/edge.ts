import { Application } from '@microsoft/teams-ai/lib/Application.js';
import type { TeamsAdapter } from '@microsoft/teams-ai/lib/TeamsAdapter.js';
import { INVOKE_RESPONSE_KEY, type Request, type Response, type TurnContext } from 'botbuilder';
import type { BotFrameworkAuthentication } from 'botframework-connector';
import type { OperationDeps } from '../operations/deps.ts';
import type { Delivery, DueMessage } from '../store/messages.ts';
import { releaseMessage } from '../store/messages.ts';
import { tapText } from '../text/taps.ts';
import { ActivityAdapter } from './activity-adapter.ts';
import { deliver } from './deliver.ts';
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
  const held = new WeakMap<TurnContext, string[]>();

  const open = (context: TurnContext) =>
    openTurn(deps, context, { sandbox, held: held.get(context) ?? [], signIn });

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

  async function logic(context: TurnContext, toRelease: string[]): Promise<void> {
    held.set(context, toRelease);
    try {
      await app.run(context);
    } catch (error) {
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
      deliver({ adapter, botId, clock: deps.clock, log: deps.log, sandbox }, message, reference),
  };
}
