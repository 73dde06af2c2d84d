import { claimConfirmation, putConfirmation } from '../../src/store/confirmations.ts';
import { rememberConversation } from '../../src/store/conversations.ts';
import { openStore } from '../../src/store/open.ts';
import { question } from './question.ts';

/** Opens the store named on the command line, as one of several at once, and tries to answer one question. */
const [, , file = ''] = process.argv;
const db = await openStore({ kind: 'file', file });
await db
  .transaction()
  .execute((tx) => putConfirmation(tx, question('a')))
  .catch(() => []);
let claims = 0;
let stored = 0;
for (let round = 0; round < 40; round++) {
  await rememberConversation(db, { id: `${process.pid} ${round}`, reference: '{}', now: round });
  stored++;
  const won = await db
    .transaction()
    .execute((tx) => claimConfirmation(tx, { token: 'a', now: 500, runId: 'r' }));
  if (won) claims++;
}
await db.destroy();
process.stdout.write(JSON.stringify({ claims, stored }));
