import { renderCard } from '../../src/cards/render.ts';
import { parse } from '../../src/language/parse.ts';
import type { Notice } from '../../src/notice.ts';
import { eventsByWeight } from '../../src/text/watches.ts';
import {
  digest,
  digestChanges,
  happened,
  happening,
  job,
  NOW,
  plan,
  samples,
  watches,
  watchSet,
} from './samples.ts';
import { ofType, readable } from './walk.ts';

const render = (notice: Notice) => renderCard(notice, { sandbox: false, now: NOW });
const sample = (name: string) => samples.get(name) ?? plan();
const text = (name: string) => readable(render(sample(name)).card);
const buttonsOf = (notice: Notice) => ofType(render(notice).card, 'Action.Execute');
const titles = (notice: Notice) => buttonsOf(notice).map(({ title }) => title);
const says = (notice: Notice) => buttonsOf(notice).map(({ data }) => (data as { say: string }).say);
const tone = (notice: Notice) => ofType(render(notice).card, 'Container').at(0)?.['style'];
const { servicePrincipalId, jobId } = job().target;
const id = `${servicePrincipalId}/${jobId}`;

describe('one change', () => {
  test.each([
    [
      'happened-quarantined',
      [
        '▲ | Slack went into quarantine | Too many users failed to sync, over 40 % of the changes.',
        'Result: 5,208 of 9,000 changes written, 3,792 will be retried',
        'Since: 25 min ago, 13:41 UTC',
        'Next try: in 6 h, 20:06 UTC',
        'switches it off on 17 Sep',
        'This conversation watches it. Or type “start Slack”, “status Slack”, “watching”.',
      ],
    ],
    [
      'happened-quarantined-sign-in',
      [
        'Salesforce EU went into quarantine | The application refused the stored sign-in.',
        'Renew the sign-in',
      ],
    ],
    ['happened-quarantined-late', ['I held this back until the quiet hours were over.', 'any time now']],
    [
      'happened-guarded',
      [
        'Google Workspace holds back deletions',
        'Look first at why',
        '612 of 640 changes not written',
        'pending deletions (612)',
      ],
    ],
    ['happened-guarded-later', ['wait for an admin', 'An admin can allow the deletions there']],
    [
      'happened-credentials',
      [
        '! | Salesforce EU refuses its sign-in',
        'Nothing gets through',
        'A start doesn’t help before that',
        'failed, nothing written',
      ],
    ],
    [
      'happened-recovered',
      ['● | Slack is out of quarantine | It is active now.', 'By: Lee Park, through me'],
    ],
    ['happened-paused', ['‖ | Slack was paused', 'By: not through me; the Entra audit log may tell']],
    ['happened-paused-by', ['By: Dana Reyes, says the Entra audit log', 'held this back']],
    ['happened-self-paused', ['By: Microsoft, after too many errors', 'provisioning log']],
    ['happened-switched-off', ['Zoom was switched off']],
    ['happened-started', ['● | Slack was started | It catches up']],
    ['happened-started-first', ['first run takes the longest', 'Last run: never']],
    [
      'happened-deleted',
      ['× | The Zoom job was deleted | It is gone. Accounts it created stay.', 'starts from zero'],
    ],
    ['happened-deleted-by', ['By: Maximiliane Mustermann-Beispielhausen, says the Entra audit log']],
    [
      'happened-failing',
      ['! | Slack has failing runs', 'isn’t in quarantine yet', 'failed, nothing written'],
    ],
    ['happened-silent', ['? | Slack has gone silent', 'Last run: 9 h ago, 05:06 UTC', 'service health']],
    [
      'happened-long-name',
      ['‖ | A job was paused | Adobe Creative Cloud for the Design and Media Faculty. Changes wait'],
    ],
  ])('%s', (name, expected) => {
    for (const part of expected) expect(text(name)).toContain(part);
  });

  test.each([
    ['happened-quarantined', ['Start…', 'Status', 'Watches'], 'attention'],
    ['happened-quarantined-sign-in', ['Status', 'Watches'], 'attention'],
    ['happened-guarded', ['Status', 'Watches'], 'attention'],
    ['happened-credentials', ['Status', 'Watches'], 'attention'],
    ['happened-recovered', ['Status', 'Watches'], 'good'],
    ['happened-paused', ['Start', 'Status', 'Watches'], 'emphasis'],
    ['happened-self-paused', ['Start…', 'Status', 'Watches'], 'emphasis'],
    ['happened-started', ['Pause', 'Status', 'Watches'], 'good'],
    ['happened-deleted', ['History', 'Watches'], 'attention'],
    ['happened-failing', ['Status', 'Watches'], 'warning'],
    ['happened-silent', ['Status', 'Watches'], 'warning'],
  ])('%s offers only what is sensible', (name, expected, style) => {
    expect(titles(sample(name))).toEqual(expected);
    expect(tone(sample(name))).toBe(style);
  });

  test('buttons say which job they mean', () => {
    expect(says(sample('happened-paused'))).toEqual([`start ${id}`, `status ${id}`, 'watching']);
    expect(says(sample('happened-deleted'))).toEqual([`history ${id}`, 'watching']);
  });

  test('every event has words of its own, and a summary that tells it', () => {
    const summaries = eventsByWeight.map((event) => render(happened({ event, after: job() })).summary);
    expect(new Set(summaries).size).toBe(9);
    for (const summary of summaries) expect(summary).toContain('Slack');
  });
});

describe('many changes', () => {
  test('the band counts them, those that need somebody come first', () => {
    const shown = text('digest');
    expect(shown).toContain(
      '≡ | 14 changes of watched jobs in 1 h | 2 went into quarantine, 2 were deleted, 4 were paused, 2 were started, 4 came out of quarantine.',
    );
    expect(shown).toContain('▲ | Salesforce UK | Went into quarantine · 15 min ago, 13:51 UTC');
    const order = titles(sample('digest'))
      .slice(0, 6)
      .map((title) => String(title).split(', ')[1]);
    expect(order).toEqual([
      'went into quarantine. Open',
      'went into quarantine. Open',
      'deleted. Open',
      'deleted. Open',
      'paused. Open',
      'paused. Open',
    ]);
  });

  test('whoever did it through the bot is named, and what has no row is named too', () => {
    expect(text('digest')).toContain('Deleted, by Dana Reyes, through me · 35 min ago');
    expect(text('digest')).toContain('● Out of quarantine: Slack, Box, Salesforce UK 7, Slack 10');
    expect(text('digest')).not.toContain('too many to name');
  });

  test('what it doesn’t hold is counted', () => {
    const shown = text('digest-many');
    expect(shown).toContain('212 changes of watched jobs | 60 went into quarantine, 2 were deleted');
    expect(shown).toMatch(/and \d+ more/);
    expect(shown).toContain('And 132 more, too many to name here. “list” shows how all jobs are doing.');
  });

  test('one of each is told in the singular, and when all came at once', () => {
    const singles = eventsByWeight.map((event) => happening({ event, at: NOW - 300_000 }));
    expect(readable(render(digest(singles)).card)).toContain(
      '9 changes of watched jobs at 14:01 UTC | 1 went into quarantine, 1 was deleted, 1 holds back deletions, 1 refuses the stored sign-in, 1 has failing runs, 1 has gone silent, 1 was paused, 1 was started, 1 came out of quarantine.',
    );
    expect(text('digest-waited')).toContain('I held this back');
  });

  test('rows lead to the job, or to the record of one that is gone', () => {
    const gone = digest([happening({ event: 'deleted', after: null }), ...digestChanges(1)]);
    expect(says(gone)).toEqual([`history ${id}`, `status ${id}`, 'list', 'watching']);
  });
});

describe('the card that is kept up to date', () => {
  test('is the status with the last changes', () => {
    const shown = text('watched');
    for (const part of [
      '● | Databricks EU is active',
      'Last changes | ● | Out of quarantine | 12:06 UTC | ▲ | Went into quarantine | 19 Aug 02:06 UTC',
      'Paused | 24 Oct 2025 14:06 UTC',
      'I keep this card up to date.',
      'Read 14:06 UTC.',
    ]) {
      expect(shown).toContain(part);
    }
    expect(titles(sample('watched'))).toEqual(['Pause', 'Refresh', 'Watches']);
    expect(text('watched-paused-new')).not.toContain('Last changes');
    expect(text('watched-quarantined')).toContain('Renew the sign-in');
  });
});

describe('watches', () => {
  test.each([
    ['watch-set', ['✓ | Slack is watched here | I post here', 'Told: every change', 'Set by: Dana Reyes']],
    ['watch-set-again', ['This replaces what was set before.']],
    [
      'watch-set-all',
      [
        'All jobs are watched here | 23 jobs now; new ones are picked up.',
        'quarantines, recoveries; deletions always',
      ],
    ],
    ['watch-set-pattern', ['Jobs called “sales*” are watched here | None exists now; new ones']],
    ['unwatched', ['– | Slack is no longer watched', 'unless another watch takes it in']],
    ['unwatched-pattern', ['Jobs called “sales*” are no longer watched']],
    ['unwatched-all', ['3 watches ended', 'Slack', 'All jobs', 'Jobs called “sales*”']],
    ['unwatched-none', ['= | That wasn’t watched here | “Frobnicator”: there was nothing to stop']],
    ['unwatched-nothing', ['Nothing was watched here | There was nothing to stop']],
    [
      'watching',
      [
        '3 watches here | No quiet hours',
        'Slack | every change | since 13:06 UTC, by Dana Reyes',
        'deletions, long silence, pauses',
      ],
    ],
    [
      'watching-quiet',
      ['Quiet from 22:00 to 07:00 (America/New York): only quarantines and deletions are told then.'],
    ],
    ['watching-none', ['Nothing is watched here', 'Say “watch” and the name of a job']],
    ['watching-many', ['17 watches here', 'more.']],
    [
      'watch-trouble-not-permitted',
      ['! | I can’t watch any more', 'since 13:41 UTC', 'I notice no change', 'Synchronization.Read.All'],
    ],
    ['watch-trouble-sign-in', ['refused my own sign-in', 'credential']],
    ['watch-trouble-unreachable', ['haven’t reached Microsoft Graph', 'I keep trying']],
    ['watch-trouble-throttled', ['asked me to wait since 13:41 UTC', 'I go on when Graph lets me']],
    ['watch-trouble-over', ['✓ | I can watch again | I couldn’t for 25 min', 'in between I couldn’t see']],
  ])('%s', (name, expected) => {
    for (const part of expected) expect(text(name)).toContain(part);
  });

  test('each has a button that ends it, told apart for who can’t see them', () => {
    const buttons = buttonsOf(sample('watching'));
    expect(buttons.map(({ title, tooltip }) => [title, tooltip])).toEqual([
      ['Unwatch', 'Stop watching Slack'],
      ['Unwatch', 'Stop watching all jobs'],
      ['Unwatch', 'Stop watching jobs called “sales*”'],
      ['Refresh', undefined],
    ]);
    expect(says(sample('watching')).map((say) => parse(say))).toMatchObject([
      { command: { verb: 'unwatch', what: { kind: 'target', target: { kind: 'job' } } } },
      // `unwatch all` would end every watch, not only the one of all jobs.
      { command: { verb: 'unwatch', what: { kind: 'pattern', pattern: '*' } } },
      { command: { verb: 'unwatch', what: { kind: 'pattern', pattern: 'sales*' } } },
      { command: { verb: 'watching' } },
    ]);
    expect(says(sample('watching-quiet'))).toContain('quiet off');
    expect(says(sample('watching-none'))).toContain('watch all');
    const many = buttonsOf(sample('watching-many')).filter(({ title }) => title === 'Unwatch').length;
    expect(text('watching-many')).toContain(`And ${17 - many} more.`);
  });

  test('what was ended or set can be taken back with one tap', () => {
    expect(says(sample('unwatched'))).toContain(`watch ${id}`);
    expect(says(watchSet(watches[2]))).toContain('unwatch sales*');
    expect(titles(sample('unwatched-all'))).toEqual(['Watches']);
    expect(titles(sample('unwatched-none'))).toEqual(['Watches']);
  });

  test('a question which one goes on with watching', () => {
    expect(text('picker-watch')).toContain('Which Cisco Webex do you want to watch?');
    expect(says(sample('picker-watch'))[0]).toMatch(/^watch 5b0c0d5e/);
    expect(says(sample('not-found-unwatch'))[0]).toMatch(/^unwatch 5b0c0d5e/);
    expect(text('not-found-unwatch')).toContain('“unwatch Salesforce EU”');
  });
});
