import type { Command, TargetText } from '../../src/language/command.ts';
import { parse } from '../../src/language/parse.ts';
import { sentenceFor } from '../../src/language/sentence.ts';

const pause = (name: string, quoted = false, reason: string | null = null, ask = false): Command => ({
  verb: 'pause',
  target: { kind: 'name', name, quoted },
  reason,
  ask,
});

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
  [{ verb: 'pause', target: null, reason: null, ask: true }, 'plan pause'],
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
