import type { Notice } from '../notice.ts';
import { buttons, marks } from '../text/labels.ts';
import { lastLine } from '../text/last-line.ts';
import { pickerText } from '../text/lists.ts';
import { assemble, type CardContext, type RenderedCard } from './assemble.ts';
import { sayButton } from './buttons.ts';
import { choiceRows, typedChoice } from './choice-rows.ts';
import { short } from './escape.ts';

/** Several targets fit, or none was named: asks which. Choosing goes on with what was asked. */
export function pickerCard(picker: Extract<Notice, { kind: 'picker' }>, context: CardContext): RenderedCard {
  const { verb, asked, rows, total, reason, until = null, only = null } = picker;
  const school = verb.endsWith('school');
  const elements = choiceRows(rows, { verb, reason, until, only, now: context.now });
  const { headline, sentence } = pickerText(verb, {
    asked: asked === null ? null : short(asked),
    total,
    shown: elements.length,
  });
  const listAll = school ? 'list schools' : 'list';
  return assemble(
    {
      band: { tone: 'emphasis', mark: marks.choose, headline, sentence },
      body: elements,
      acts: [],
      looks: [sayButton(school ? buttons.listSchools : buttons.listJobs, listAll)],
      details: [],
      last: lastLine([...typedChoice(rows, verb), listAll], '').trim(),
      summary: `${headline} ${sentence}`,
    },
    context,
  );
}
