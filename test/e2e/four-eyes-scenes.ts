import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { sandboxIds } from '../../src/sandbox/tenant.ts';
import type { Client } from './client.ts';
import { demandWrites } from './graph-writes.ts';

export interface FourEyesStage {
  /** Asks. */
  readonly dana: Client;
  /** May approve. */
  readonly lee: Client;
  /** Sees it all and may do nothing about it. */
  readonly mika: Client;
  readonly sandboxUrl: string;
  /** Folder for the pictures of this run. */
  readonly pictures: string;
  /** Restarts the bot with so little time for an answer that a question expires soon. */
  readonly hurry: () => Promise<void>;
}

type Scene = (stage: FourEyesStage) => Promise<void>;

/** What Dana asks for in each scene: a job of its own, so that its cards can't be taken for another's. */
const { zoom, box, slack, miro, serviceNow } = sandboxIds;

/** A card with both texts in it, in this order. */
const saying = (first: string, then: string) =>
  new RegExp(`${first}.*${then.replace(/[.*+?^$()|[\]{}\\]/g, '\\$&')}`, 's');

/** The newest card that shows this, for each of these people. */
const cards = (people: readonly Client[], text: RegExp) =>
  Promise.all(people.map((person) => person.card(text)));

/** Dana asks in the channel; the card as she and Lee see it. */
async function ask(
  { dana, lee }: FourEyesStage,
  name: string,
  why = '',
): Promise<{ readonly danas: Locator; readonly lees: Locator }> {
  await dana.type(`delete ${name}${why}`, { mention: true, post: true });
  const [danas, lees] = await cards([dana, lee], saying('Waiting for a second person', name));
  if (danas === undefined || lees === undefined) throw new Error('nobody was asked');
  return { danas, lees };
}

/** Fills in a field as a person does: what arrives in one without a click before it, the client can lose. */
async function fillIn(card: Locator, label: RegExp, text: string): Promise<void> {
  const field = card.getByRole('textbox', { name: label });
  await field.click();
  await field.fill(text);
}

const typeName = (card: Locator, name: string) => fillIn(card, /to approve/, name);

/** Waits until Dana and Lee both see such a card, and takes a picture of each one's screen. */
async function pictureBoth(
  { dana, lee, pictures }: FourEyesStage,
  text: RegExp,
  name: string,
): Promise<void> {
  for (const [who, person] of Object.entries({ dana, lee })) {
    const card = await person.card(text);
    // A client stays where its person last looked, while new posts come above that.
    await card.evaluate('(card) => card.scrollIntoView({ block: "end" })');
    await person.picture(join(pictures, `${name}-${who}.png`));
  }
}

/** A request of Dana's that takes Lee's yes, in a channel that everybody sees; in the order it is played. */
export const fourEyesScenes: Record<string, Scene> = {
  'four eyes: neither who asked nor a bystander can approve': async (stage) => {
    const { dana, mika, pictures } = stage;
    for (const person of [dana, stage.lee, mika]) await person.goTo('General');
    const { danas } = await ask(stage, zoom.displayName, ' because the contract ended');
    await pictureBoth(stage, saying('Waiting for a second person', zoom.displayName), '30-waiting');
    await dana.press(danas, 'Approve');
    await dana.line(/This is your own request/);
    await dana.picture(join(pictures, '31-own-request.png'));
    const mikas = await mika.card(saying('Waiting for a second person', zoom.displayName));
    await typeName(mikas, zoom.displayName);
    await mika.press(mikas, 'Approve');
    await mika.line(/The rule “deletes need two” doesn’t let you answer this/);
    await mika.picture(join(pictures, '32-bystander.png'));
    await demandWrites(stage, zoom.servicePrincipalId, []);
  },

  'four eyes: the approver types the name and approves; all see it, and it is deleted once': async (
    stage,
  ) => {
    const { lee, mika } = stage;
    const lees = await lee.card(saying('Waiting for a second person', zoom.displayName));
    await lee.press(lees, 'Approve');
    await lee.card(/not the name|isn’t the name|Nothing was deleted/);
    await lee.picture(join(stage.pictures, '33-no-name.png'));
    await demandWrites(stage, zoom.servicePrincipalId, []);
    const again = await lee.card(saying('Waiting for a second person', zoom.displayName));
    await typeName(again, zoom.displayName);
    // An impatient person taps twice.
    await again.getByRole('button', { name: 'Approve', exact: true }).dblclick();
    await pictureBoth(stage, /Zoom.* (is|was) deleted.*Lee Park/s, '34-approved');
    await mika.card(/Zoom.* (is|was) deleted.*Lee Park/s);
    await demandWrites(stage, zoom.servicePrincipalId, [/^DELETE /]);
  },

  'four eyes: declined with a reason': async (stage) => {
    const { lee } = stage;
    const { lees } = await ask(stage, box.displayName);
    await fillIn(lees, /Reason for declining/, 'Not before the audit on Friday');
    await lee.press(lees, 'Decline');
    await pictureBoth(stage, /Lee Park declined.*Not before the audit on Friday/s, '35-declined');
    await demandWrites(stage, box.servicePrincipalId, []);
  },

  'four eyes: withdrawn by who asked': async (stage) => {
    const { danas } = await ask(stage, slack.displayName);
    await stage.dana.press(danas, 'Withdraw');
    await pictureBoth(stage, saying(slack.displayName, 'Dana Reyes withdrew'), '36-withdrawn');
    await demandWrites(stage, slack.servicePrincipalId, []);
  },

  'four eyes: the job changed meanwhile, so nothing is deleted and it is asked anew': async (stage) => {
    const { dana, lee } = stage;
    const { lees } = await ask(stage, miro.displayName);
    const { servicePrincipalId, jobId } = miro;
    const changed = await fetch(`${stage.sandboxUrl}/_sandbox/jobs`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ servicePrincipalId, jobId, set: { state: 'Paused' } }),
    });
    if (!changed.ok) throw new Error(`the sandbox answered ${changed.status}`);
    await typeName(lees, miro.displayName);
    await lee.press(lees, 'Approve');
    const changedSince = saying(miro.displayName, 'It changed after it was asked for');
    await pictureBoth(stage, changedSince, '37-asked-anew');
    await demandWrites(stage, servicePrincipalId, []);
    const anew = await lee.card(changedSince);
    await typeName(anew, miro.displayName);
    await lee.press(anew, 'Approve');
    await cards([dana, lee], /Miro & Friends.* (is|was) deleted.*Lee Park/s);
    await demandWrites(stage, servicePrincipalId, [/^DELETE /]);
  },

  'four eyes: nobody answers in time': async (stage) => {
    await stage.hurry();
    await ask(stage, serviceNow.displayName);
    await pictureBoth(stage, saying('Nobody answered in time', serviceNow.displayName), '38-expired');
    await demandWrites(stage, serviceNow.servicePrincipalId, []);
  },

  'four eyes: in the end Graph saw the two approved deletions and nothing else': async (stage) => {
    for (const { servicePrincipalId } of [zoom, miro]) {
      await demandWrites(stage, servicePrincipalId, [/^DELETE /]);
    }
    for (const { servicePrincipalId } of [box, slack, serviceNow]) {
      await demandWrites(stage, servicePrincipalId, []);
    }
  },
};
