import { sentenceFor } from '../language/sentence.ts';
import { asTargetText } from '../language/target-text.ts';
import type { Notice } from '../notice.ts';
import { entryEnd, entryText } from '../text/acts.ts';
import { attemptTitle } from '../text/attempts.ts';
import { becauseOf, type HistoryNames, historyText } from '../text/history.ts';
import { buttons, detailLabels, marks } from '../text/labels.ts';
import { lastLine, readAtLine } from '../text/last-line.ts';
import { moment } from '../text/times.ts';
import type { Attempt } from '../words.ts';
import { assemble, type CardContext, type RenderedCard } from './assemble.ts';
import { sayButton } from './buttons.ts';
import { fullText } from './details.ts';
import { type Container, textBlock } from './elements.ts';
import { LONGEST_SHOWN, short } from './escape.ts';
import { leanWhereLarge, paging } from './paging.ts';
import { exactSentence, statusVerb, typedSentence } from './sentences.ts';
import { smallLine, tappableRow } from './tappable-row.ts';
import { attemptMark } from './tones.ts';

type History = Extract<Notice, { kind: 'history' }>;

const EVERYTHING = 'history';
/** Where what is about no one target can be looked at. */
const WATCHING = 'watching';

/** One page of the audit trail: who asked for what, and what came of it. */
export function historyCard(history: History, context: CardContext): RenderedCard {
  return leanWhereLarge((lean) => pageCard(history, context, lean));
}

function pageCard(history: History, context: CardContext, lean: boolean): RenderedCard {
  const { now } = context;
  const { attempts, page, pages, total, asked, did, readAt } = history;
  const { headline, sentence, note } = historyText(history, shownNames(history), now);
  const turn = paging({ page, pages, total, shown: attempts.length }, (to) => pageSentence(history, to));
  const part = asked !== null || did !== null;
  const [newest] = attempts;
  const typed = [
    ...turn.typed,
    ...(part ? [EVERYTHING] : []),
    newest === undefined ? 'list' : typedFor(newest),
  ];
  return assemble(
    {
      band: {
        tone: 'emphasis',
        mark: newest === undefined || did === null || page > 1 ? marks.many : attemptMark(newest.result),
        headline,
        sentence,
      },
      body: [
        ...attempts.map((attempt, index) => attemptRow(attempt, { first: index === 0, lean, now })),
        ...turn.body,
        ...(note === null ? [] : [textBlock(note)]),
      ],
      acts: turn.acts,
      looks: [
        ...(part ? [sayButton(buttons.everything, EVERYTHING)] : []),
        newest === undefined ? sayButton(buttons.listJobs, 'list') : turn.refresh,
      ],
      details: fullText(detailLabels.asked, asked),
      last: lastLine(typed, readAtLine(readAt, now)),
      summary: `${headline}. ${turn.range === null || did !== null ? sentence : `${turn.range}.`}`,
    },
    context,
  );
}

function shownNames({ attempts, asked, pages }: History): HistoryNames {
  const [newest] = attempts;
  const name = newest === undefined ? null : short(newest.displayName);
  const one = attempts.every(({ displayName }) => displayName === newest?.displayName);
  const same = asked !== null && newest?.displayName.toLowerCase() === asked.toLowerCase();
  return {
    asked: asked === null ? null : short(asked, 30),
    newest:
      newest === undefined || name === null
        ? null
        : { attempt: newest, name, actor: short(newest.actorName, 30) },
    // What other pages hold is not known here, unless it was asked for by this very name.
    about: asked !== null && one && (same || pages === 1) ? name : null,
  };
}

function pageSentence({ asked, did }: History, page: number): string {
  const target = asked === null ? null : asTargetText(asked);
  if (did === null) return sentenceFor({ verb: 'history', target, page });
  return sentenceFor({ verb: 'who', did: did === 'pause-profile' ? 'pause' : did, target, page });
}

function typedFor({ target, displayName }: Attempt): string {
  return target === null ? WATCHING : typedSentence(statusVerb(target), target, displayName);
}

function attemptRow(
  attempt: Attempt,
  { first, lean, now }: { readonly first: boolean; readonly lean: boolean; readonly now: number },
): Container {
  const { operation, target, displayName, actorName, at, reason, result } = attempt;
  const name = short(displayName, lean ? 30 : LONGEST_SHOWN);
  const act = entryText(attempt, { name, act: short(operation, 30) }, now);
  const ended = entryEnd(attempt);
  const more = [short(actorName, 30), moment(at, now)];
  if (reason !== null && !lean) more.push(becauseOf(short(reason)));
  return tappableRow(
    {
      mark: attemptMark(result),
      bold: act,
      lines: [textBlock(ended, smallLine), textBlock(more.join(' · '), smallLine)],
      action: sayButton(
        attemptTitle(act, ended),
        target === null ? WATCHING : exactSentence(statusVerb(target), target),
      ),
    },
    { first, lean },
  );
}
