import {
  type Activity,
  CloudAdapter,
  type InvokeResponse,
  type Request,
  type Response,
  type TurnContext,
} from 'botbuilder';
import { validateAndFixActivity } from 'botbuilder/lib/activityValidator.js';
import type { BotFrameworkAuthentication } from 'botframework-connector';
import { CallerRefused } from './caller-refused.ts';

type Logic = (context: TurnContext) => Promise<void>;

function asActivity(body: unknown): Activity {
  try {
    const activity = validateAndFixActivity(body as Activity);
    if (activity.type !== '') return activity;
  } catch {
    // Its text is the library's.
  }
  throw new CallerRefused(400, 'not-an-activity');
}

/**
 * Takes activities in. Unlike the SDK's adapter it asks who calls before it looks at what came, writes nothing to
 * the console and leaves every refusal and failure to be answered by who called it.
 */
export class ActivityAdapter extends CloudAdapter {
  readonly #authentication: BotFrameworkAuthentication;

  constructor(authentication: BotFrameworkAuthentication) {
    super(authentication);
    this.#authentication = authentication;
  }

  /**
   * Answers the HTTP request of an activity.
   *
   * @throws CallerRefused when the caller is not let in, and whatever `logic` throws; nothing is answered then
   */
  override process(request: Request, response: Response, logic: Logic): Promise<void>;
  /** @throws CallerRefused always: the SDK takes web sockets over here, and authenticates them in other ways. */
  override process(request: Request, socket: object, head: unknown, logic: Logic): Promise<void>;
  override async process(
    request: Request,
    response: object,
    logic: unknown,
    ...more: readonly Logic[]
  ): Promise<void> {
    if (more.length > 0 || typeof logic !== 'function') throw new CallerRefused(401, 'not-http');
    const { authorization } = request.headers;
    const answer = await this.#take(
      request.body,
      typeof authorization === 'string' ? authorization : '',
      logic as Logic,
    );
    const to = response as Response;
    to.status(answer?.status ?? 200);
    if (answer?.body !== undefined) to.send(answer.body);
    to.end();
  }

  async #take(body: unknown, authorization: string, logic: Logic): Promise<InvokeResponse | undefined> {
    if (typeof body !== 'object' || body === null) throw new CallerRefused(400, 'not-an-activity');
    const caller = await this.#authentication.authenticateRequest(body as Activity, authorization);
    return await this.processActivity(caller, asActivity(body), logic);
  }
}
