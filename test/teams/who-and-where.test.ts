import type { Activity } from 'botbuilder';
import { actorOf } from '../../src/teams/who-and-where.ts';

const from = { id: '29:dana', name: 'Dana', aadObjectId: '3b1a5f0e-7f5c-4a83-9d21-0c5a4e8b7a01' };
const zoneOf = (more: object) => actorOf({ from, ...more } as Partial<Activity>, false)?.timeZone;
const clientInfo = (timezone: unknown) => ({ entities: [{ type: 'clientInfo', locale: 'de-DE', timezone }] });

describe('the time zone a person’s client says', () => {
  test('is the activity’s own, or that of its client', () => {
    expect(zoneOf({ localTimezone: 'Europe/Berlin' })).toBe('Europe/Berlin');
    expect(zoneOf(clientInfo('America/Argentina/Buenos_Aires'))).toBe('America/Argentina/Buenos_Aires');
    expect(zoneOf({ localTimezone: 'Asia/Tokyo', ...clientInfo('Europe/Berlin') })).toBe('Asia/Tokyo');
    expect(zoneOf({ localTimezone: 'W. Europe Standard Time', ...clientInfo('Europe/Berlin') })).toBe(
      'Europe/Berlin',
    );
  });

  test.each([
    ['none', {}],
    ['one that doesn’t exist', { localTimezone: 'Mars/Olympus' }],
    ['an offset', { localTimezone: '+01:00' }],
    ['an empty one', { localTimezone: '' }],
    ['no text', clientInfo(7)],
    ['another kind of entity', { entities: [{ type: 'mention', timezone: 'Europe/Berlin' }] }],
    ['entities that are none', { entities: 'Europe/Berlin' }],
    ['one that goes on and on', { localTimezone: 'E'.repeat(5000) }],
  ])('%s: nobody knows it', (_what, more) => {
    expect(actorOf({ from, ...more } as Partial<Activity>, false)).toEqual({
      tenantId: '',
      objectId: from.aadObjectId,
      name: 'Dana',
    });
  });
});
