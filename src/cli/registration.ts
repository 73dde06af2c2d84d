import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { namesGroups } from '../policy/names-groups.ts';
import { problemText } from '../policy/problem.ts';
import { readFor } from '../policy/read-for.ts';
import { applicationOf } from '../registration/application.ts';
import { consentLinks } from '../registration/consent-links.ts';
import { planRegistration } from '../registration/plan.ts';
import { registrationScript } from '../registration/script.ts';
import { registrationSummary } from '../registration/summary.ts';
import { exitWith } from './store-location.ts';

const usage = `Usage: npm run registration -- [options]
  --cloud global|usgov|dod|china   CLOUD
  --writes-as person|app           WRITES_AS
  --schools                        SCHOOL_PROFILES=on
  --tenant <id>                    one of ALLOWED_TENANTS; may be given several times
  --groups                         the policy names groups; found out by itself where POLICY_FILE is set
  --who-did-it                     watches say who changed a job elsewhere
  --reader                         another registration than the bot's reads
  --out <folder>                   writes the applications, the script and the summary there
  --json                           prints all of it as JSON
Reads the bot's settings from the environment; what isn't registered yet may be missing. Asks nobody, changes nothing.`;

function readArguments() {
  try {
    return parseArgs({
      options: {
        cloud: { type: 'string' },
        'writes-as': { type: 'string' },
        schools: { type: 'boolean' },
        tenant: { type: 'string', multiple: true },
        groups: { type: 'boolean' },
        'who-did-it': { type: 'boolean' },
        reader: { type: 'boolean' },
        out: { type: 'string' },
        json: { type: 'boolean' },
        help: { type: 'boolean' },
      },
    }).values;
  } catch (error) {
    return exitWith(`${error instanceof Error ? error.message : String(error)}\n${usage}`);
  }
}

/** Whether the policy asks who is in a group; a policy that can't be read says nothing, so it ends the program. */
async function policyNamesGroups(file: string | undefined, writesAs: string | undefined): Promise<boolean> {
  if (file === undefined) return false;
  const reading = await readFor(file, writesAs === 'app' ? 'app' : 'person');
  if (!reading.ok) {
    const problems = reading.problems.map((problem) => `- ${problemText(problem)}`).join('\n');
    return exitWith(
      `POLICY_FILE ${file} can't be used, so it isn't known whether it names groups:\n${problems}`,
    );
  }
  return namesGroups(reading.policy);
}

const asked = readArguments();
if (asked.help) {
  process.stdout.write(`${usage}\n`);
  process.exit(0);
}
const env: NodeJS.ProcessEnv = {
  ...process.env,
  ...(asked.cloud === undefined ? {} : { CLOUD: asked.cloud }),
  ...(asked['writes-as'] === undefined ? {} : { WRITES_AS: asked['writes-as'] }),
  ...(asked.schools ? { SCHOOL_PROFILES: 'on' } : {}),
  ...(asked.tenant === undefined ? {} : { ALLOWED_TENANTS: asked.tenant.join(',') }),
};
const groupsInPolicy =
  asked.groups ?? (await policyNamesGroups(env['POLICY_FILE'] || undefined, env['WRITES_AS']));
const result = planRegistration(env, {
  groupsInPolicy,
  whoDidIt: asked['who-did-it'] ?? false,
  ownReader: asked.reader ?? false,
});
if (!result.ok) exitWith(`Nothing was made:\n${result.problems.map((problem) => `- ${problem}`).join('\n')}`);
const { plan } = result;
const applications = Object.fromEntries(
  plan.registrations
    .filter(({ credential }) => credential?.kind !== 'managed-identity')
    .map((registration) => [registration.holders[0], applicationOf(registration, plan)]),
);
const script = registrationScript(plan);
const summary = `${registrationSummary(plan).join('\n')}\n`;

if (asked.out !== undefined) {
  const files: Readonly<Record<string, string>> = {
    ...Object.fromEntries(
      Object.entries(applications).map(([holder, application]) => [
        `${holder}.json`,
        `${JSON.stringify(application, null, 2)}\n`,
      ]),
    ),
    'register.sh': script,
    'summary.txt': summary,
  };
  mkdirSync(asked.out, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(asked.out, name), text);
}
if (asked.json) {
  const { cloud, homeTenant, notes } = plan;
  const links = consentLinks(plan);
  const everything = { cloud: cloud.name, homeTenant, applications, links, notes, script };
  process.stdout.write(`${JSON.stringify(everything, null, 2)}\n`);
} else {
  process.stdout.write(summary);
  process.stdout.write(
    asked.out === undefined
      ? '\nWith --out <folder> the script that registers all this is written there.\n'
      : `\n${join(asked.out, 'register.sh')} registers all this; docs/register.md tells how.\n`,
  );
}
