import { isSqliteFit } from '../store/open-file.ts';
import { type Answer, ask, Unreached } from './ask.ts';
import { fail, pass, warn } from './finding.ts';
import { inProduction, type Look } from './look.ts';
import type { Subject } from './subject.ts';

/** As package.json's `engines`: older ones can't run TypeScript sources as they are. */
const oldestNode = [22, 18] as const;

/** Seconds a clock may be off before somebody should look, and before tokens are refused (Entra allows 5 minutes). */
const limits = { warn: 60, fail: 300 };

/** @param versions as `process.versions` */
export function checkNode(versions: Readonly<Record<string, string | undefined>>, usesSqlite: boolean) {
  const { node = '0', sqlite = '0' } = versions;
  const [major = 0, minor = 0] = node.split('.').map(Number);
  const [leastMajor, leastMinor] = oldestNode;
  if (major < leastMajor || (major === leastMajor && minor < leastMinor)) {
    return fail(
      `This is Node.js ${node}, and the bot needs ${leastMajor}.${leastMinor} or newer.`,
      'Run `npm ci`, which brings a fitting Node.js.',
    );
  }
  if (usesSqlite && !isSqliteFit(sqlite)) {
    return fail(
      `Node.js ${node} has SQLite ${sqlite}, which can lose data.`,
      'Run `npm ci`, which brings a fitting Node.js, or use PostgreSQL in STORE_URL.',
    );
  }
  return pass(`Node.js ${node}${usesSqlite ? ` with SQLite ${sqlite}` : ''}.`);
}

async function anyDate({ timeout, production }: Subject): Promise<Answer & { readonly date: number }> {
  const cloud = production?.cloud;
  const addresses = cloud
    ? [`${cloud.authority}/common/v2.0/.well-known/openid-configuration`, `${cloud.graph}/v1.0/`]
    : [];
  let last: unknown;
  for (const address of addresses) {
    try {
      const answer = await ask(address, { timeout });
      if (answer.date !== null) return { ...answer, date: answer.date };
    } catch (error) {
      last = error;
    }
  }
  throw last ?? new Unreached('no answer had a date', null);
}

const clock: Look = inProduction(async (_config, subject) => {
  let answer: Awaited<ReturnType<typeof anyDate>>;
  try {
    answer = await anyDate(subject);
  } catch (error) {
    if (!(error instanceof Unreached)) throw error;
    return fail(
      `Neither Entra nor Graph could be asked for the time: ${error.message}.`,
      'Let this machine reach Entra and Graph by https: docs/reference/clouds.md has the addresses.',
    );
  }
  // The header counts whole seconds.
  const off = Math.round((subject.clock.now() + (answer.at - Date.now()) - answer.date - 500) / 1000);
  const seconds = Math.abs(off);
  const which = off < 0 ? 'slow' : 'fast';
  const mend = 'Turn on time synchronization (NTP) on this machine.';
  if (seconds > limits.fail)
    return fail(`The clock is ${seconds} s ${which}: tokens and questions don’t hold.`, mend);
  if (seconds > limits.warn) return warn(`The clock is ${seconds} s ${which}.`, mend);
  return pass(seconds <= 1 ? 'Right to the second.' : `${seconds} s ${which}.`);
});

/** Checks of the machine the doctor runs on. */
export const machine = {
  node: ({ store }) => checkNode(process.versions, store?.kind === 'file'),
  clock,
} satisfies Record<string, Look>;
