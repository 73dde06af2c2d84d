import type { Command, Parsed } from '../../src/language/command.ts';
import { parse } from '../../src/language/parse.ts';

const GUID = '3F2504e0-4f89-11d3-9a0c-0305e82c3301';
const JOB = 'SfSandboxOutDelta.e4bbf44533ea4eabb17027f3a92e92aa';
const LONG_JOB = 'dataBricks.f5532fc709734b1a90e8a1fa9fd03a82.8442fd39-2183-419c-8732-74b6ce866bd5';

const command = (it: Command): Parsed => ({ kind: 'command', command: it });
const named = (name: string, quoted = false) => ({ kind: 'name', name, quoted }) as const;
const write = (
  verb: 'pause' | 'start' | 'delete' | 'pause school',
  target: Parameters<typeof status>[0],
  more: { reason?: string; ask?: boolean } = {},
) => command({ verb, target, reason: more.reason ?? null, ask: more.ask ?? false });
const status = (target: Extract<Command, { verb: 'status' }>['target']) =>
  command({ verb: 'status', target });
const list = (filter: string | null, page = 1) => command({ verb: 'list', filter, page });
const history = (target: Parameters<typeof status>[0], page = 1) =>
  command({ verb: 'history', target, page });
const who = (did: 'pause' | 'start' | 'delete', target: Parameters<typeof status>[0], page = 1) =>
  command({ verb: 'who', did, target, page });
const help = (topic: string | null) => command({ verb: 'help', topic });
const near = (suggestion: string): Parsed => ({ kind: 'near', suggestion });
const nothing: Parsed = { kind: 'nothing' };
const timed: Parsed = { kind: 'timed' };

describe('verbs', () => {
  test.each<[string, Parsed]>([
    ['pause Slack', write('pause', named('Slack'))],
    ['PAUSE Slack', write('pause', named('Slack'))],
    ['stop Slack', write('pause', named('Slack'))],
    ['suspend Slack', write('pause', named('Slack'))],
    ['start Slack', write('start', named('Slack'))],
    ['resume Slack', write('start', named('Slack'))],
    ['Unpause Slack', write('start', named('Slack'))],
    ['delete Slack', write('delete', named('Slack'))],
    ['remove Slack', write('delete', named('Slack'))],
    ['status Slack', status(named('Slack'))],
    ['state Slack', status(named('Slack'))],
    ['check Slack', status(named('Slack'))],
    ['show Slack', status(named('Slack'))],
    ['pause school Westfield High', write('pause school', named('Westfield High'))],
    ['Pause School Profile Westfield', write('pause school', named('Westfield'))],
    ['stop profile Westfield', write('pause school', named('Westfield'))],
    ['status school Westfield', command({ verb: 'status school', target: named('Westfield') })],
    ['show profile Westfield', command({ verb: 'status school', target: named('Westfield') })],
    ['plan pause Slack', write('pause', named('Slack'), { ask: true })],
    ['Plan resume Slack because ready', write('start', named('Slack'), { ask: true, reason: 'ready' })],
    ['plan delete Slack', write('delete', named('Slack'), { ask: true })],
    ['plan pause school Westfield', write('pause school', named('Westfield'), { ask: true })],
    ['help', help(null)],
    ['Help.', help(null)],
    ['help?', help(null)],
    ['?', help(null)],
    ['hi', help(null)],
    ['Hello!', help(null)],
    ['help pause', help('pause')],
    ['help resume', help('start')],
    ['help list schools', help('schools')],
    ['help Plan', help('plan')],
    ['help because', help('because')],
    ['help me with my printer', help(null)],
    ['list', list(null)],
    ['List.', list(null)],
    ['jobs', list(null)],
    ['list all', list(null)],
    ['list "all"', list('all')],
    ['list sales', list('sales')],
    ['list sales force.', list('sales force')],
    ['list page 2', list(null, 2)],
    ['list sales page 12', list('sales', 12)],
    ['list "sales page 2"', list('sales page 2')],
    ['list all page 3', list(null, 3)],
    ['list schools', command({ verb: 'list schools', page: 1 })],
    ['List schools.', command({ verb: 'list schools', page: 1 })],
    ['list school profiles page 2', command({ verb: 'list schools', page: 2 })],
    ['schools', command({ verb: 'list schools', page: 1 })],
  ])('%s', (text, expected) => expect(parse(text)).toEqual(expected));
});

describe('what was', () => {
  test.each<[string, Parsed]>([
    ['history', history(null)],
    ['History.', history(null)],
    ['log', history(null)],
    ['audit', history(null)],
    ['show history', history(null)],
    ['audit trail', history(null)],
    ['history page 3', history(null, 3)],
    ['history Slack', history(named('Slack'))],
    ['audit Slack', history(named('Slack'))],
    ['please history Slack page 2, please', history(named('Slack'), 2)],
    ['history "Slack page 2"', history(named('Slack page 2', true))],
    ['history school Contoso High School', history(named('school Contoso High School'))],
    [`history school ${GUID}`, history({ kind: 'id', id: GUID })],
    [`history ${GUID}/${JOB} page 2`, history({ kind: 'job', servicePrincipalId: GUID, jobId: JOB }, 2)],
    ['history school "Contoso High"', history(named('Contoso High', true))],
    ['history Slack because I wonder', history(named('Slack'))],
    ['history page 0', nothing],
    ['history ""', nothing],
    ['history "slack', nothing],
    ['history?', near('history')],
    ['history of the slack', near('history slack')],
    ['show history of slack', near('history slack')],
    ['show the history Slack', near('history Slack')],
    ['histroy slack', near('history slack')],
    ['status "History Channel"', status(named('History Channel', true))],
    ['pause Art History', write('pause', named('Art History'))],
    ['who paused', who('pause', null)],
    ['Who paused?', who('pause', null)],
    ['who paused.', who('pause', null)],
    ['who paused page 2', who('pause', null, 2)],
    ['who paused Slack', who('pause', named('Slack'))],
    ['who paused Slack?', who('pause', named('Slack'))],
    ['who paused Slack page 2 ??', who('pause', named('Slack'), 2)],
    ['WHO STOPPED Slack', who('pause', named('Slack'))],
    ['who suspended Slack', who('pause', named('Slack'))],
    ['who started Slack', who('start', named('Slack'))],
    ['who resumed Slack please?', who('start', named('Slack'))],
    ['who unpaused Slack', who('start', named('Slack'))],
    ['who deleted Slack', who('delete', named('Slack'))],
    ['who removed "Got Milk?"?', who('delete', named('Got Milk?', true))],
    [`who paused school ${GUID}?`, who('pause', { kind: 'id', id: GUID })],
    ['who paused slack because it broke?', who('pause', named('slack'))],
    ['who pause slack', near('who paused slack')],
    ['who has paused slack', near('who paused slack')],
    ['who did delete slack?', near('who deleted slack')],
    ["who's paused slack?", near('who paused slack')],
    ['who puased slack', near('who paused slack')],
    ['do you know who last resumed slack?', near('who started slack')],
    ['can you tell me who paused slack?', near('who paused slack')],
    ['who paused the slack job?', near('who paused slack')],
    ['who', nothing],
    ['who?', nothing],
    ['who are you?', nothing],
    ['who can pause slack', nothing],
    ['who may delete slack?', nothing],
    ['who should we pause', nothing],
    ['who did not pause slack', nothing],
    ['who paused it?', nothing],
    ['who paused slack? pause zoom', nothing],
    ['nobody knows who paused slack', nothing],
    ['log me out', nothing],
    ['log in', nothing],
    ['pause slack; who paused zoom', near('plan pause slack')],
    ['pause slack who paused it', near('plan pause slack')],
    ['pause slack and history zoom', near('plan pause slack')],
  ])('%s', (text, expected) => expect(parse(text)).toEqual(expected));
});

describe('who asks', () => {
  const whoami = command({ verb: 'whoami' });
  test.each<[string, Parsed]>([
    ['whoami', whoami],
    ['WhoAmI', whoami],
    ['whoami.', whoami],
    ['whoami?', whoami],
    ['whoami please', whoami],
    ['who am I', whoami],
    ['Who am I?', whoami],
    ['please, who am i', whoami],
    ['what may I do', whoami],
    ['What may I do?', whoami],
    ['my rights', whoami],
    ['My rights?', whoami],
    ['help whoami', help('whoami')],
    ['hey, who am i?', near('whoami')],
    ['can you tell me who am i?', near('whoami')],
    ['whomai', near('whoami')],
    ['who am i??', near('whoami')],
    ['who am I to pause slack', nothing],
    ['who are you', nothing],
    ['what may I do to pause slack?', nothing],
    ['what may I delete', nothing],
    ['my rights to slack', nothing],
    ['whoami slack', nothing],
    ['whoami page 2', nothing],
    ['whoami because I forgot', nothing],
    ['whoami; pause slack', nothing],
    ['plan whoami', nothing],
    ['pause slack and whoami', near('plan pause slack')],
    ['pause slack; who am i', near('plan pause slack')],
    ['who paused whoami', who('pause', named('whoami'))],
    ['pause "who am i"', write('pause', named('who am i', true))],
    ['pause whoami', write('pause', named('whoami'))],
  ])('%s', (text, expected) => expect(parse(text)).toEqual(expected));
});

describe('a missing target', () => {
  test.each<[string, Parsed]>([
    ['pause', write('pause', null)],
    ['Pause.', write('pause', null)],
    ['resume', write('start', null)],
    ['delete please', write('delete', null)],
    ['pause because of the migration', write('pause', null, { reason: 'of the migration' })],
    ['plan start', write('start', null, { ask: true })],
    ['status', status(null)],
    ['pause school', write('pause school', null)],
    ['pause school.', write('pause school', null)],
    ['status school', command({ verb: 'status school', target: null })],
    ['stop', near('plan pause')],
    ['check', near('status')],
  ])('%s', (text, expected) => expect(parse(text)).toEqual(expected));
});

describe('targets', () => {
  test.each<[string, Parsed]>([
    [`pause ${GUID}`, write('pause', { kind: 'id', id: GUID })],
    [`pause ${GUID}.`, write('pause', { kind: 'id', id: GUID })],
    [`pause ${JOB}`, write('pause', { kind: 'id', id: JOB })],
    [`PAUSE ${LONG_JOB}`, write('pause', { kind: 'id', id: LONG_JOB })],
    [`delete ${GUID}/${JOB}`, write('delete', { kind: 'job', servicePrincipalId: GUID, jobId: JOB })],
    [`status ${GUID}/x`, status({ kind: 'job', servicePrincipalId: GUID, jobId: 'x' })],
    [`pause school ${GUID}`, write('pause school', { kind: 'id', id: GUID })],
    [`pause "${GUID}"`, write('pause', named(GUID, true))],
    [
      'pause no.aa000aa0a00a00a00a000a00a000aa0a',
      write('pause', { kind: 'id', id: 'no.aa000aa0a00a00a00a000a00a000aa0a' }),
    ],
    ['pause monday.com', write('pause', named('monday.com'))],
    [`pause ${GUID}/`, write('pause', named(`${GUID}/`))],
    [`pause ${GUID}/a?b`, nothing],
    ['pause Slack.', write('pause', named('Slack.'))],
    ['pause Yahoo!', write('pause', named('Yahoo!'))],
    ['pause "Slack".', write('pause', named('Slack', true))],
    ['pause “Slack”', write('pause', named('Slack', true))],
    ['pause «Slack»', write('pause', named('Slack', true))],
    ['pause „Slack“', write('pause', named('Slack', true))],
    ['pause ‘Slack’', write('pause', named('Slack', true))],
    ["pause 'Children's Hospital'", write('pause', named("Children's Hospital", true))],
    ["pause Children's Hospital", write('pause', named("Children's Hospital"))],
    ['pause "school X"', write('pause', named('school X', true))],
    ['pause "it"', write('pause', named('it', true))],
    ['pause "Box for 2h"', write('pause', named('Box for 2h', true))],
    ['pause "Got Milk?"', write('pause', named('Got Milk?', true))],
    [
      'pause "Do not call" because "it, and start of term"',
      write('pause', named('Do not call', true), { reason: 'it, and start of term' }),
    ],
    [
      'pause "a because b" because c because d',
      write('pause', named('a because b', true), { reason: 'c because d' }),
    ],
    ['pause "slack and start zoom"', write('pause', named('slack and start zoom', true))],
    ['pause Miro & Friends', write('pause', named('Miro & Friends'))],
    ['pause Johnson and Johnson', write('pause', named('Johnson and Johnson'))],
    ['pause Acme, Inc.', write('pause', named('Acme, Inc.'))],
    ['pause Help Scout', write('pause', named('Help Scout'))],
    ['pause Service Now', write('pause', named('Service Now'))],
    ['pause The Trade Desk', write('pause', named('The Trade Desk'))],
    ['pause Quick Start', write('pause', named('Quick Start'))],
    ['pause  Big   Box ', write('pause', named('Big Box'))],
    ['pause "slack', nothing],
    ['pause slack"', nothing],
    ["pause 'slack", nothing],
    ['pause “slack', nothing],
    ['pause "slack" "zoom"', nothing],
    ['pause "slack", "zoom"', nothing],
    ['pause the "slack" job', nothing],
    ['pause ""', nothing],
    ['pause " "', nothing],
  ])('%s', (text, expected) => expect(parse(text)).toEqual(expected));
});

describe('please', () => {
  test.each([
    'please pause Slack',
    'Please, pause Slack',
    'pause Slack please',
    'pause Slack, please',
    'please pause Slack, please.',
  ])('%s', (text) => expect(parse(text)).toEqual(write('pause', named('Slack'))));
  test('nothing else is dropped', () => {
    expect(parse('kindly pause Slack')).toEqual(near('plan pause Slack'));
    expect(parse('pause Slack kindly')).toEqual(write('pause', named('Slack kindly')));
    expect(parse('pause "please"')).toEqual(write('pause', named('please', true)));
    expect(parse('please')).toEqual(nothing);
  });
});

describe('times', () => {
  test.each([
    'for 2h',
    'for 2 hours',
    'for 2h30m',
    'for two weeks',
    'for 30 min',
    'for half an hour',
    'for a while',
    'for the weekend',
    'for now',
    'for the next 3 days',
    'until 18:00',
    'until 5',
    'until Monday',
    'until Mon 06:00',
    'until tomorrow',
    'until tomorrow morning',
    'until 2026-12-01',
    'until 1 December',
    'until Dec 1st',
    'until 1.12.2026',
    'till 5pm',
    "til 5 o'clock",
    'until next week',
    'until the end of the month',
    'until further notice',
    'until 18:00.',
    'at 5pm',
    'in 2 hours',
  ])('%s', (time) => {
    for (const verb of ['pause', 'start', 'delete', 'pause school', 'plan pause']) {
      expect(parse(`${verb} Slack ${time}`)).toEqual(timed);
    }
    expect(parse(`pause Slack ${time} because of it`)).toEqual(timed);
    expect(parse(`pause Slack because of maintenance ${time}`)).toEqual(timed);
    expect(parse(`pause ${time}`)).toEqual(timed);
    expect(parse(`pause "Slack" ${time}`)).toEqual(timed);
    expect(parse(`can you pause slack ${time}?`)).toEqual(timed);
    expect(parse(`pause "Slack ${time}"`)).toEqual(write('pause', named(`Slack ${time}`, true)));
    expect(parse(`don't pause Slack ${time}`)).toEqual(nothing);
  });
  test.each([
    'Box for Government',
    'Sage for Business',
    'Office for 365',
    'Live until Eight',
    'Integration for monday',
    'Look at me',
    'Made in Two',
  ])('%s is a name', (name) => expect(parse(`pause ${name}`)).toEqual(write('pause', named(name))));
});

describe('reasons', () => {
  test.each<[string, Parsed]>([
    ['pause Slack because migration', write('pause', named('Slack'), { reason: 'migration' })],
    ['pause Slack BECAUSE it does not work', write('pause', named('Slack'), { reason: 'it does not work' })],
    [
      'delete Slack because "we start anew and delete everything"',
      write('delete', named('Slack'), { reason: 'we start anew and delete everything' }),
    ],
    ['pause Slack because', nothing],
    ['pause Slack because ""', nothing],
    ['pause Slack because of Zoom and then delete Zoom', near('plan pause Slack')],
    ['pause Slack because broken? ', near('plan pause Slack because broken')],
    ['pause Slack because of Zoom, no wait', nothing],
    ['status Slack because I wonder', status(named('Slack'))],
  ])('%s', (text, expected) => expect(parse(text)).toEqual(expected));
});

describe('what is too long', () => {
  test('text, name, reason and filter have a limit each', () => {
    const of = (length: number) => 'x'.repeat(length);
    expect(parse(of(1_001))).toEqual({ kind: 'too-long' });
    expect(parse(of(1_000))).toEqual(nothing);
    expect(parse(`  ${of(1_000)}  `)).toEqual(nothing);
    expect(parse(`pause ${of(256)}`)).toEqual(write('pause', named(of(256))));
    expect(parse(`pause ${of(257)}`)).toEqual({ kind: 'too-long' });
    expect(parse(`pause "${of(257)}"`)).toEqual({ kind: 'too-long' });
    expect(parse(`list ${of(257)}`)).toEqual({ kind: 'too-long' });
    expect(parse(`who paused ${of(257)}`)).toEqual({ kind: 'too-long' });
    expect(parse(`pause x because ${of(500)}`)).toEqual(write('pause', named('x'), { reason: of(500) }));
    expect(parse(`pause x because ${of(501)}`)).toEqual({ kind: 'too-long' });
  });
});

describe('near misses', () => {
  test.each([
    ['puase slack', 'plan pause slack'],
    ['pasue slack', 'plan pause slack'],
    ['delte zoom', 'plan delete zoom'],
    ['strat zoom', 'plan start zoom'],
    ['statsu slack', 'status slack'],
    ['stauts', 'status'],
    ['lsit sales', 'list sales'],
    ['hepl', 'help'],
    ['paln pause slack', 'plan pause slack'],
    ['plan puase slack', 'plan pause slack'],
    ['puase school Westfield', 'plan pause school Westfield'],
    ['pause: slack', 'plan pause slack'],
    ['/pause slack', 'plan pause slack'],
    ['hold slack', 'plan pause slack'],
    ['continue slack', 'plan start slack'],
    ['pause slack?', 'plan pause slack'],
    ['pause slack ??', 'plan pause slack'],
    ['can you pause slack', 'plan pause slack'],
    ['Can you pause slack?', 'plan pause slack'],
    ['could you please pause slack', 'plan pause slack'],
    ['i want to pause slack', 'plan pause slack'],
    ['I’d like to pause slack', 'plan pause slack'],
    ["let's pause slack", 'plan pause slack'],
    ['hey, can you please puase slack?', 'plan pause slack'],
    ['can you show slack?', 'status slack'],
    ['status of slack', 'status slack'],
    ['list schools of London', 'list schools'],
    ['pause the salesforce job', 'plan pause salesforce'],
    ['pause the slack', 'plan pause slack'],
    ['status the salesforce sync job', 'status salesforce'],
    ['pause slack thanks', 'plan pause slack'],
    ['pause slack asap', 'plan pause slack'],
    ['pause slack, it is broken', 'plan pause slack'],
    ['pause slack and start zoom', 'plan pause slack'],
    ['pause slack; delete zoom', 'plan pause slack'],
    ['pause slack, delete zoom', 'plan pause slack'],
    ['pause slack then start zoom', 'plan pause slack'],
    ['pause slack. Delete zoom.', 'plan pause slack'],
    ['pause slack delete zoom', 'plan pause "slack delete zoom"'],
    ['pause Zoom - Help Desk', 'plan pause "Zoom - Help Desk"'],
    ['pause Quick Start Guide', 'plan pause "Quick Start Guide"'],
    ['pause my apps', 'plan pause "my apps"'],
    ['can you pause "slack and start zoom"?', 'plan pause "slack and start zoom"'],
  ])('%s → %s', (text, suggestion) => expect(parse(text)).toEqual(near(suggestion)));
});

describe('nothing', () => {
  test.each([
    '',
    ' ',
    'please',
    'plan',
    'plan slack',
    'plan status slack',
    'plan help',
    "don't pause slack",
    'Don’t pause slack',
    'dont pause slack',
    'do not delete zoom',
    'never pause slack',
    'not pause slack',
    'no need to pause slack',
    'please do not pause slack',
    'stop pausing slack',
    'stop pausing',
    'pause not slack',
    'pause slack not zoom',
    'pause slack, no',
    'pause slack no',
    'pause slack? No!',
    'no, pause slack',
    'can you not pause slack?',
    "please don't puase slack",
    'pause slack and don’t delete zoom',
    'pause slack never mind',
    'avoid: pause slack',
    'pause nothing',
    'did anyone delete zoom?',
    'why did you pause slack?',
    'should we pause slack?',
    'who can pause slack',
    'is slack paused?',
    'Anna said pause slack',
    'Anna: pause slack',
    '> pause slack',
    '>pause slack',
    '"pause slack"',
    '“pause slack”',
    "'pause slack'",
    '~~pause slack~~',
    'pause ~~slack~~ zoom',
    'pause slack > Anna',
    'pause slack Anna said',
    'I think we should pause slack now',
    'we need slack',
    'if slack fails pause zoom',
    'pause slack if it fails',
    'pause slack unless it works',
    'pause it',
    'pause this',
    'pause that please',
    'pause everything',
    'pause all',
    'pause them',
    'delete all jobs',
    'stop it',
    'stop that please',
    'remove me from this chat',
    'start with the basics',
    'start over',
    'start now',
    'hold on',
    'hold',
    'continue',
    'check this out',
    'show me the money',
    'delete this message',
    'stop syncing slack',
    'state of the union',
    'list of groceries',
    'paused slack',
    'deleted zoom',
    'starts tomorrow',
    'last week was fun',
    'restart slack',
    'restart',
    'kill slack',
    'kill all',
    'hello world',
    'hi there, pause it',
    'thanks',
    'ok',
    '👍',
    'list page 0',
    'list ""',
    'list "abc',
    'pause slack not for 2h',
    'pause not "slack" for 2h',
    'can you show slack, no',
    "statsu slack, don't",
    'pause \u0001',
  ])('%s', (text) => expect(parse(text)).toEqual(nothing));
});

test('a profile’s id behind “history school” is an id, whatever reason follows', () => {
  const id = '3f2504e0-4f89-11d3-9a0c-0305e82c3301';
  expect(parse(`history school ${id} because pause slack`)).toEqual(parse(`history ${id}`));
});
