import type { Notice, TargetVerb } from '../notice.ts';
import type { Target } from '../words.ts';
import { counted } from './counts.ts';
import { LONGEST_HEADLINE } from './headlines.ts';

type List = Extract<Notice, { kind: 'list' }>;
const nouns = { jobs: 'job', schools: 'school profile' } as const;

/** What a list's band says; `filter` as it is to be shown. */
export function listText(
  list: List,
  filter: string | null,
): { readonly headline: string; readonly sentence: string } {
  const noun = nouns[list.of];
  if (list.total === 0) {
    return filter === null
      ? { headline: `There are no ${noun}s`, sentence: 'I found none that I may see.' }
      : { headline: `No ${noun} matches “${filter}”`, sentence: `I looked at the names of all ${noun}s.` };
  }
  const attention = `${list.needAttention} ${list.needAttention === 1 ? 'needs' : 'need'} attention`;
  const all = counted(list.total, noun);
  const tap = 'Tap one to open it.';
  if (filter !== null) {
    const match = list.total === 1 ? 'matches' : 'match';
    const sentence = list.needAttention === 0 ? tap : `${attention}. ${tap}`;
    return { headline: `${all} ${match} “${filter}”`, sentence };
  }
  return list.needAttention === 0
    ? { headline: `${all}, none needs attention`, sentence: tap }
    : { headline: `${all}, ${attention}`, sentence: tap };
}

/** "7 to 12 of 23". */
export function rangeText(from: number, to: number, total: number): string {
  return from === to ? `${from} of ${total}` : `${from} to ${to} of ${total}`;
}

const WANTS: Readonly<Record<TargetVerb, string>> = {
  status: 'see',
  pause: 'pause',
  start: 'start',
  delete: 'delete',
  'pause school': 'pause',
  'status school': 'see',
  watch: 'watch',
  unwatch: 'stop watching',
};

/** What a picker's band says; `asked` as it is to be shown. */
export function pickerText(
  verb: TargetVerb,
  { asked, total, shown }: { readonly asked: string | null; readonly total: number; readonly shown: number },
): { readonly headline: string; readonly sentence: string } {
  const school = verb.endsWith('school');
  const noun = school ? 'school profile' : 'job';
  const general = `Which ${school ? 'school' : 'job'} do you want to ${WANTS[verb]}?`;
  const named = asked === null ? general : `Which ${asked} do you want to ${WANTS[verb]}?`;
  if (total === 0) {
    return { headline: `There are no ${noun}s`, sentence: 'I found none that I may see. Nothing was done.' };
  }
  const match =
    asked === null ? counted(total, noun) : `${counted(total, noun)} ${total === 1 ? 'matches' : 'match'}`;
  const part = shown < total ? `, the first ${shown} are below` : '';
  return {
    headline: named.length <= LONGEST_HEADLINE ? named : general,
    sentence: `${match}${part}. Nothing happens yet.`,
  };
}

/** What the card for an unknown name says; `asked` as it is to be shown. */
export function notFoundText(
  verb: TargetVerb,
  { asked, searched, near }: { readonly asked: string; readonly searched: number; readonly near: number },
): { readonly headline: string; readonly sentence: string; readonly searched: string } {
  const noun = verb.endsWith('school') ? 'school profile' : 'job';
  const short = `No ${verb.endsWith('school') ? 'school' : 'job'} is called “${asked}”`;
  const fits = short.length <= LONGEST_HEADLINE;
  const next = near === 0 ? 'Nothing was done.' : 'Did you mean one of these? Nothing happens yet.';
  return {
    headline: fits ? short : `I can’t find that ${noun}`,
    sentence: fits ? next : `None is called “${asked}”. ${next}`,
    searched: `I looked at the names and ids of ${counted(searched, noun)}.`,
  };
}

/** What a screen reader says of a row: "Slack, active. Open". */
export function rowTitle(name: string, state: string, act: 'Open' | 'Choose'): string {
  return `${name}, ${state.toLowerCase()}. ${act}`;
}

/** A job id short enough to tell rows of one name apart: "salesforce.8a4…f2f4e6b21". */
export function shortId(target: Target): string {
  const id = target.kind === 'job' ? target.jobId : target.profileId;
  return id.length <= 28 ? id : `${id.slice(0, 14)}…${id.slice(-10)}`;
}
