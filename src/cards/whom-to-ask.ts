import { somebodyToAsk } from '../text/forbidden.ts';
import { headings } from '../text/labels.ts';
import { type Container, section } from './elements.ts';
import { short } from './escape.ts';

/** Longer than a name: a policy may give a team and an address. */
const LONGEST_CONTACT = 200;

/** Whom to ask about what the rules say, as the policy names them. */
export function whomToAsk(contact: string | null): Container {
  return section(headings.whom, contact === null ? somebodyToAsk : short(contact, LONGEST_CONTACT));
}
