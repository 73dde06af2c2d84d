import type { Command, Parsed, Until } from '../../src/language/command.ts';
import { parse } from '../../src/language/parse.ts';

const GUID = '3F2504e0-4f89-11d3-9a0c-0305e82c3301';
const JOB = 'SfSandboxOutDelta.e4bbf44533ea4eabb17027f3a92e92aa';
const LONG_JOB = 'dataBricks.f5532fc709734b1a90e8a1fa9fd03a82.8442fd39-2183-419c-8732-74b6ce866bd5';

const command = (it: Command): Parsed => ({ kind: 'command', command: it });
const named = (name: string, quoted = false) => ({ kind: 'name', name, quoted }) as const;
const write = (
  verb: 'pause' | 'start' | 'delete' | 'pause school',
  target: Parameters<typeof status>[0],
  more: { reason?: string; ask?: boolean; until?: Until } = {},
) => {
  const { reason = null, ask = false, until = null } = more;
  return command(verb === 'pause' ? { verb, target, reason, ask, until } : { verb, target, reason, ask });
};
const lasting = (minutes: number): Until => ({ kind: 'for', minutes });
type At = Extract<Until, { kind: 'at' }>;
const at = (day: At['day'], clock: string | null): Until => {
  const [hour = 0, minute = 0] = clock?.split(':').map(Number) ?? [];
  return { kind: 'at', day, clock: clock === null ? null : { hour, minute } };
};
const inDays = (days: number) => ({ kind: 'in-days', days }) as const;
const on = (weekday: number) => ({ kind: 'weekday', weekday }) as const;
const date = (month: number, day: number, year: number | null = null) =>
  ({ kind: 'date', year, month, day }) as const;
const unclear = (text: string): Until => ({ kind: 'unclear', text });
const pause = (until: Until | null, more: { reason?: string; ask?: boolean } = {}) =>
  write('pause', named('Slack'), until === null ? more : { ...more, until });
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
  test.each<[string, Until]>([
    ['for 2h', lasting(120)],
    ['for 2 h', lasting(120)],
    ['for 2 hours', lasting(120)],
    ['FOR 2 Hours', lasting(120)],
    ['for two hours', lasting(120)],
    ['for 2h30m', lasting(150)],
    ['for 2h30', lasting(150)],
    ['for 1h30', lasting(90)],
    ['for 2 hours and 30 minutes', lasting(150)],
    ['for 2 hours, 30 minutes', lasting(150)],
    ['for 2.5 hours', lasting(150)],
    ['for 2,5 hours', lasting(150)],
    ['for 90 min', lasting(90)],
    ['for 90m', lasting(90)],
    ['for forty-five minutes', lasting(45)],
    ['for an hour', lasting(60)],
    ['for half an hour', lasting(30)],
    ['for an hour and a half', lasting(90)],
    ['for one and a half hours', lasting(90)],
    ['for 120 seconds', lasting(2)],
    ['for a day', lasting(1_440)],
    ['for 3 days', lasting(4_320)],
    ['for the next 3 days', lasting(4_320)],
    ['for 1 day and 2h', lasting(1_560)],
    ['for another 2h', lasting(120)],
    ['for 2 more hours', lasting(120)],
    ['for 2 weeks', lasting(20_160)],
    ['for two weeks', lasting(20_160)],
    ['for a fortnight', lasting(20_160)],
    ['until 18:00', at(null, '18:00')],
    ['until 18:00.', at(null, '18:00')],
    ['until 18.30', at(null, '18:30')],
    ['until 18h', at(null, '18:00')],
    ['until 6pm', at(null, '18:00')],
    ['till 6 pm', at(null, '18:00')],
    ['until 6:30 p.m.', at(null, '18:30')],
    ['until 6am', at(null, '6:00')],
    ['until 12am', at(null, '0:00')],
    ['until 12pm', at(null, '12:00')],
    ['until 6:00', at(null, '6:00')],
    ['until noon', at(null, '12:00')],
    ['until midnight', at(null, '0:00')],
    ['until 24:00', at(null, '0:00')],
    ["til 18 o'clock", at(null, '18:00')],
    ['until Mon 06:00', at(on(1), '6:00')],
    ['until Monday at 6am', at(on(1), '6:00')],
    ['until 06:00 on Monday', at(on(1), '6:00')],
    ['until this Friday, 6 pm', at(on(5), '18:00')],
    ['until Sunday', at(on(7), null)],
    ['until Thursday morning', at(on(4), null)],
    ['until today 18:00', at(inDays(0), '18:00')],
    ['until tomorrow', at(inDays(1), null)],
    ['until tomorrow morning', at(inDays(1), null)],
    ['until tomorrow 8:00', at(inDays(1), '8:00')],
    ['until tomorrow at noon', at(inDays(1), '12:00')],
    ['until the day after tomorrow', at(inDays(2), null)],
    ['until in 5 days', at(inDays(5), null)],
    ['until 2026-12-01', at(date(12, 1, 2026), null)],
    ['until 2026-12-01 06:00', at(date(12, 1, 2026), '6:00')],
    ['until 2026-12-01T06:00', at(date(12, 1, 2026), '6:00')],
    ['until 1 Dec', at(date(12, 1), null)],
    ['until 1 December', at(date(12, 1), null)],
    ['until Dec 1st', at(date(12, 1), null)],
    ['until the 1st of December at 6 am', at(date(12, 1), '6:00')],
    ['until Dec 1, 2026 6:30 pm', at(date(12, 1, 2026), '18:30')],
    ['until 29 Feb', at(date(2, 29), null)],
    ['until 3.12.', at(date(12, 3), null)],
    ['until 3.12. 18:00', at(date(12, 3), '18:00')],
    ['until 1.12.2026', at(date(12, 1, 2026), null)],
    ['until 1.12.26', at(date(12, 1, 2026), null)],
    ['until 25/12', at(date(12, 25), null)],
    ['until 12/25/2026', at(date(12, 25, 2026), null)],
  ])('%s', (time, until) => {
    for (const verb of ['pause', 'stop', 'suspend', 'please pause']) {
      expect(parse(`${verb} Slack ${time}`)).toEqual(pause(until));
    }
    expect(parse(`plan pause Slack ${time}`)).toEqual(pause(until, { ask: true }));
    expect(parse(`pause Slack ${time} because of it`)).toEqual(pause(until, { reason: 'of it' }));
    expect(parse(`pause Slack because CHG0421 ${time}`)).toEqual(pause(until, { reason: 'CHG0421' }));
    expect(parse(`pause Slack because Anna is away, ${time}`)).toEqual(
      pause(until, { reason: 'Anna is away' }),
    );
    expect(parse(`pause ${time}`)).toEqual(write('pause', null, { until }));
    expect(parse(`pause "Slack for 2h" ${time}`)).toEqual(
      write('pause', named('Slack for 2h', true), { until }),
    );
    expect(parse(`pause ${GUID}/no ${time}`)).toEqual(
      write('pause', { kind: 'job', servicePrincipalId: GUID, jobId: 'no' }, { until }),
    );
    expect(parse(`pause Box for Government ${time}`)).toEqual(
      write('pause', named('Box for Government'), { until }),
    );
    expect(parse(`extend Slack ${time}`)).toEqual(command({ verb: 'extend', target: named('Slack'), until }));
    expect(parse(`extend ${time}`)).toEqual(command({ verb: 'extend', target: null, until }));
  });

  test.each([
    'for 0h',
    'for 90 seconds',
    'for a while',
    'for the weekend',
    'for now',
    'for today',
    'for the time being',
    'for a month',
    'for 2-3 hours',
    'for 2 or 3 hours',
    'for 2 to 3 hours',
    'for about 2 hours',
    'for at least an hour',
    'for a couple of hours',
    'for a few days',
    'for 2h 3h',
    'for 30 min 2h',
    'for 1h90',
    'for 99999 weeks',
    'until 5',
    "until 5 o'clock",
    'until 2h',
    'until 25:00',
    'until 13pm',
    'until Monday 6',
    'until Monday midnight',
    'until Monday 1 Dec',
    'until next Monday',
    'until today',
    'until tonight',
    'until tomorrow evening',
    'until the weekend',
    'until next week',
    'until the end of the month',
    'until further notice',
    'until later',
    'until December',
    'until 2027',
    'until 31 Nov',
    'until 2026-02-29',
    'until 2026-13-01',
    'until 3.12',
    'until 18.10',
    'until 3/4',
    'until 3/4/2027',
    'until 18:00 UTC',
    'until 2026-12-01T06:00Z',
    'until 18:00 +02:00',
    'until Eight',
    'until Anna is back',
    'until we are done',
    'until the migration is over',
    'at 5pm',
    'in 2 hours',
    'on Monday',
    'from 18:00 to 20:00',
    'after 18:00',
    'by 6pm',
    'tomorrow',
    'for 2h until 18:00',
    'until 18:00 for 2h',
    'for 2h in the EU',
  ])('%s: a time, but which can’t be told', (time) => {
    expect(parse(`pause Slack ${time}`)).toEqual(pause(unclear(time)));
    expect(parse(`pause "Slack" ${time} because of it`)).toEqual(
      write('pause', named('Slack', true), { until: unclear(time), reason: 'of it' }),
    );
    expect(parse(`pause ${time}`)).toEqual(write('pause', null, { until: unclear(time) }));
    expect(parse(`extend Slack ${time}`)).toEqual(
      command({ verb: 'extend', target: named('Slack'), until: unclear(time) }),
    );
    expect(['near', 'nothing']).toContain(parse(`can you pause Slack ${time}?`).kind);
  });

  test.each([
    'for 2h',
    'for 2-3 hours',
    'until 18:00',
    'until later',
    'until Monday',
    'in 2 hours',
    'at 5pm',
  ])('%s never becomes part of a name, nor is it passed over', (time) => {
    for (const verb of [
      'start',
      'delete',
      'resume',
      'pause school',
      'plan delete',
      'status',
      'show',
      'history',
    ]) {
      expect(parse(`${verb} Slack ${time}`)).toEqual(nothing);
      expect(parse(`${verb} "Slack" ${time}`)).toEqual(nothing);
    }
    for (const verb of ['watch', 'unwatch', 'cancel timer', 'stop watching', 'who paused']) {
      expect(parse(`${verb} Slack ${time}`)).toEqual(nothing);
    }
    expect(parse(`pause "Slack ${time}"`)).toEqual(write('pause', named(`Slack ${time}`, true)));
    for (const no of ["don't pause Slack", 'pause Slack not', 'never pause Slack', "don't extend Slack"]) {
      expect(parse(`${no} ${time}`)).toEqual(nothing);
    }
  });

  test.each<[string, Parsed]>([
    ['can you pause slack for 2h?', near('plan pause slack for 2h')],
    ['pause slack for 2h?', near('plan pause slack for 2h')],
    ['pause slack until 6pm?', near('plan pause slack until 18:00')],
    ['pause slack for 2h thanks', near('plan pause slack for 2h')],
    ['pause slack for 2h, it is broken', near('plan pause slack for 2h')],
    ['pause slack for 2h and start zoom', near('plan pause slack for 2h')],
    ['pause the slack job for 2h', near('plan pause slack for 2h')],
    ['puase slack until Mon 06:00', near('plan pause slack until Mon 06:00')],
    ['pause slack 2h', near('plan pause slack for 2h')],
    ['pause slack 1h30', near('plan pause slack for 1h30')],
    ['pause 2 hours', near('plan pause for 2h')],
    ['stop for 2h', near('plan pause for 2h')],
    ['can you pause slack for a while?', near('help until')],
    ['pause slack until later, thanks', near('help until')],
    ['start Slack 2h', nothing],
    ['pause slack because it was down for 3 days', near('plan pause slack for 3 days because it was down')],
    [
      'pause slack because it was slow for a while',
      near('plan pause slack because "it was slow for a while"'),
    ],
    ['start slack because it was down for 3 days', near('plan start slack because "it was down for 3 days"')],
    [
      'pause Slack for 2h because Anna is away until Monday',
      pause(lasting(120), { reason: 'Anna is away until Monday' }),
    ],
    ['pause Slack because "Anna, until Monday"', pause(null, { reason: 'Anna, until Monday' })],
    ['pause Slack because "Anna is away" until Monday', pause(at(on(1), null), { reason: 'Anna is away' })],
    ['pause Slack until 6pm because', nothing],
    ['pause it for 2h', nothing],
    ['pause everything until Monday', nothing],
    ['pause "slack" "zoom" for 2h', nothing],
    ['pause for 2h slack', write('pause', null, { until: unclear('for 2h slack') })],
  ])('%s', (text, expected) => expect(parse(text)).toEqual(expected));

  test.each([
    'Box for Government',
    'Sage for Business',
    'Office for 365',
    'Integration for monday',
    'Look at me',
    'Made in Two',
    'USA Today',
    'First 48 Hours',
    'Cash till Pro',
    'Stand by Me',
    'Focus on 2026',
  ])('%s is a name', (name) => expect(parse(`pause ${name}`)).toEqual(write('pause', named(name))));
});

describe('now', () => {
  test.each<[string, Parsed]>([
    ['start Slack now', write('start', named('Slack'))],
    ['resume Slack now.', write('start', named('Slack'))],
    ['start "Slack" now', write('start', named('Slack', true))],
    ['start "Slack now"', write('start', named('Slack now', true))],
    ['resume Slack, now please', write('start', named('Slack'))],
    ['start Slack now because ready', write('start', named('Slack'), { reason: 'ready' })],
    [`start ${GUID}/${JOB} now`, write('start', { kind: 'job', servicePrincipalId: GUID, jobId: JOB })],
    ['start Service Now', write('start', named('Service Now'))],
    ['start service now', write('start', named('service now'))],
    ['start slack right now', near('plan start slack')],
    ['start slack for now', nothing],
    ['start it now', nothing],
    ['start now', nothing],
    ['delete Slack now', write('delete', named('Slack now'))],
  ])('%s', (text, expected) => expect(parse(text)).toEqual(expected));
});

describe('timers', () => {
  const extend = (target: ReturnType<typeof named> | null, until: Until) =>
    command({ verb: 'extend', target, until });
  const cancel = (target: Parameters<typeof status>[0]) => command({ verb: 'cancel timer', target });
  const timers = command({ verb: 'timers' });
  test.each<[string, Parsed]>([
    ['extend Slack by 2h', extend(named('Slack'), lasting(120))],
    ['extend Slack for 2h', extend(named('Slack'), lasting(120))],
    ['prolong "Slack" by a day', extend(named('Slack', true), lasting(1_440))],
    ['extend by 2h', extend(null, lasting(120))],
    ['extend by 2h.', extend(null, lasting(120))],
    ['please extend Slack by another 2 hours', extend(named('Slack'), lasting(120))],
    ['extend Slack by 18:00', extend(named('Slack'), unclear('by 18:00'))],
    ['extend Slack until later', extend(named('Slack'), unclear('until later'))],
    ['extend', near('help timers')],
    ['extend Slack', near('help timers')],
    ['extend Slack 2h', near('extend Slack by 2h')],
    ['extend Slack to 18:00', near('extend Slack until 18:00')],
    ['extend Slack by 2h because of it', near('extend Slack by 2h')],
    ['extend the slack job by 2h', near('extend slack by 2h')],
    ['can you extend slack by 2h?', near('extend slack by 2h')],
    ['exted slack by 2h', near('extend slack by 2h')],
    ['extend it by 2h', nothing],
    ['extend all by 2h', nothing],
    ["don't extend slack by 2h", nothing],
    ['extend slack not by 2h', nothing],
    ['plan extend Slack by 2h', nothing],
    ['cancel timer', cancel(null)],
    ['Cancel timer.', cancel(null)],
    ['cancel the timer', cancel(null)],
    ['cancel timer Slack', cancel(named('Slack'))],
    ['cancel timer "right now"', cancel(named('right now', true))],
    ['cancel timer "timer X"', cancel(named('timer X', true))],
    ['cancel timer for Slack', cancel(named('Slack'))],
    ['cancel the timer of Slack please', cancel(named('Slack'))],
    [`cancel timer ${GUID}/${JOB}`, cancel({ kind: 'job', servicePrincipalId: GUID, jobId: JOB })],
    ['keep Slack paused', near('cancel timer Slack')],
    ['keep paused', near('cancel timer')],
    ['keep slack paused until Monday', near('extend slack until Mon')],
    ["cancel slack's timer", near('cancel timer slack')],
    ['cancle timer slack', near('cancel timer slack')],
    ['stop the timer', near('cancel timer')],
    ['delete timer Slack', near('cancel timer Slack')],
    ['cancel timer Slack because of it', near('cancel timer Slack')],
    ['can you cancel the timer?', near('cancel timer')],
    ['cancel timer right now', near('cancel timer')],
    ['cancel timer thanks', near('cancel timer')],
    ['cancel timer also pause slack', near('cancel timer')],
    ['cancel timer | status slack', nothing],
    ['cancel timer for 2h', nothing],
    ['cancel timer not Slack', nothing],
    ["don't cancel timer", nothing],
    ['keep it paused', nothing],
    ['cancel', nothing],
    ['cancel Slack', nothing],
    ['cancel timers', nothing],
    ['timers', timers],
    ['list timers', timers],
    ['Show timers.', timers],
    ['timed pauses', timers],
    ['list "timers"', list('timers')],
    ['timers Slack', nothing],
  ])('%s', (text, expected) => expect(parse(text)).toEqual(expected));
});

describe('watches', () => {
  type Watch = Extract<Command, { verb: 'watch' }>;
  const target = (name: string, quoted = false): Watch['what'] => ({
    kind: 'target',
    target: named(name, quoted),
  });
  const all: Watch['what'] = { kind: 'all' };
  const pattern = (text: string): Watch['what'] => ({ kind: 'pattern', pattern: text });
  const watch = (what: Watch['what'], only: Watch['only'] = null) => command({ verb: 'watch', what, only });
  const unwatch = (what: Watch['what']) => command({ verb: 'unwatch', what });
  const watching = command({ verb: 'watching' });
  test.each<[string, Parsed]>([
    ['watch', watch(null)],
    ['watch Slack', watch(target('Slack'))],
    ['WATCH "all"', watch(target('all', true))],
    [`watch ${GUID}`, watch({ kind: 'target', target: { kind: 'id', id: GUID } })],
    ['watch all', watch(all)],
    ['watch everything.', watch(all)],
    ['watch all jobs', watch(all)],
    ['watch *', watch(all)],
    ['watch quarantine', watch(all, ['quarantined', 'recovered'])],
    ['watch quarantines', watch(all, ['quarantined', 'recovered'])],
    ['watch sales*', watch(pattern('sales*'))],
    ['watch Sales* EU **', watch(pattern('Sales* EU *'))],
    ['watch "sales*"', watch(target('sales*', true))],
    ['watch Slack only quarantined', watch(target('Slack'), ['quarantined'])],
    ['watch Slack only failing, quarantined', watch(target('Slack'), ['quarantined', 'failing'])],
    ['watch Slack, only for failures', watch(target('Slack'), ['failing'])],
    ['watch all only paused and deleted', watch(all, ['paused', 'deleted'])],
    ['watch all only deletions, deleted and removals', watch(all, ['deleted'])],
    [
      'watch sales* only accidental deletions & sign-in',
      watch(pattern('sales*'), ['guarded', 'credentials']),
    ],
    ['watch all only starts / resumes / silence / errors.', watch(all, ['started', 'failing', 'silent'])],
    ['watch "Read only X" only recovery', watch(target('Read only X', true), ['recovered'])],
    ['watch Slack only quarntined', near('watch Slack only quarantined')],
    ['watch Slack only deleted, foo', near('watch Slack only deleted')],
    ['watch Slack only foo', near('help watch')],
    ['watch Slack only', near('help watch')],
    ['watch Read Only Archive', near('help watch')],
    ['watch only deleted', near('watch all only deleted')],
    ['watch deletions', near('watch all only deleted')],
    ['watch quarantine only deleted', near('watch all only deleted')],
    ['watch Slack because of it', near('watch Slack')],
    ['watch the slack job', near('watch slack')],
    ['watch slack and pause zoom', near('watch slack')],
    ['watch slack; unwatch zoom', near('watch slack')],
    ['can you watch slack?', near('watch slack')],
    ['monitor slack', near('watch slack')],
    ['wathc slack', near('watch slack')],
    ['start watching slack', near('watch slack')],
    ['keep watching slack', near('watch slack')],
    ['watch all except deleted', nothing],
    ['watch all but Slack', nothing],
    ['watch all only not deleted', nothing],
    ['watch not Slack', nothing],
    ['watch it', nothing],
    ['watch this', nothing],
    ['watch out', nothing],
    ['watch your step', nothing],
    ['watch me pause slack', nothing],
    ['watch slack?', near('watch slack')],
    ["don't watch slack", nothing],
    ['plan watch slack', nothing],
    ['catch up', nothing],
    ['unwatch', unwatch(null)],
    ['unwatch Slack', unwatch(target('Slack'))],
    ['unwatch all', unwatch(all)],
    ['unwatch quarantine', unwatch(pattern('*'))],
    ['unwatch *', unwatch(pattern('*'))],
    ['unwatch sales*', unwatch(pattern('sales*'))],
    ['stop watching', unwatch(null)],
    ['Stop watching.', unwatch(null)],
    ['stop watching Slack', unwatch(target('Slack'))],
    ['please stop watching all jobs', unwatch(all)],
    ['stop watching "watching X"', unwatch(target('watching X', true))],
    ['unwatch Slack only deleted', near('help watch')],
    ['unwatch deletions', near('help watch')],
    ['mute slack', near('unwatch slack')],
    ['can you stop watching slack?', near('unwatch slack')],
    ['remove watch on slack', near('unwatch slack')],
    ['stop watching it', nothing],
    ["don't stop watching slack", nothing],
    ['stop watching slack not zoom', nothing],
    ['pause watching slack', nothing],
    ['plan stop watching slack', nothing],
    ['watching', watching],
    ['watches', watching],
    ['list watches', watching],
    ['show watches.', watching],
    ['what are you watching?', watching],
    ['watching slack', nothing],
    ['what are you watching slack for', nothing],
  ])('%s', (text, expected) => expect(parse(text)).toEqual(expected));
});

describe('quiet hours', () => {
  const quiet = (from: number, to: number) =>
    command({ verb: 'quiet', hours: { from: from * 60, to: to * 60 } });
  test.each<[string, Parsed]>([
    ['quiet', command({ verb: 'quiet', hours: undefined })],
    ['quiet hours', command({ verb: 'quiet', hours: undefined })],
    ['show quiet hours', command({ verb: 'quiet', hours: undefined })],
    ['quiet off', command({ verb: 'quiet', hours: null })],
    ['Quiet hours off.', command({ verb: 'quiet', hours: null })],
    ['quiet 22:00-07:00', quiet(22, 7)],
    ['quiet 22:00 – 7:00', quiet(22, 7)],
    ['quiet from 22:00 to 7:00', quiet(22, 7)],
    ['quiet hours 10pm-7am', quiet(22, 7)],
    ['quiet between 10 pm and 7:00 am', quiet(22, 7)],
    ['quiet 12:30 until 13:30', quiet(12.5, 13.5)],
    ['quiet from midnight till noon', quiet(0, 12)],
    ['quiet 22:00-24:00', quiet(22, 0)],
    ['please quiet 22:00-07:00', quiet(22, 7)],
    ['quiet 22-7', near('quiet 22:00-07:00')],
    ['can you be quiet 22:00-07:00', nothing],
    ['can you quiet 22:00-07:00?', near('quiet 22:00-07:00')],
    ['quiet 7:00-7:00', near('help quiet')],
    ['quiet 24:00-00:00', near('help quiet')],
    ['quiet 25:00-07:00', near('help quiet')],
    ['quiet 22:00', near('help quiet')],
    ['quiet 22:00-07:00 UTC', near('help quiet')],
    ['quiet 22:00-07:00-08:00', near('help quiet')],
    ['quiet not 22:00-07:00', nothing],
    ['quiet down', nothing],
    ['quiet on', nothing],
    ['be quiet', nothing],
    ['not quiet', nothing],
    ['quite', nothing],
  ])('%s', (text, expected) => expect(parse(text)).toEqual(expected));
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
