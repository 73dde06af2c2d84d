import { stopOnSignal } from '../../src/cli/program.ts';

// Stands in for a bot whose end takes a time, fails or never comes: `<how> <at most milliseconds>`.
const [how = '', atMost = '5000'] = process.argv.slice(2);
const ends: Record<string, () => Promise<void>> = {
  quick: async () => {},
  slow: () => new Promise((resolve) => setTimeout(resolve, 3000)),
  hung: () => new Promise(() => {}),
  failing: () => Promise.reject(new Error('the store is gone')),
};
stopOnSignal(async (signal) => {
  process.stdout.write(`asked by ${signal}\n`);
  await ends[how]?.();
}, Number(atMost));
setInterval(() => {}, 1000);
process.stdout.write('ready\n');
