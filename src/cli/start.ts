import { startBot } from '../main.ts';
import { startPlayground } from './playground.ts';
import { configOrExit, stopOnSignal, stopWithParent } from './program.ts';

const config = configOrExit({
  ...process.env,
  MODE: 'sandbox',
  LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'warn',
});
if (config.mode !== 'sandbox') throw new TypeError('npm start is always the sandbox');
try {
  const bot = await startBot(config);
  const client = await startPlayground({ botPort: bot.port, port: config.playgroundPort }).catch(
    async (error) => {
      await bot.stop();
      throw error;
    },
  );
  let stopping = false;
  const stop = async () => {
    stopping = true;
    await client.stop();
    await bot.stop();
  };
  stopWithParent(stopOnSignal(stop));
  bot.broken.then(async (reason) => {
    process.stderr.write(`Sync Warden stops: ${reason.message}\n`);
    await stop();
    process.exit(1);
  });
  client.ended.then(async () => {
    if (stopping) return;
    process.stderr.write('The Agents Playground ended, so everything stops.\n');
    await bot.stop();
    process.exit(1);
  });
  process.stdout.write(
    `
Sync Warden is running, on a sandbox tenant: nothing real is touched.

  Open   ${client.url}
  Type   list, status Slack, pause Slack, delete Zoom

  bot      http://${config.host}:${bot.port}/api/messages
  tenant   ${bot.graphBaseUrl}/_sandbox/tenant

Ctrl-C stops all.
`,
  );
} catch (error) {
  process.stderr.write(
    `Sync Warden can't start: ${error instanceof Error ? error.message : String(error)}\n`,
  );
  process.exit(1);
}
