import { existsSync } from 'node:fs';
import { readStoreLocation } from '../config.ts';
import type { StoreLocation } from '../store/open.ts';

/** Where the store is that a program is to work on, or ends the program: one that isn't there is not made. */
export function storeOrExit(env: NodeJS.ProcessEnv): StoreLocation {
  const reading = readStoreLocation(env);
  if (!reading.ok) return exitWith(reading.problems.join('\n'));
  const { store } = reading;
  if (store.kind === 'file' && !existsSync(store.file)) {
    return exitWith(`there is no store at ${store.file}; set STORE_URL to the bot's`);
  }
  return store;
}

/** Ends the program with a sentence on standard error. */
export function exitWith(sentence: string): never {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}
