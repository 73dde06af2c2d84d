import { parseArgs } from 'node:util';
import { systemClock } from '../clock.ts';
import { examine } from '../doctor/examine.ts';
import { jsonReport, textReport } from '../doctor/report.ts';
import { createSubject } from '../doctor/subject.ts';
import { endpointProblem } from '../doctor/teams.ts';
import { version } from '../version.ts';
import { projectRoot } from './project-root.ts';
import { exitWith } from './store-location.ts';

const usage = `Usage:
  MODE=production npm run doctor     looks at settings, store, Entra, Teams and Graph, and says what to mend
  MODE=sandbox npm run doctor        shows the same on stand-ins, on this machine alone

  npm run doctor -- --endpoint https://<host>/api/messages     asks the bot there, too (or set BOT_ENDPOINT)
  npm run --silent doctor -- --json                            the same for machines

It changes nothing. The exit code is 0 when nothing failed, 1 when something did, 2 when it was called wrongly.`;

/** Ends the program, saying how to call it. */
function misused(why: string): never {
  process.stderr.write(`${why}\n\n${usage}\n`);
  process.exit(2);
}

function readArguments() {
  try {
    const options = {
      json: { type: 'boolean' },
      endpoint: { type: 'string' },
      help: { type: 'boolean' },
    } as const;
    return parseArgs({ options }).values;
  } catch (error) {
    return misused(error instanceof Error ? error.message : String(error));
  }
}

const { json = false, endpoint, help = false } = readArguments();
if (help) {
  process.stdout.write(`${usage}\n`);
  process.exit(0);
}
const mode = process.env['MODE'] || undefined;
if (mode === undefined) misused('MODE is not set.');
const problem = endpoint === undefined ? null : endpointProblem(endpoint);
if (problem !== null) misused(`--endpoint: ${problem}.`);
if (mode === 'sandbox' && endpoint !== undefined)
  misused('--endpoint: in sandbox mode the doctor starts a bot of its own.');

/** Loaded only here: the whole bot comes with it. */
async function startStandIns() {
  const { startPatient } = await import('./sandbox-patient.ts');
  return await startPatient(process.env);
}

const patient =
  mode === 'sandbox'
    ? await startStandIns().catch((error: unknown) =>
        exitWith(`The stand-ins can't start: ${error instanceof Error ? error.message : String(error)}`),
      )
    : null;
const results = await examine(
  createSubject({
    env: patient?.env ?? process.env,
    root: patient?.root ?? projectRoot,
    clock: systemClock,
    endpoint,
  }),
);
await patient?.stop();

const { stdout } = process;
const colour = stdout.isTTY === true && !process.env['NO_COLOR'];
const heading = [
  `Sync Warden ${version}, ${mode} mode.`,
  ...(patient === null
    ? []
    : [
        'A demonstration: Entra, Graph and Teams are stand-ins on this machine, and nothing real is looked at.',
      ]),
];
const report = json
  ? jsonReport(results, mode, version)
  : textReport(results, { width: stdout.columns || 110, colour }, heading);
const code = results.some(({ status }) => status === 'fail') ? 1 : 0;
// Idle connections of the libraries must not keep it waiting, and a pipe must get all of it.
stdout.write(report, () => process.exit(code));
