import { startBot } from '../main.ts';
import { configOrExit, stopOnSignal } from './program.ts';

const config = configOrExit(process.env);
const bot = await startBot(config);
stopOnSignal(() => bot.stop());
process.stdout.write(`Sync Warden listens on http://${config.host}:${bot.port}/api/messages (sandbox)\n`);
