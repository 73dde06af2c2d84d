import type { TurnContext } from 'botbuilder';

/** The body of an answer to `adaptiveCard/action` (Bot Framework: Universal Actions for Adaptive Cards). */
export type InvokeBody =
  | {
      readonly statusCode: 200;
      readonly type: 'application/vnd.microsoft.card.adaptive';
      readonly value: object;
    }
  | {
      readonly statusCode: 200;
      readonly type: 'application/vnd.microsoft.activity.message';
      readonly value: string;
    }
  | {
      readonly statusCode: 401;
      readonly type: 'application/vnd.microsoft.activity.loginRequest';
      readonly value: object;
    }
  | {
      readonly statusCode: 400 | 500;
      readonly type: 'application/vnd.microsoft.error';
      readonly value: { readonly code: string; readonly message: string };
    };

/** Replaces the tapped card for who tapped it. */
export const answerCard = (card: object): InvokeBody => ({
  statusCode: 200,
  type: 'application/vnd.microsoft.card.adaptive',
  value: card,
});

/** Shows a line of text to who tapped, and leaves the card alone. */
export const answerText = (text: string): InvokeBody => ({
  statusCode: 200,
  type: 'application/vnd.microsoft.activity.message',
  value: text,
});

/** Shows that the tap did nothing. */
export const answerError = (statusCode: 400 | 500, code: string, message: string): InvokeBody => ({
  statusCode,
  type: 'application/vnd.microsoft.error',
  value: { code, message },
});

/**
 * Answers an invoke with a body of our own: the router's would, once a card had `refresh`, replace every later
 * card for everybody, and answer an unhandled one with 501.
 */
export async function sendInvokeAnswer(
  context: TurnContext,
  body: InvokeBody | null,
  status = 200,
): Promise<void> {
  await context.sendActivity({
    type: 'invokeResponse',
    value: { status, ...(body === null ? {} : { body }) },
  });
}
