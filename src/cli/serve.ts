import { startBot } from '../main.ts';
import { configOrExit, stopOnSignal } from './program.ts';

const config = configOrExit(process.env);
const bot = await startBot(config).catch((error: unknown) => {
  process.stderr.write(
    `Sync Warden can't start: ${error instanceof Error ? error.message : String(error)}\n`,
  );
  process.exit(1);
});
stopOnSignal(() => bot.stop());
bot.broken.then(async (reason) => {
  process.stderr.write(`Sync Warden stops: ${reason.message}\n`);
  await bot.stop();
  process.exit(1);
});
process.stdout.write(
  `Sync Warden listens on http://${config.host}:${bot.port}/api/messages (${config.mode})\n`,
);
