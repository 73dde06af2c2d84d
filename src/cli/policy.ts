import { parseArgs } from 'node:util';
import { decideDeed } from '../policy/decide.ts';
import { describePolicy } from '../policy/describe-policy.ts';
import { explainDeed } from '../policy/explain-deed.ts';
import { isObjectId, policySchema } from '../policy/file-shape.ts';
import { problemText } from '../policy/problem.ts';
import { readFor } from '../policy/read-for.ts';
import type { PolicyRules } from '../policy/rule.ts';
import type { Approvers, PolicyPlace } from '../policy/verdict.ts';
import { refusalSentences } from '../text/policy.ts';
import type { Operation, Target } from '../words.ts';
import { exitWith } from './store-location.ts';

const usage = `Usage:
  npm run policy -- check [file]        is it right, and what does it allow?
  npm run policy -- explain [file] --user <object id> --operation pause|start|delete|pause-profile
                    --target <service principal id>/<job id>|<profile id> [--name <its name>]
                    [--group <object id of a group the user is in>]... [--tenant <id>]
                    [--conversation <id of the channel or chat>] [--team <id>]...
                                        may somebody do something, and why?
  npm run policy -- schema              the JSON schema of the file
Without a file POLICY_FILE names it. Nothing is asked of Graph: groups that are not given count as not joined, and
without --conversation and --team the place is the personal chat.`;

function readArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        user: { type: 'string' },
        operation: { type: 'string' },
        target: { type: 'string' },
        name: { type: 'string' },
        group: { type: 'string', multiple: true },
        tenant: { type: 'string' },
        conversation: { type: 'string' },
        team: { type: 'string', multiple: true },
      },
    });
  } catch {
    return exitWith(usage);
  }
}

const write = (lines: readonly string[]) => process.stdout.write(`${lines.join('\n')}\n`);

/** The policy of a file with its warnings shown; ends the program with every problem when there are any. */
async function policyOrExit(file: string | undefined): Promise<PolicyRules> {
  const named = file ?? (process.env['POLICY_FILE'] || undefined);
  if (named === undefined) return exitWith(`No file is named, and POLICY_FILE is not set.\n${usage}`);
  const read = await readFor(named, process.env['WRITES_AS'] === 'app' ? 'app' : 'person');
  if (!read.ok) {
    const count = read.problems.length === 1 ? 'a problem' : `${read.problems.length} problems`;
    return exitWith(
      [`${named} has ${count}:`, ...read.problems.map((each) => `- ${problemText(each)}`)].join('\n'),
    );
  }
  if (read.warnings.length > 0) {
    write([
      `${named} can be used. To think about:`,
      ...read.warnings.map((each) => `- ${problemText(each)}`),
      '',
    ]);
  }
  return read.policy;
}

/** What the operation is about: a school profile or, by both its ids, a job. */
function readTarget(operation: Operation, text: string): Target {
  const [first = '', jobId, ...more] = text.split('/');
  if (!isObjectId(first) || more.length > 0) return exitWith(`--target: “${text}” is no id.\n${usage}`);
  if (operation === 'pause-profile') {
    if (jobId !== undefined) return exitWith('--target must be the id of a school profile.');
    return { kind: 'profile', profileId: first };
  }
  if (jobId === undefined || jobId === '') {
    return exitWith('--target must be <service principal id>/<job id>: a rule may be about a single job.');
  }
  return { kind: 'job', servicePrincipalId: first, jobId };
}

/** The kind of a place, by the ids that are given of it. */
function readPlace(tenantId: string, conversation: string | undefined, team: readonly string[]): PolicyPlace {
  const inChannel = team.length > 0 || /@thread\.(tacv2|skype)$/i.test(conversation ?? '');
  const scope = inChannel ? 'channel' : conversation?.startsWith('19:') ? 'groupChat' : 'personal';
  return { tenantId, conversationId: conversation ?? '', thread: null, scope, teamIds: team };
}

const operations: readonly Operation[] = ['pause', 'start', 'delete', 'pause-profile'];

const approvers = ({ users, groups }: Approvers): string =>
  [
    ...(users.length > 0 ? [`one of the users ${users.join(', ')}`] : []),
    ...(groups.length > 0 ? [`a member of the groups ${groups.join(', ')}`] : []),
  ].join(' or ') || 'nobody: no approver is named';

const unsure = (of: string): string =>
  `rules that deny for certain ${of} count as applying, rules that allow for certain ${of} do not.`;

/** The verdict on a deed, and how each rule fits it. */
function explain(policy: PolicyRules, values: ReturnType<typeof readArguments>['values']): readonly string[] {
  const { user, target: id, name = '', group = [], tenant, conversation, team = [] } = values;
  const operation = operations.find((each) => each === values.operation);
  if (user === undefined || operation === undefined || id === undefined) return exitWith(usage);
  for (const each of [user, ...group]) {
    if (!isObjectId(each)) return exitWith(`“${each}” is no object id.\n${usage}`);
  }
  const actor = { tenantId: tenant ?? '', objectId: user, name: user };
  const place = readPlace(actor.tenantId, conversation, team);
  const about = { target: readTarget(operation, id), displayName: name };
  const joined = new Set(group.map((each) => each.toLowerCase()));
  const memberOf = (groupId: string) => (joined.has(groupId) ? 'yes' : 'no');
  const circumstances = { actor, place, operation, about };
  const verdict = decideDeed(policy, circumstances, memberOf);
  const lines = verdict.allowed
    ? [
        `Allowed by the rule “${verdict.rule}”${verdict.asks ? ', after a confirmation' : ''}.`,
        ...(verdict.approval === null
          ? []
          : [
              `Needs approval (rule “${verdict.approval.rule}”) by ${approvers(verdict.approval)}.`,
              ...verdict.approval.also.map((each) => `The approver must also be ${approvers(each)}.`),
            ]),
      ]
    : ['Not allowed.', ...Object.values(refusalSentences(verdict)).filter((line) => line !== null)];
  return [
    ...lines,
    '',
    ...explainDeed(policy, circumstances, memberOf).map((line) => `- ${line}`),
    ...(name === '' ? [`Without --name ${unsure('names')}`] : []),
    ...(tenant === undefined ? [`Without --tenant ${unsure('tenants')}`] : []),
  ];
}

const { values, positionals } = readArguments();
const [task, file, ...more] = positionals;
const asksMore = Object.keys(values).length > 0;
if (more.length > 0) exitWith(usage);
if (task === 'schema' && file === undefined && !asksMore) {
  write([JSON.stringify(policySchema(), null, 2)]);
} else if (task === 'check' && !asksMore) {
  const policy = await policyOrExit(file);
  write(describePolicy(policy));
} else if (task === 'explain') {
  write(explain(await policyOrExit(file), values));
} else exitWith(usage);
