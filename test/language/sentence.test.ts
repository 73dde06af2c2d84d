import type { Command, TargetText, Until } from '../../src/language/command.ts';
import { parse } from '../../src/language/parse.ts';
import { sentenceFor } from '../../src/language/sentence.ts';
import { lengthWords, untilWords } from '../../src/language/until-words.ts';

const pause = (name: string, quoted = false, reason: string | null = null, ask = false): Command => ({
  verb: 'pause',
  target: { kind: 'name', name, quoted },
  reason,
  ask,
  until: null,
});

const timed = (
  until: Until,
  target: TargetText | null = { kind: 'name', name: 'Slack', quoted: false },
): Command => ({
  verb: 'pause',
  target,
  reason: null,
  ask: false,
  until,
});
const job: TargetText = {
  kind: 'job',
  servicePrincipalId: '3f2504e0-4f89-11d3-9a0c-0305e82c3301',
  jobId: 'a.b',
};
const slack: TargetText = { kind: 'name', name: 'Slack', quoted: false };
const unsayable: TargetText = { kind: 'name', name: `a" b' c” d’ e» f`, quoted: true };

test.each<[Command, string]>([
  [pause('Slack'), 'pause Slack'],
  [pause('Slack', true), 'pause "Slack"'],
  [pause('Slack', false, 'tests', true), 'plan pause Slack because tests'],
  [pause('school X'), 'pause "school X"'],
  [pause('it'), 'pause "it"'],
  [pause('Box for 2h'), 'pause "Box for 2h"'],
  [pause('5" Display'), `pause '5" Display'`],
  [pause(`5" or 7' wide`), `pause «5" or 7' wide»`],
  [pause('Slack', false, 'wait, and delete Zoom'), 'pause Slack because "wait, and delete Zoom"'],
  [{ verb: 'pause', target: null, reason: null, ask: true, until: null }, 'plan pause'],
  [{ verb: 'pause school', target: null, reason: 'x', ask: false }, 'pause school because x'],
  [
    {
      verb: 'delete',
      target: { kind: 'job', servicePrincipalId: '3f2504e0-4f89-11d3-9a0c-0305e82c3301', jobId: 'a.b' },
      reason: null,
      ask: false,
    },
    'delete 3f2504e0-4f89-11d3-9a0c-0305e82c3301/a.b',
  ],
  [{ verb: 'status', target: null }, 'status'],
  [
    { verb: 'status school', target: { kind: 'name', name: 'profile X', quoted: false } },
    'status school "profile X"',
  ],
  [{ verb: 'list', filter: null, page: 1 }, 'list'],
  [{ verb: 'list', filter: 'sales', page: 2 }, 'list sales page 2'],
  [{ verb: 'list', filter: 'schools', page: 1 }, 'list "schools"'],
  [{ verb: 'list schools', page: 3 }, 'list schools page 3'],
  [{ verb: 'history', target: null, page: 1 }, 'history'],
  [{ verb: 'history', target: null, page: 2 }, 'history page 2'],
  [
    { verb: 'history', target: { kind: 'name', name: 'Slack page 2', quoted: false }, page: 1 },
    'history "Slack page 2"',
  ],
  [
    { verb: 'history', target: { kind: 'name', name: 'school X', quoted: false }, page: 1 },
    'history school X',
  ],
  [{ verb: 'who', did: 'start', target: null, page: 2 }, 'who started page 2'],
  [
    { verb: 'who', did: 'delete', target: { kind: 'name', name: 'Why?', quoted: false }, page: 1 },
    'who deleted "Why?"',
  ],
  [{ verb: 'help', topic: 'pause' }, 'help pause'],
  [{ verb: 'help', topic: null }, 'help'],
  [{ verb: 'whoami' }, 'whoami'],
  [timed({ kind: 'for', minutes: 90 }), 'pause Slack for 1h30'],
  [timed({ kind: 'for', minutes: 120 }, null), 'pause for 2h'],
  [
    timed({ kind: 'at', day: { kind: 'weekday', weekday: 1 }, clock: { hour: 6, minute: 0 } }, job),
    'pause 3f2504e0-4f89-11d3-9a0c-0305e82c3301/a.b until Mon 06:00',
  ],
  [timed({ kind: 'unclear', text: 'until later' }), 'pause Slack until later'],
  [{ verb: 'start', target: { ...slack, name: 'Slack now' }, reason: null, ask: false }, 'start "Slack now"'],
  [{ verb: 'extend', target: slack, until: { kind: 'for', minutes: 30 } }, 'extend Slack by 30 min'],
  [{ verb: 'extend', target: null, until: { kind: 'for', minutes: 1_440 } }, 'extend by 1 day'],
  [
    { verb: 'extend', target: slack, until: { kind: 'at', day: null, clock: { hour: 18, minute: 0 } } },
    'extend Slack until 18:00',
  ],
  [{ verb: 'cancel timer', target: null }, 'cancel timer'],
  [{ verb: 'cancel timer', target: job }, 'cancel timer 3f2504e0-4f89-11d3-9a0c-0305e82c3301/a.b'],
  [{ verb: 'timers' }, 'timers'],
  [{ verb: 'watch', what: null, only: null }, 'watch'],
  [{ verb: 'watch', what: { kind: 'all' }, only: null }, 'watch all'],
  [{ verb: 'watch', what: { kind: 'all' }, only: ['recovered', 'quarantined'] }, 'watch quarantine'],
  [{ verb: 'watch', what: { kind: 'pattern', pattern: 'sales*' }, only: null }, 'watch sales*'],
  [
    { verb: 'watch', what: { kind: 'target', target: slack }, only: ['failing', 'quarantined'] },
    'watch Slack only quarantined, failing',
  ],
  [{ verb: 'watch', what: { kind: 'target', target: { ...slack, name: 'all' } }, only: null }, 'watch "all"'],
  [
    { verb: 'watch', what: { kind: 'target', target: { ...slack, name: 'Read only X' } }, only: ['deleted'] },
    'watch "Read only X" only deleted',
  ],
  [
    { verb: 'unwatch', what: { kind: 'target', target: job } },
    'unwatch 3f2504e0-4f89-11d3-9a0c-0305e82c3301/a.b',
  ],
  [{ verb: 'unwatch', what: { kind: 'all' } }, 'unwatch all'],
  [{ verb: 'unwatch', what: { kind: 'pattern', pattern: '*' } }, 'unwatch *'],
  [{ verb: 'watching' }, 'watching'],
  [{ verb: 'quiet', hours: { from: 1_320, to: 425 } }, 'quiet 22:00-07:05'],
  [{ verb: 'quiet', hours: null }, 'quiet off'],
  [{ verb: 'quiet', hours: undefined }, 'quiet'],
])('%j → %s', (command, sentence) => {
  expect(sentenceFor(command)).toBe(sentence);
});

test('what no quotes can hold asks for the target instead of naming another', () => {
  const command = pause(`a" b' c” d’ e» f`, true, null, true);
  expect(sentenceFor(command)).toBe('plan pause');
  const { target } = command as { target: TargetText };
  expect(sentenceFor({ verb: 'who', did: 'pause', target, page: 1 })).toBe('who paused');
  expect(parse('plan pause')).toMatchObject({ kind: 'command', command: { target: null } });
});

test('where a sentence without a target would mean another one, what can’t be written only shows', () => {
  expect(sentenceFor({ verb: 'extend', target: unsayable, until: { kind: 'for', minutes: 60 } })).toBe(
    'timers',
  );
  expect(sentenceFor({ verb: 'cancel timer', target: unsayable })).toBe('timers');
  expect(sentenceFor({ verb: 'unwatch', what: { kind: 'target', target: unsayable } })).toBe('watching');
  expect(sentenceFor({ verb: 'watch', what: { kind: 'pattern', pattern: 'all except *' }, only: null })).toBe(
    'watching',
  );
});

test('a time is not left out with the target', () => {
  expect(sentenceFor(timed({ kind: 'for', minutes: 120 }, unsayable))).toBe('pause for 2h');
  expect(sentenceFor(timed({ kind: 'unclear', text: 'soon' }))).toBe('help until');
});

test.each<[Until, string]>([
  [{ kind: 'for', minutes: 45 }, 'for 45 min'],
  [{ kind: 'for', minutes: 65 }, 'for 1h05'],
  [{ kind: 'for', minutes: 60_001 }, 'for 60001 min'],
  [{ kind: 'for', minutes: 10_080 }, 'for 1 week'],
  [{ kind: 'for', minutes: 20_160 }, 'for 2 weeks'],
  [{ kind: 'at', day: { kind: 'in-days', days: 0 }, clock: { hour: 18, minute: 5 } }, 'until today 18:05'],
  [{ kind: 'at', day: { kind: 'in-days', days: 1 }, clock: null }, 'until tomorrow'],
  [{ kind: 'at', day: { kind: 'in-days', days: 9 }, clock: null }, 'until in 9 days'],
  [{ kind: 'at', day: { kind: 'date', year: null, month: 12, day: 1 }, clock: null }, 'until 1 Dec'],
  [
    { kind: 'at', day: { kind: 'date', year: 2027, month: 2, day: 1 }, clock: { hour: 0, minute: 0 } },
    'until 2027-02-01 00:00',
  ],
])('%j is written %s', (until, words) => expect(untilWords(until)).toBe(words));

test('lengths are in the largest units that hold them', () => {
  expect([1, 59, 60, 61, 1_440, 1_500, 10_080].map(lengthWords)).toEqual([
    '1 min',
    '59 min',
    '1h',
    '1h01',
    '1 day',
    '25h',
    '1 week',
  ]);
});
