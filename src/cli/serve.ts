import { type Bot, startBot } from '../main.ts';
import { version } from '../version.ts';
import { configOrExit, stopOnSignal, stopWithParent } from './program.ts';

/**
 * How long turns are still taken after SIGTERM, milliseconds: who sends it also takes the bot out of its load
 * balancer, which takes a moment to reach all that send. Nobody does so for Ctrl-C.
 */
const lookAway = 4000;

const config = configOrExit(process.env);
let bot: Bot | null = null;
// From the beginning: the first process of a container has no end of its own for a signal.
const stop = stopOnSignal(async (signal) => await bot?.stop(signal === 'SIGINT' ? 0 : lookAway));
// Of npm a signal ends only npm and its shell.
if (process.env['npm_lifecycle_event'] !== undefined) stopWithParent(stop);
bot = await startBot(config).catch((error: unknown) => {
  process.stderr.write(
    `Sync Warden can't start: ${error instanceof Error ? error.message : String(error)}\n`,
  );
  process.exit(1);
});
bot.broken.then(async (reason) => {
  process.stderr.write(`Sync Warden stops: ${reason.message}\n`);
  await bot?.stop();
  process.exit(1);
});
process.stdout.write(
  `Sync Warden ${version} listens on http://${config.host}:${bot.port}/api/messages (${config.mode})\n`,
);
