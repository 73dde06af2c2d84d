import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { sandboxIds } from '../../src/sandbox/tenant.ts';
import type { Client } from './client.ts';
import { demandWrites } from './graph-writes.ts';

export interface Stage {
  readonly client: Client;
  readonly sandboxUrl: string;
  /** Folder for the pictures of this run. */
  readonly pictures: string;
  readonly root: string;
}

export type Scene = (stage: Stage) => Promise<void>;

const {
  slack,
  zoom,
  serviceNow,
  box,
  databricksEu,
  dropbox,
  workday,
  atlassianCloud,
  awsIdentityCenter: aws,
  gitHub: github,
  googleWorkspace: google,
} = sandboxIds;

/** Everything a person does in the client, in the order it is played. */
export const scenes: Record<string, Scene> = {
  'personal: hello on install, and help': async ({ client, pictures }) => {
    await client.goTo('Personal Chat');
    await client.card('Hello, I’m Sync Warden');
    await client.picture(join(pictures, '01-welcome.png'));
    await client.type('help');
    await client.card('What you can say to me');
    await client.picture(join(pictures, '02-help.png'));
  },

  'personal: status, then pause by its button, then the result': async (stage) => {
    const { client, pictures, root } = stage;
    await client.type('status Slack');
    const status = await client.card('Slack is active');
    await client.picture(join(pictures, '03-status.png'));
    await client.press(status, 'Pause');
    await client.card('Slack is paused');
    await client.picture(join(pictures, '04-paused.png'));
    await demandWrites(stage, slack.servicePrincipalId, [/^POST pause$/]);
    mkdirSync(join(root, 'docs/images'), { recursive: true });
    await client.picture(join(root, 'docs/images/pause.png'));
  },

  'personal: list, and a row opens its status': async ({ client, pictures }) => {
    await client.type('list');
    await client.card(/\d+ jobs/);
    await client.picture(join(pictures, '05-list.png'));
  },

  'personal: delete asks for the name, refuses a wrong one, and deletes with the right one': async (
    stage,
  ) => {
    const { client, pictures } = stage;
    await client.type('delete Zoom');
    const question = await client.card('Delete the Zoom job?');
    await client.picture(join(pictures, '06-delete-question.png'));
    await question.getByRole('textbox').fill('Slack');
    await client.press(question, 'Delete');
    await client.card(/not the name|isn’t the name|Nothing was deleted/);
    await client.picture(join(pictures, '07-delete-wrong-name.png'));
    await demandWrites(stage, zoom.servicePrincipalId, []);
    const again = await client.card('Delete the Zoom job?');
    await again.getByRole('textbox').fill('Zoom');
    await client.press(again, 'Delete');
    await client.card(/Zoom.*deleted/);
    await client.picture(join(pictures, '08-deleted.png'));
    await demandWrites(stage, zoom.servicePrincipalId, [/^DELETE /]);
  },

  'personal: delete, then Keep it': async (stage) => {
    const { client, pictures } = stage;
    await client.type('delete GitHub Enterprise Cloud');
    const question = await client.card('Delete the GitHub Enterprise Cloud job?');
    await client.press(question, 'Keep it');
    await client.card(/kept/);
    await client.picture(join(pictures, '09-kept.png'));
    await demandWrites(stage, github.servicePrincipalId, []);
  },

  'personal: several of one name': async ({ client, pictures }) => {
    await client.type('pause Cisco Webex');
    await client.card('Which Cisco Webex');
    await client.picture(join(pictures, '10-picker.png'));
  },

  'personal: pause typed': async (stage) => {
    await stage.client.type('pause Databricks EU because CHG0421');
    const outcome = await stage.client.card('Databricks EU is paused');
    await outcome.getByText('CHG0421').first().waitFor();
    await stage.client.picture(join(stage.pictures, '14-pause-typed.png'));
    await demandWrites(stage, databricksEu.servicePrincipalId, [/^POST pause$/]);
  },

  'personal: what is not a command does nothing': async (stage) => {
    await stage.client.type("don't delete Box");
    await stage.client.card(/don.t delete Box/);
    await stage.client.picture(join(stage.pictures, '15-not-a-command.png'));
    await demandWrites(stage, box.servicePrincipalId, []);
  },

  'personal: start, typed and tapped, with its question where it is in quarantine': async (stage) => {
    const { client, pictures } = stage;
    await client.type('resume Dropbox Business');
    await client.card('Dropbox Business is started');
    await demandWrites(stage, dropbox.servicePrincipalId, [/^POST start$/]);
    await client.type('start Workday to Active Directory');
    const question = await client.card(/Start Workday to Active Directory/);
    await client.picture(join(pictures, '17-start-question.png'));
    await client.press(question, 'Start it');
    const done = client.page
      .locator('.ac-adaptiveCard')
      .filter({ hasText: 'Workday to Active Directory is started' });
    await done.nth(1).waitFor();
    await client.picture(join(pictures, '18-started.png'));
    await demandWrites(stage, workday.servicePrincipalId, [/^POST start$/]);
  },

  'personal: pause of a school profile, and of one on the retired service': async (stage) => {
    const { client, pictures } = stage;
    for (const [name, after] of [
      ['Contoso High School', /Contoso High School is paused/],
      ['Northwind Academy (SDS Classic)', /retired/],
    ] as const) {
      await client.type(`pause school ${name}`);
      const question = await client.card(`Pause the school ${name}?`);
      await client.picture(join(pictures, `19-school-question-${name.slice(0, 7)}.png`));
      await client.press(question, 'Pause');
      await client.page.locator('.ac-adaptiveCard').filter({ hasText: after }).nth(1).waitFor();
      await client.picture(join(pictures, `20-school-${name.slice(0, 7)}.png`));
    }
  },

  'group: typed with a mention': async (stage) => {
    await stage.client.goTo('Identity on call');
    await stage.client.type('pause Box', { mention: true });
    await stage.client.card('Box is paused');
    await stage.client.picture(join(stage.pictures, '16-group-paused.png'));
    await demandWrites(stage, box.servicePrincipalId, [/^POST pause$/]);
  },

  'channel: typed with a mention, tapped, in its thread': async (stage) => {
    const { client, pictures } = stage;
    await client.goTo('General');
    await client.type('status ServiceNow', { mention: true, post: true });
    const status = await client.card('ServiceNow is active');
    await client.picture(join(pictures, '11-channel-status.png'));
    await client.press(status, 'Pause');
    await client.card('ServiceNow is paused');
    await client.picture(join(pictures, '12-channel-paused.png'));
    await demandWrites(stage, serviceNow.servicePrincipalId, [/^POST pause$/]);
  },

  'channel: delete with the typed name; the result is also posted': async (stage) => {
    const { client, pictures } = stage;
    await client.type('delete Google Workspace', { mention: true, post: true });
    const question = await client.card('Delete the Google Workspace job?');
    await question.getByRole('textbox').fill('Google Workspace');
    await client.press(question, 'Delete');
    await client.card(/Google Workspace.*deleted/);
    const shown = client.page.locator('.ac-adaptiveCard').filter({ hasText: /Google Workspace.*deleted/ });
    await shown.nth(1).waitFor();
    await client.picture(join(pictures, '13-channel-deleted.png'));
    await demandWrites(stage, google.servicePrincipalId, [/^DELETE /]);
  },

  'channel: start and pause of a school profile, tapped': async (stage) => {
    const { client, pictures } = stage;
    await client.type('status Atlassian Cloud', { mention: true, post: true });
    await client.press(await client.card('Atlassian Cloud is paused'), 'Start…');
    await client.press(await client.card('Start Atlassian Cloud?'), 'Start it');
    await client.page
      .locator('.ac-adaptiveCard')
      .filter({ hasText: 'Atlassian Cloud is started' })
      .nth(1)
      .waitFor();
    await demandWrites(stage, atlassianCloud.servicePrincipalId, [/^POST start$/]);
    await client.type('status school Fabrikam Primary', { mention: true, post: true });
    await client.press(await client.card('Fabrikam Primary is'), 'Pause…');
    await client.press(await client.card('Pause the school Fabrikam Primary?'), 'Pause');
    await client.page
      .locator('.ac-adaptiveCard')
      .filter({ hasText: 'Fabrikam Primary is paused' })
      .nth(1)
      .waitFor();
    await client.picture(join(pictures, '21-channel-school.png'));
  },

  'channel: pause and start typed': async (stage) => {
    const { client } = stage;
    await client.type('pause AWS IAM Identity Center', { mention: true, post: true });
    await client.card('AWS IAM Identity Center is paused');
    await client.type('start AWS IAM Identity Center', { mention: true, post: true });
    await client.card('AWS IAM Identity Center is started');
    await demandWrites(stage, aws.servicePrincipalId, [/^POST pause$/, /^POST start$/]);
    await client.type('pause school Contoso High School', { mention: true, post: true });
    await client.card('Contoso High School was already paused');
  },

  'personal: start and delete tapped': async (stage) => {
    const { client, pictures } = stage;
    await client.goTo('Personal Chat');
    await client.type('status ServiceNow');
    await client.press(await client.card('ServiceNow is paused'), 'Delete…');
    const question = await client.card('Delete the ServiceNow job?');
    await client.press(question, 'Keep it');
    await client.card('The ServiceNow job was kept');
    await client.type('status ServiceNow');
    await client.press(await client.card('ServiceNow is paused'), 'Start');
    await client.card('ServiceNow is started');
    await client.picture(join(pictures, '22-start-tapped.png'));
    await demandWrites(stage, serviceNow.servicePrincipalId, [/^POST pause$/, /^POST start$/]);
  },

  'personal: history and who, typed and tapped': async ({ client, pictures }) => {
    await client.type('who paused Slack?');
    const who = await client.card(/Slack was paused by/);
    await client.picture(join(pictures, '23-who.png'));
    await client.press(who, 'Refresh');
    await client.type('history Google Workspace');
    await client.card(/Google Workspace, \d+ entr/);
    await client.picture(join(pictures, '24-history.png'));
  },
};
