import { within } from '../within.ts';
import { packaged } from './app-package.ts';
import { errorWords } from './ask.ts';
import { type CheckId, checks, type Group } from './catalogue.ts';
import { entra } from './entra.ts';
import { expiry } from './expiry.ts';
import { type Finding, fail, skipped } from './finding.ts';
import { microsoftGraph } from './graph.ts';
import type { Look } from './look.ts';
import { machine } from './machine.ts';
import { createRedactor } from './redact.ts';
import { written } from './settings.ts';
import { store } from './store.ts';
import type { Subject } from './subject.ts';
import { teams } from './teams.ts';

/** One line of the report. */
export interface Result extends Finding {
  readonly id: CheckId;
  readonly title: string;
  readonly group: Group;
}

const looks: Readonly<Record<CheckId, Look>> = {
  ...machine,
  ...written,
  ...packaged,
  ...store,
  ...entra,
  ...expiry,
  ...teams,
  ...microsoftGraph,
};

/** How long one check may take, milliseconds. At most three follow one another, so all end within a minute. */
const longest = 18_000;

async function lookOnce(id: CheckId, subject: Subject): Promise<Finding> {
  try {
    return await within(longest, Promise.resolve(looks[id](subject)), () =>
      fail(`It took longer than ${longest / 1000} s.`, 'Try again; if it stays so, look at the network.'),
    );
  } catch (error) {
    return fail(
      `It could not be looked at: ${errorWords(error)}.`,
      'Try again; if it stays so, report it with this line.',
    );
  }
}

/**
 * Looks at everything, as much at once as may be. What a check needs and didn't get makes it skipped.
 *
 * @param redact takes secrets out of what is said
 * @returns a result for every check of the catalogue, in its order, without any of the subject's secrets
 */
export async function examine(
  subject: Subject,
  redact: (text: string) => string = createRedactor(subject.env),
): Promise<readonly Result[]> {
  const found = new Map<string, Promise<Finding>>();
  const findingOf = (id: string): Promise<Finding> => {
    const known = found.get(id);
    if (known !== undefined) return known;
    const made = find(id);
    found.set(id, made);
    return made;
  };
  const find = async (id: string): Promise<Finding> => {
    const check = checks.find((each) => each.id === id);
    if (check === undefined) throw new TypeError(`there is no check ${id}`);
    for (const need of check.needs) {
      const before = await findingOf(need);
      if (before.status === 'fail' || before.status === 'skipped') return unmet(need, before);
    }
    return await lookOnce(check.id, subject);
  };
  return await Promise.all(
    checks.map(async ({ id, title, group }): Promise<Result> => {
      const { status, says, mend, details } = await findingOf(id);
      return {
        id,
        title,
        group,
        status,
        says: redact(says),
        mend: mend === null ? null : redact(mend),
        details: details.map(redact),
      };
    }),
  );
}

function unmet(need: string, before: Finding): Finding {
  if (before.status === 'skipped') return before;
  return skipped(`first mend “${checks.find(({ id }) => id === need)?.title ?? need}”`);
}
