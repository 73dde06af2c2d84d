import { clean, escapeMarkdown, short } from '../../src/cards/escape.ts';
import { renderCard } from '../../src/cards/render.ts';
import { parse } from '../../src/language/parse.ts';
import type { Notice } from '../../src/notice.ts';
import { eventsByWeight } from '../../src/text/watches.ts';
import type { AttemptResult, JobSnapshot, TargetRow, Watched } from '../../src/words.ts';
import {
  approval,
  attempt,
  digest,
  end,
  forbidden,
  happened,
  happening,
  history,
  hostileName,
  job,
  NOW,
  ownActs,
  pauseOver,
  pausing,
  plan,
  row,
  run,
  school,
  watchSet,
  whoami,
} from './samples.ts';
import { nodes, ofType, readable } from './walk.ts';

const RLO = '\u202e';
const hostile = hostileName;
const worst = '*'.repeat(256);

describe('text from elsewhere', () => {
  test.each([
    ['a*b_c', 'a\\*b\\_c'],
    ['[x](y)', '\\[x\\](y)'],
    ['<b>', '\\<b>'],
    ['~~gone~~', '\\~\\~gone\\~\\~'],
    ['`code`', '\\`code\\`'],
    ['back\\slash', 'back\\\\slash'],
    ['&lt;', '\\&lt;'],
    ['AT&T', 'AT&T'],
    ['# head', '\\# head'],
    ['- item', '\\- item'],
    ['1. item', '1\\. item'],
    ['Zoom 1.5 (EU)', 'Zoom 1.5 (EU)'],
  ])('Markdown leaves %p alone', (raw, expected) => {
    expect(escapeMarkdown(raw)).toBe(expected);
  });

  test.each([
    ['a\r\nb\tc', 'a b c'],
    [`a${RLO}b\u2066c`, 'abc'],
    ['a\u200bb\u0000c\u{e0041}', 'abc'],
    ['{{DATE(x)}}', '{\u2060{DATE(x)}}'],
    ['{{{{', '{\u2060{\u2060{\u2060{'],
    ['a\ud800b', 'a\ufffdb'],
    ['5\u00a0min', '5\u00a0min'],
    ['👩‍💻', '👩‍💻'],
  ])('%p is cleaned', (raw, expected) => {
    expect(clean(raw)).toBe(expected);
    expect(clean(clean(raw))).toBe(expected);
  });

  test('long names are cut between characters, empty ones have a word', () => {
    expect(Array.from(short('😀'.repeat(100)))).toHaveLength(60);
    expect(short('x'.repeat(60))).toHaveLength(60);
    expect(short(`${'x'.repeat(58)} yyy`)).toBe(`${'x'.repeat(58)}…`);
    expect(short(' \u200b\n')).toBe('(no name)');
  });
});

function everywhere(name: string): readonly Notice[] {
  const snapshot = job({
    displayName: name,
    templateId: name,
    code: 'Quarantine',
    quarantine: { reason: name, currentBegan: NOW, nextAttempt: NOW, errorCode: name, errorMessage: name },
    synchronizedEntryCountByType: [{ key: name, value: 3 }],
  });
  const unknown = job({ displayName: name, code: name, scheduleState: name });
  const profile = school({ displayName: name, status: name });
  const rows: TargetRow[] = [1, 2, 3, 4, 5, 6].map((n) => ({ ...row(name, snapshot, n), templateId: name }));
  const answer = { status: 400, code: name, requestId: name, retryAfter: null };
  const holder = { name, operation: 'pause', since: NOW } as const;
  const told = { actorName: name, reason: name };
  const attempts = rows.map(({ target }) =>
    attempt({
      ...told,
      target,
      displayName: name,
      operation: 'delete',
      result: { kind: 'refused', code: 'busy' },
    }),
  );
  const acts = ownActs.map((each) => ({ ...each, ...told, displayName: name, before: name, after: name }));
  const strange = { operation: name as 'pause', result: { kind: name } as unknown as AttemptResult };
  return [
    { kind: 'status', snapshot },
    { kind: 'status', snapshot: unknown },
    { kind: 'status', snapshot: profile },
    plan({
      ...told,
      snapshot,
      operation: 'delete',
      warnings: ['irreversible', 'inexact-match', 'policy-asks'],
      typedName: name,
    }),
    plan({
      ...told,
      snapshot,
      operation: 'start',
      warnings: ['clears-quarantine', 'first-start', 'self-paused'],
    }),
    approval({ ...told, snapshot, typedName: name, approval: { rule: name } }),
    approval({
      ...told,
      snapshot,
      operation: 'start',
      warnings: ['clears-quarantine', 'first-start', 'self-paused', 'as-you'],
      approval: { rule: name },
    }),
    forbidden({ displayName: name, forbidden: { why: 'denied', rule: name, contact: name } }),
    forbidden({ displayName: name, forbidden: { why: 'membership-unknown', rule: name, contact: name } }),
    whoami({
      actor: { tenantId: name, objectId: name, name },
      rights: (['pause', 'start', 'delete', 'pause-profile'] as const).map((operation) => ({
        operation,
        verdict: 'yes',
        rule: name,
        targets: 'some',
      })),
      contact: name,
    }),
    run({ ...told, approvedBy: name, before: snapshot }, false),
    run({
      ...told,
      before: snapshot,
      outcome: { kind: 'refused', code: 'policy' },
      forbidden: { why: 'denied', rule: name, contact: name },
    }),
    run({ ...told, before: snapshot, answer, outcome: { kind: 'failed', code: 'conflict' } }),
    run({ ...told, before: snapshot, holder, outcome: { kind: 'refused', code: 'busy' } }),
    run({ ...told, before: snapshot }, true),
    {
      kind: 'list',
      of: 'jobs',
      filter: name,
      rows,
      page: 2,
      pages: 9,
      total: 50,
      needAttention: 3,
      readAt: NOW,
    },
    history({ asked: name, attempts, page: 2, pages: 9, total: 50 }),
    history({ did: 'delete', asked: name, attempts, pages: 9, total: 50 }),
    history({ attempts: acts.slice(0, 6), pages: 9, total: 50 }),
    history({ attempts: acts.slice(6, 12), page: 2, pages: 9, total: 50 }),
    history({ attempts: acts.slice(0, 6).map((each) => ({ ...each, ...strange })), total: 6 }),
    history({ attempts: acts.slice(-2).map((each) => ({ ...each, target: null })), total: 2 }),
    history({ asked: name, attempts: [], total: 0 }),
    history({ did: 'pause', asked: name, attempts: [], total: 0 }),
    { kind: 'picker', verb: 'delete', asked: name, rows, total: 6, reason: null },
    { kind: 'not-found', verb: 'delete', asked: name, searched: 9, near: rows },
    { kind: 'not-understood', heard: name, suggestion: null },
    { kind: 'closed', how: 'kept', operation: 'delete', snapshot, actorName: name, at: NOW },
    {
      kind: 'closed',
      how: 'declined',
      operation: 'delete',
      snapshot,
      actorName: name,
      at: NOW,
      declinedBy: { name, reason: name },
    },
    { kind: 'error', code: 'graph-error', answer, at: NOW },
    { kind: 'told', text: name },
    ...standing(name, snapshot),
  ];
}

/** What comes without being asked for, or stays. */
function standing(name: string, snapshot: JobSnapshot): readonly Notice[] {
  const by = { name, through: 'directory' } as const;
  const of = { displayName: name, templateId: name, by };
  const zone = end(NOW, 'remind', name);
  const pause = pausing({ displayName: name, templateId: name, actorName: name, reason: name, until: zone });
  const changes = Array.from({ length: 40 }, (_, n) =>
    happening({ ...of, event: eventsByWeight[n % eventsByWeight.length] ?? 'paused', after: snapshot }),
  );
  const watched = [
    { kind: 'job', target: job().target, displayName: name },
    { kind: 'pattern', pattern: `${name}*` },
  ] as const satisfies readonly Watched[];
  const views = Array.from({ length: 20 }, (_, n) => ({
    watched: watched[n % 2] ?? { kind: 'all' as const },
    only: eventsByWeight,
    byName: name,
    since: NOW,
  }));
  const forbidden = { why: 'denied', rule: name, contact: name } as const;
  return [
    ...eventsByWeight.map((event) => happened({ ...of, event, after: snapshot, waited: true })),
    happened({ ...of, event: 'deleted', after: null }),
    happened({ ...of, event: 'paused', after: job({ displayName: name, scheduleState: 'Paused' }) }),
    digest(changes, { total: 900, waited: true }),
    {
      kind: 'watched',
      snapshot,
      recent: eventsByWeight.map((event) => ({ event, at: NOW })),
    },
    ...views.slice(0, 2).map((view) => watchSet(view)),
    { kind: 'unwatched', watches: views, asked: name, at: NOW },
    { kind: 'unwatched', watches: views.slice(1, 2), asked: name, at: NOW },
    { kind: 'unwatched', watches: [], asked: name, at: NOW },
    { kind: 'watching', watches: views, quiet: { from: 0, to: 1439, timeZone: name }, at: NOW },
    ...(['remind', 'changed', 'gone', 'forbidden', 'unreadable'] as const).map((why) =>
      pauseOver({ pause, why, snapshot, forbidden: why === 'forbidden' ? forbidden : null }),
    ),
    { kind: 'still-paused', pause: { ...pause, until: null }, at: NOW },
    { kind: 'timer-set', pause, was: zone, at: NOW },
    { kind: 'timers', pauses: Array.from({ length: 40 }, () => pause), at: NOW },
    plan({ actorName: name, reason: name, snapshot, warnings: ['long-pause'], until: zone }),
    run({ actorName: name, reason: name, before: snapshot, until: zone }),
    run({ actorName: name, operation: 'start', before: snapshot, byTimer: true }, true),
  ];
}

describe.each(everywhere(hostile).map((notice) => ({ kind: notice.kind, notice })))(
  'a hostile name in $kind',
  ({ notice }) => {
    const { card, summary } = renderCard(notice, { sandbox: true, now: NOW });

    test('never turns the direction, breaks the line or runs a function', () => {
      for (const shown of [...texts(card), summary]) {
        expect(shown).not.toMatch(/[\u202a-\u202e\u2066-\u2069\n\r]/);
        expect(shown).not.toContain('{{');
      }
    });

    test('is never Markdown', () => {
      const marked = [
        ...ofType(card, 'TextBlock').map((node) => String(node['text'])),
        ...ofType(card, 'FactSet').flatMap(({ facts }) =>
          (facts as { value: string }[]).map(({ value }) => value),
        ),
      ];
      for (const shown of marked) expect(shown).not.toMatch(/(?<!\\)[[\]*_`<]/);
    });
  },
);

/** What is shown; the sentence behind a button is not. */
function texts(card: unknown): readonly string[] {
  return [...nodes(card)].flatMap((node) =>
    ['text', 'title', 'value', 'label', 'errorMessage', 'fallbackText', 'speak'].flatMap((key) =>
      typeof node[key] === 'string' ? [node[key]] : [],
    ),
  );
}

describe('size', () => {
  const long = (notice: Notice) =>
    JSON.stringify(renderCard(notice, { sandbox: true, now: NOW }).card).length * 2;

  test('stays within 25 KB of UTF-16 with names of 256 characters that all need escaping', () => {
    for (const name of [worst, '\\'.repeat(256), '😀'.repeat(128), hostile.padEnd(256, '_')]) {
      const large = everywhere(name).map((notice) => [notice.kind, long(notice)] as const);
      expect(large.filter(([, size]) => size > 25 * 1024)).toEqual([]);
    }
  });

  test('stays so with the longest ids and a long reason: a picker shows fewer rows', () => {
    const rows = [1, 2, 3, 4, 5, 6].map((n) => ({
      ...row(worst, job(), n),
      target: {
        kind: 'job',
        servicePrincipalId: `60443998-8cf7-4e61-b05c-00000000000${n}`,
        jobId: 'j'.repeat(256),
      },
    })) satisfies TargetRow[];
    const picker: Notice = {
      kind: 'picker',
      verb: 'pause',
      asked: worst,
      rows,
      total: 6,
      reason: 'r'.repeat(500),
    };
    expect(long(picker)).toBeLessThanOrEqual(25 * 1024);
    const { card } = renderCard(picker, { sandbox: true, now: NOW });
    const shown = ofType(card, 'Container').filter(({ selectAction }) => selectAction !== undefined).length;
    expect(shown).toBeGreaterThanOrEqual(2);
    expect(JSON.stringify(card)).toContain(`the first ${shown} are below`);
    expect(
      long({
        kind: 'list',
        of: 'jobs',
        filter: worst,
        rows,
        page: 2,
        pages: 9,
        total: 50,
        needAttention: 3,
        readAt: NOW,
      }),
    ).toBeLessThanOrEqual(25 * 1024);
  });

  test('and what comes unasked stays so with the longest ids, whatever it has to leave out', () => {
    const target = { ...job().target, jobId: 'j'.repeat(256) };
    const all = Array.from({ length: 200 }, (_, n) => happening({ target, displayName: `${n}${worst}` }));
    expect(long(digest(all))).toBeLessThanOrEqual(25 * 1024);
    const shown = readable(renderCard(digest(all), { sandbox: true, now: NOW }).card);
    expect(shown).toContain('200 went into quarantine');
    expect(shown).toContain('Went into quarantine: 194 jobs');
    const pauses = all.map((each) => pausing({ target, displayName: each.displayName }));
    const timers: Notice = { kind: 'timers', pauses, at: NOW };
    expect(long(timers)).toBeLessThanOrEqual(25 * 1024);
    expect(readable(renderCard(timers, { sandbox: true, now: NOW }).card)).toMatch(/And 19[2-9] more\./);
    const view = {
      watched: { kind: 'job', target, displayName: worst },
      only: null,
      byName: worst,
      since: 0,
    } as const;
    const watching: Notice = { kind: 'watching', watches: Array(50).fill(view), quiet: null, at: NOW };
    expect(long(watching)).toBeLessThanOrEqual(25 * 1024);
    expect(readable(renderCard(watching, { sandbox: true, now: NOW }).card)).toMatch(/And 4\d more\./);
  });
});

test('a name that can’t be typed as it is shown is typed by its id', () => {
  for (const displayName of [hostile, worst, ' "both\' «kinds» "']) {
    const { card } = renderCard(
      { kind: 'status', snapshot: job({ displayName }) },
      { sandbox: true, now: NOW },
    );
    const last = String((card.body.at(-1) as unknown as { text: string }).text).replace(/\\(.)/g, '$1');
    const [, typed = ''] = /“(pause [^”]+)”/.exec(last) ?? [];
    expect(parse(typed)).toMatchObject({
      kind: 'command',
      command: { target: { kind: 'id', id: job().target.jobId } },
    });
  }
});
