import { join } from 'node:path';
import { sandboxIds } from '../../src/sandbox/tenant.ts';
import { demandWrites } from './graph-writes.ts';
import type { Stage } from './scenes.ts';

/** A stage whose bot's clock can be moved on. */
export interface TimedStage extends Stage {
  /** Moves the bot's clock on, milliseconds. */
  readonly later: (milliseconds: number) => void;
}

const minute = 60_000;
const { dropbox, serviceNow } = sandboxIds;

/** Changes a job as an admin elsewhere would, and lets the bot's next look come at once. */
async function elsewhere(
  { sandboxUrl, later }: TimedStage,
  { servicePrincipalId, jobId }: { readonly servicePrincipalId: string; readonly jobId: string },
  set: object,
): Promise<void> {
  const response = await fetch(`${sandboxUrl}/_sandbox/jobs`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ servicePrincipalId, jobId, by: 'Ines Duarte', set }),
  });
  if (!response.ok) throw new Error(`the sandbox said ${response.status}: ${await response.text()}`);
  later(1.2 * minute);
}

/** What a channel that watches sees, and a pause that ends by itself, in the order it is played. */
export const watchScenes: Record<string, (stage: TimedStage) => Promise<void>> = {
  'channel: a watched job goes into quarantine elsewhere, and the channel is told why': async (stage) => {
    const { client, pictures } = stage;
    await client.goTo('General');
    await client.type('watch Dropbox Business', { mention: true, post: true });
    await client.card('Dropbox Business is watched here');
    await client.picture(join(pictures, '25-watch.png'));
    await elsewhere(stage, dropbox, {
      quarantine: { reason: 'EncounteredTotalEscrowThreshold', errorCode: 'EscrowThresholdExceeded' },
    });
    await client.card('Dropbox Business went into quarantine');
    await client.picture(join(pictures, '26-quarantine.png'));
  },

  'channel: it recovers elsewhere, and the channel is told': async (stage) => {
    await elsewhere(stage, dropbox, { quarantine: null });
    await stage.client.card('Dropbox Business is out of quarantine');
    await stage.client.picture(join(stage.pictures, '27-recovered.png'));
  },

  'channel: in quarantine again, it is started from the notice, with a question': async (stage) => {
    const { client, pictures } = stage;
    await elsewhere(stage, dropbox, { quarantine: { reason: 'EncounteredTotalEscrowThreshold' } });
    const notices = client.page
      .locator('.ac-adaptiveCard')
      .filter({ hasText: 'Dropbox Business went into quarantine' });
    await notices.nth(1).waitFor();
    await client.press(notices.last(), 'Start…');
    await client.press(await client.card('Start Dropbox Business?'), 'Start it');
    await client.card('Dropbox Business is started');
    await client.picture(join(pictures, '28-started-from-notice.png'));
    await demandWrites(stage, dropbox.servicePrincipalId, [/^POST start$/, /^POST start$/]);
  },

  'channel: what is watched, and no more of it': async ({ client, pictures }) => {
    await client.type('watching', { mention: true, post: true });
    const list = await client.card(/1 watch here/);
    await client.picture(join(pictures, '29-watching.png'));
    await client.press(list, 'Unwatch');
    await client.card('Dropbox Business is no longer watched');
  },

  'personal: a pause with an end, which ends by itself': async (stage) => {
    const { client, pictures, later } = stage;
    await client.goTo('Personal Chat');
    await client.type('pause ServiceNow for 10 min because CHG0421');
    const paused = await client.card('ServiceNow is paused');
    await paused.getByText('Changes wait until').first().waitFor();
    await client.picture(join(pictures, '30-timed-pause.png'));
    await client.press(paused, 'Extend 1 h');
    await client.card('The pause of ServiceNow lasts longer');
    await client.picture(join(pictures, '31-extended.png'));
    later(71 * minute);
    await client.card('Its pause was over, so I started it');
    await client.picture(join(pictures, '32-ended-by-itself.png'));
    await demandWrites(stage, serviceNow.servicePrincipalId, [
      /^POST pause$/,
      /^POST start$/,
      /^POST pause$/,
      /^POST start$/,
    ]);
  },
};
