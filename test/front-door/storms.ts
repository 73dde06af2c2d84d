import { setTimeout as sleep } from 'node:timers/promises';
import { sandboxIds } from '../../src/sandbox/tenant.ts';
import { buttonOf } from '../support/card.ts';
import {
  dana,
  type FrontDoor,
  type Message,
  type Person,
  tenant,
  type Where,
} from '../support/front-door.ts';

const { slack, zoom } = sandboxIds;
const many = Array.from({ length: 20 }, (_, index) => index);

/** How long nothing more must happen until it is believed that nothing will, milliseconds. */
const stillness = 1000;

interface Typed {
  readonly text: string;
  readonly id: string;
  /** When it was typed, epoch milliseconds. */
  readonly at: number;
  readonly who?: Person;
  readonly where?: Where;
}

/** What Teams posts for a typed sentence, with all that tells deliveries apart. */
function typedActivity(door: FrontDoor, { text, id, at, who = dana, where }: Typed): object {
  const place = where ?? { id: `a:${who.id}`, conversationType: 'personal' };
  return {
    type: 'message',
    id,
    timestamp: new Date(at).toISOString(),
    channelId: 'msteams',
    serviceUrl: door.connector.url,
    from: who,
    recipient: { id: '28:bot', name: 'Sync Warden' },
    conversation: { ...place, tenantId: tenant },
    channelData: { tenant: { id: tenant } },
    textFormat: 'plain',
    text,
    entities: [],
  };
}

const person = (index: number): Person => ({
  name: `Person ${index}`,
  id: `29:person-${index}`,
  aadObjectId: `3b1a5f0e-7f5c-4a83-9d21-${String(index).padStart(12, '0')}`,
});

/** Waits until neither Graph nor Teams hears anything any more. */
async function quiet(door: FrontDoor): Promise<void> {
  const until = Date.now() + 20_000;
  let seen = '';
  let since = Date.now();
  while (Date.now() - since < stillness) {
    if (Date.now() > until) throw new Error('it never became quiet');
    const shown = door.connector.messages.map(({ cards }) => cards.length);
    const now = JSON.stringify([shown, (await door.calls()).length]);
    if (now !== seen) since = Date.now();
    seen = now;
    await sleep(50);
  }
}

/**
 * Deliveries that come many times at once, and answers that meet: one effect and one answer, however many bots
 * share the work. `open` gives a fresh front door.
 */
export function storms(what: string, open: () => Promise<FrontDoor>): void {
  describe(`storms on ${what}`, () => {
    let door: FrontDoor;
    beforeEach(async () => {
      door = await open();
    });
    afterEach(async () => {
      await door.stop();
    });

    const deliver = async (...all: Typed[]) => {
      const answers = await Promise.all(all.map((each) => door.post(typedActivity(door, each))));
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    };
    const texts = () => door.connector.messages.map((message) => door.text(message));
    const pauses = `POST /v1.0/servicePrincipals/${slack.servicePrincipalId}/synchronization/jobs/${slack.jobId}/pause`;

    test('the same sentence delivered 20 times at once: one effect, one answer', async () => {
      await deliver(...many.map(() => ({ text: 'pause Slack', id: 'one', at: 1_700_000_000_000 })));
      await door.shown(/Slack is paused/);
      await quiet(door);
      expect(await door.writes()).toEqual([pauses]);
      expect(texts()).toHaveLength(1);
    });

    test('20 deliveries under different ids of what was typed once, and one more after the answer: one answer', async () => {
      const typed = { text: 'pause Slack', at: 1_700_000_000_000 };
      await deliver(...many.map((index) => ({ ...typed, id: `delivery-${index}` })));
      await door.shown(/Slack is paused/);
      await deliver({ ...typed, id: 'half a minute later' });
      await quiet(door);
      expect(await door.writes()).toEqual([pauses]);
      expect(texts()).toHaveLength(1);
    });

    test('the same sentence typed twice, each delivered 10 times: two answers, in order, one effect', async () => {
      const [first, second] = [1_700_000_000_000, 1_700_000_001_000];
      await deliver(...many.slice(10).map(() => ({ text: 'pause Slack', id: 'first', at: first })));
      await door.shown(/Slack is paused/);
      await deliver(...many.slice(10).map(() => ({ text: 'pause Slack', id: 'second', at: second })));
      await door.shown(/Slack was already paused/);
      await quiet(door);
      expect(await door.writes()).toEqual([pauses]);
      expect(texts()).toEqual([
        expect.stringMatching(/Slack is paused/),
        expect.stringMatching(/Slack was already paused/),
      ]);
    });

    test('20 people ask for the same at once: one effect, and everybody is told what is true', async () => {
      const at = 1_700_000_000_000;
      await deliver(
        ...many.map((index) => ({ text: 'pause Slack', id: `${index}`, at, who: person(index) })),
      );
      await quiet(door);
      expect(await door.writes()).toEqual([pauses]);
      expect(texts()).toHaveLength(20);
      expect(new Set(door.connector.messages.map(({ conversationId }) => conversationId)).size).toBe(20);
      expect(texts().filter((text) => /Slack is paused/.test(text))).toHaveLength(1);
      for (const text of texts()) expect(text).toMatch(/Slack is paused|already paused|was not paused/);
    });

    test('five sentences of one person at once, each delivered twice: each is answered once', async () => {
      const at = 1_700_000_000_000;
      const names = ['Slack', 'Zoom', 'Box', 'Miro', 'GitHub'];
      await deliver(
        ...names.flatMap((name, index) =>
          [0, 1].map(() => ({ text: `status "${name}"`, id: name, at: at + index })),
        ),
      );
      await quiet(door);
      expect(texts()).toHaveLength(5);
      for (const name of names) expect(texts().filter((text) => text.includes(name))).toHaveLength(1);
    });

    test('yes and no, ten taps of each at once: exactly one wins, and every tap is told the same', async () => {
      await door.say('delete Zoom');
      const card: Message = await door.shown(/Delete .*Zoom.*\?/);
      const yes = buttonOf(card.cards[0], 'Delete');
      const no = buttonOf(card.cards[0], 'Keep it');
      const bodies = await Promise.all(
        many.map((index) =>
          index % 2 === 0 ? door.tap(yes, { on: card, input: { name: 'Zoom' } }) : door.tap(no, { on: card }),
        ),
      );
      await quiet(door);
      const deleted = (await door.writes()).length;
      expect(await door.writes()).toEqual(
        deleted === 0
          ? []
          : [`DELETE /v1.0/servicePrincipals/${zoom.servicePrincipalId}/synchronization/jobs/${zoom.jobId}`],
      );
      const told = deleted === 0 ? /was kept|is kept|kept/ : /Deleting|deleted/;
      const otherwise = deleted === 0 ? /Deleting|(is|was) deleted/ : /kept/;
      for (const body of bodies) {
        expect(body.type).toBe('application/vnd.microsoft.card.adaptive');
        expect(JSON.stringify(body.value)).toMatch(told);
        expect(JSON.stringify(body.value)).not.toMatch(otherwise);
      }
      // A deletion is also posted; keeping it is not.
      expect(texts()).toHaveLength(deleted === 0 ? 1 : 2);
      for (const text of texts()) expect(text).toMatch(deleted === 0 ? /kept/ : /deleted/);
    });
  });
}
