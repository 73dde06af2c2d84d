import type { Notice } from '../notice.ts';
import { buttons, detailLabels, marks } from '../text/labels.ts';
import { lastLine, readAtLine } from '../text/last-line.ts';
import { operationWords } from '../text/operations.ts';
import { builtInRule, noRights, rightNotes, rightRule, rightWords, whoamiText } from '../text/rights.ts';
import type { Right } from '../words.ts';
import { assemble, type CardContext, type RenderedCard } from './assemble.ts';
import { sayButton } from './buttons.ts';
import { detail, idDetail } from './details.ts';
import { type ColumnSet, type Element, symbol, textBlock } from './elements.ts';
import { clean, short } from './escape.ts';
import { smallLine } from './tappable-row.ts';
import { rightMark } from './tones.ts';
import { whomToAsk } from './whom-to-ask.ts';

/** As much of a name as leaves a headline short. */
const LONGEST_NAME = 37;

/** Who the bot sees, and what the rules let them do where they ask. */
export function whoamiCard(
  { actor, scope, rights, contact, at }: Extract<Notice, { kind: 'whoami' }>,
  context: CardContext,
): RenderedCard {
  const name = short(actor.name, LONGEST_NAME);
  const everybody = context.sandbox && rights.length > 0 && rights.every(isBuiltIn);
  const { headline, sentence } = whoamiText({ name, scope }, everybody);
  const rows = rights.map((right, index) => rightRow(right, { first: index === 0, named: !everybody }));
  return assemble(
    {
      band: { tone: 'emphasis', mark: marks.help, headline, sentence },
      body: [
        ...(rows.length === 0 ? [textBlock(noRights)] : rows),
        ...rightNotes(rights).map((note) => textBlock(note)),
        ...(everybody ? [] : [whomToAsk(contact)]),
      ],
      acts: [],
      looks: [sayButton(buttons.help, 'help')],
      details: [
        ...detail(detailLabels.person, clean(actor.name)),
        ...idDetail(detailLabels.objectId, actor.objectId),
        ...idDetail(detailLabels.tenantId, actor.tenantId),
        ...detail(detailLabels.timeZone, actor.timeZone === undefined ? null : short(actor.timeZone)),
      ],
      last: lastLine(['help'], readAtLine(at, context.now)),
      summary: `${headline}. ${sentence}`,
    },
    context,
  );
}

function isBuiltIn({ verdict, targets, rule }: Right): boolean {
  return verdict === 'yes' && targets === 'all' && rule === builtInRule;
}

/** One operation: whether, and which rule says so. */
function rightRow(
  right: Right,
  { first, named }: { readonly first: boolean; readonly named: boolean },
): ColumnSet {
  const rule = named ? rightRule(right, right.rule === null ? null : short(right.rule, 40)) : null;
  const lines: Element[] = [
    textBlock(operationWords[right.operation].anyAct, { weight: 'bolder' }),
    textBlock(rightWords(right), { spacing: 'none' }),
    ...(rule === null ? [] : [textBlock(rule, smallLine)]),
  ];
  return {
    type: 'ColumnSet',
    ...(first ? {} : { spacing: 'small' }),
    columns: [
      {
        type: 'Column',
        width: '24px',
        items: [symbol(rightMark(right.verdict), { horizontalAlignment: 'center' })],
      },
      { type: 'Column', width: 'stretch', spacing: 'small', items: lines },
    ],
  };
}
