import { resolve } from 'node:path';
import { backUp } from '../store/back-up.ts';
import { exitWith, storeOrExit } from './store-location.ts';

const [copy, ...more] = process.argv.slice(2);
if (copy === undefined || copy.startsWith('-') || more.length > 0) {
  exitWith('Usage: npm run backup -- <file>   (a copy of the store, while the bot goes on)');
}
const store = storeOrExit(process.env);
if (store.kind === 'postgres') {
  exitWith('STORE_URL is a PostgreSQL database: back it up with its own tools, pg_dump or the provider’s.');
}
const pages = await backUp(store.file, resolve(copy)).catch((error: unknown) =>
  exitWith(error instanceof Error ? error.message : String(error)),
);
process.stdout.write(`${resolve(copy)}: ${pages} pages, checked\n`);
