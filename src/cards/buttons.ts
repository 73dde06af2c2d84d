import { buttons } from '../text/labels.ts';
import type { ButtonData, ExecuteAction, ToggleAction } from './elements.ts';
import { clean } from './escape.ts';

/** The id of the hidden container that the Details button shows. */
export const DETAILS_ID = 'details';

/** The id under which the typed name comes back. */
export const NAME_INPUT_ID = 'name';

/** The id under which a reason for declining comes back. */
export const REASON_INPUT_ID = 'reason';

type Look = { associatedInputs?: 'none'; style?: 'destructive' };

function execute(title: string, verb: ExecuteAction['verb'], data: ButtonData, look: Look): ExecuteAction {
  const shown = clean(title);
  return {
    type: 'Action.Execute',
    title: shown,
    verb,
    data,
    ...look,
    // Clients without Action.Execute send this instead; their data have to name the verb.
    fallback: { type: 'Action.Submit', title: shown, data: { verb, ...data }, ...look },
  };
}

/** A button that stands for a sentence: it leads on and gives no right. */
export function sayButton(title: string, sentence: string): ExecuteAction {
  return execute(title, 'say', { say: sentence }, {});
}

/** Says yes to the question behind the token. */
export function confirmButton(title: string, token: string, destructive: boolean): ExecuteAction {
  return execute(title, 'confirm', { token }, destructive ? { style: 'destructive' } : {});
}

/** Says no to it; an empty input can't hold it up. */
export function cancelButton(title: string, token: string): ExecuteAction {
  return execute(title, 'cancel', { token }, { associatedInputs: 'none' });
}

/** Says yes for somebody else. */
export function approveButton(title: string, token: string, destructive: boolean): ExecuteAction {
  return execute(title, 'approve', { token }, destructive ? { style: 'destructive' } : {});
}

/** Says no for somebody else, with what was typed as a reason. */
export function denyButton(title: string, token: string): ExecuteAction {
  return execute(title, 'deny', { token }, {});
}

/** Shows and hides the details. */
export function detailsButton(): ToggleAction {
  return { type: 'Action.ToggleVisibility', title: buttons.details, targetElements: [DETAILS_ID] };
}
