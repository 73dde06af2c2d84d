import { relative, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs, styleText } from 'node:util';
import { shellWord } from '../registration/shell-word.ts';
import { cardText } from '../sandbox/channel/card-text.ts';
import { createSandboxClient, NotTaken } from '../sandbox/channel/client.ts';
import { type Shown, startSandboxConnector } from '../sandbox/channel/connector.ts';
import { startSandboxEntra } from '../sandbox/entra/server.ts';
import { type SandboxUserName, sandboxApps, sandboxUsers } from '../sandbox/people.ts';
import { startSandbox } from '../sandbox/server.ts';
import { stopOnSignal, stopWithParent } from './program.ts';
import { writeRehearsalFiles } from './rehearsal-files.ts';
import { exitWith } from './store-location.ts';

const usage = `Usage: npm run rehearse [-- --port <port of the bot, 3978> --folder <for its settings, ./rehearsal>]
Stand-ins of Entra, Graph and Teams for a bot in production mode, on this machine alone.`;

const help = `  <sentence>          says it to the bot
  /tap <n> [text]     taps button n of the newest message that has buttons; text goes into its field
  /as <who>           becomes somebody else: ${Object.keys(sandboxUsers).join(', ')}
  /quit               ends the rehearsal`;

function readArguments() {
  try {
    const { values } = parseArgs({
      options: {
        port: { type: 'string', default: '3978' },
        folder: { type: 'string', default: 'rehearsal' },
      },
    });
    if (!/^\d{1,5}$/.test(values.port) || Number(values.port) > 65535) return exitWith(usage);
    return { port: Number(values.port), folder: resolve(values.folder) };
  } catch {
    return exitWith(usage);
  }
}

const { port, folder } = readArguments();
const write = (text: string): void => void process.stdout.write(`${text}\n`);
const dim = (text: string) => styleText('dim', text);

let user: SandboxUserName = 'adminUser';
/** The newest message with buttons, of each person's chat. */
const tappable = new Map<string, Shown>();
/** What each message said last. */
const said = new Map<string, string>();

function show(message: Shown): void {
  const { lines, buttons, fields } = cardText(message.card);
  if (buttons.length > 0) tappable.set(message.conversationId, message);
  const row = buttons.map(({ title }, index) => `(${index + 1}) ${title}`).join('   ');
  const text = [...lines, ...fields.map(({ label }) => `[ ${label} ]`), row]
    .filter((line) => line !== '')
    .map((line) => `  │ ${line}`)
    .join('\n');
  // A tap is answered with the card that everybody then gets.
  if (said.get(message.activityId) === text) return;
  said.set(message.activityId, text);
  write(`\n${text}`);
}

const entra = await startSandboxEntra();
// As docs/register.md has it: where a reader reads, the bot's own registration has no application permission.
const { clientId } = sandboxApps.bot;
const bot = entra.apps.get(clientId);
if (bot !== undefined) entra.apps.set(clientId, { ...bot, roles: [] });
const graph = await startSandbox({ port: 0, tls: entra.tls, entra });
const connector = await startSandboxConnector({
  tls: entra.tls,
  mayCall: async (authorization) => {
    const token = await entra.verify(/^Bearer (.+)$/.exec(authorization ?? '')?.[1] ?? '');
    return token?.claims['aud'] === entra.channel.issuer;
  },
  onShown: show,
});
const client = createSandboxClient({
  entra,
  connector,
  endpoint: `http://127.0.0.1:${port}/api/messages`,
});
const settings = writeRehearsalFiles(folder, { entra, graphUrl: graph.url, port });

async function tap(text: string): Promise<void> {
  const [, number = '', typed = ''] = /^(\d{1,3})(?:\s+(.*))?$/.exec(text) ?? [];
  const on = tappable.get(`a:${user}`);
  if (on === undefined) return write('No message with buttons has come yet.');
  const { buttons, fields } = cardText(on.card);
  const button = buttons[Number(number) - 1];
  if (button === undefined) return write(`It has the buttons 1 to ${buttons.length}.`);
  const input = Object.fromEntries(fields.map(({ id }) => [id, typed]));
  const answer = await client.tap(user, button, { activityId: on.activityId, input });
  if (answer.kind === 'message') write(`  │ ${answer.text}`);
  else show({ ...on, card: answer.card });
}

async function obey(line: string): Promise<void> {
  const [, word = '', rest = ''] = /^\/(\S+)\s*(.*)$/.exec(line) ?? [];
  switch (word) {
    case '':
      return await client.say(user, line);
    case 'tap':
      return await tap(rest);
    case 'as': {
      if (!Object.hasOwn(sandboxUsers, rest)) return write(help);
      user = rest as SandboxUserName;
      const { name, roles } = sandboxUsers[user];
      return write(dim(`You are ${name}${roles.length > 0 ? `, ${roles.join(', ')}` : ', without a role'}.`));
    }
    default:
      return write(help);
  }
}

function why(error: unknown): string {
  if (!(error instanceof NotTaken)) return String(error);
  return error.status === null
    ? `Nothing listens on port ${port}: start the bot in another terminal, as told above.`
    : `The bot answered ${error.status} and did nothing: its log says why.`;
}

const end = stopOnSignal(async () => {
  await Promise.all([connector.stop(), graph.stop()]);
  await entra.stop();
});
stopWithParent(end);

const near = relative(process.cwd(), settings);
const path = near.startsWith('..') ? settings : `./${near}`;
const here = /^[\w./+-]+$/.test(path) ? path : shellWord(path);
write(`
A rehearsal of production mode: Entra, Graph and Teams are stand-ins on this machine, nothing real is touched.

In another terminal:

  . ${here}
  npm run doctor
  npm run serve

Then type here, as ${sandboxUsers[user].name}: whoami, list, pause Slack, /tap 2

${help}
`);

const input = createInterface({ input: process.stdin });
// One after the other: a script's next line may tap what the line before brought.
let before = Promise.resolve();
input.on('line', (line) => {
  const typed = line.trim();
  if (typed === '/quit') return void before.then(end);
  if (typed !== '') before = before.then(() => obey(typed)).catch((error: unknown) => write(why(error)));
});
input.on('close', () => void before.then(() => (process.stdin.isTTY ? end() : undefined)));
