import type * as z from 'zod/v4';
import { fileConflicts } from './file-conflicts.ts';
import { policyFile } from './file-shape.ts';
import type { Problem } from './problem.ts';
import { type Path, readYaml } from './read-yaml.ts';
import type { PolicyRules } from './rule.ts';
import { toPolicy } from './to-policy.ts';
import { policyWarnings } from './warnings.ts';

export type PolicyReading =
  | { readonly ok: true; readonly policy: PolicyRules; readonly warnings: readonly Problem[] }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** `rules[0].who.users[1]` */
function pathText(path: Path): string {
  return path.reduce<string>(
    (text, step) => (typeof step === 'number' ? `${text}[${step}]` : text === '' ? step : `${text}.${step}`),
    '',
  );
}

/** A file with more mistakes is no policy; to find the line of each takes time. */
const mostShown = 100;

/** What an issue says and about what: each unknown key by itself, everything else of what was read. */
function issueTexts(issue: z.core.$ZodIssue): readonly { readonly path: Path; readonly message: string }[] {
  const path = issue.path.map((step) => (typeof step === 'number' ? step : String(step)));
  const { message } = issue;
  return issue.code === 'unrecognized_keys'
    ? issue.keys.map((key) => ({ path: [...path, key], message: `“${key}” ${message}` }))
    : [{ path, message }];
}

/**
 * Reads a policy from the text of its file, YAML or JSON.
 *
 * @returns the policy with what there is to think about, or every problem that there is to mend
 */
export function readPolicy(text: string): PolicyReading {
  const read = readYaml(text);
  if ('problems' in read) return { ok: false, problems: read.problems };
  if (read.value === null || read.value === undefined) {
    const message = 'the policy is empty, so nobody may do anything; write version: 1 and a list of rules';
    return { ok: false, problems: [{ line: 0, path: '', message }] };
  }
  const at = (path: Path, message: string): Problem => ({
    line: read.lineOf(path),
    path: pathText(path),
    message,
  });
  const parsed = policyFile.safeParse(read.value);
  const issues = parsed.success ? [] : parsed.error.issues.flatMap(issueTexts);
  const found = [...issues, ...fileConflicts(read.value)];
  const problems = found
    .slice(0, mostShown)
    .map(({ path, message }) => at(path, message))
    .sort((a, b) => a.line - b.line);
  if (found.length > mostShown) {
    problems.push({ line: 0, path: '', message: `and ${found.length - mostShown} more` });
  }
  if (!parsed.success || problems.length > 0) return { ok: false, problems };
  const file = parsed.data;
  const warnings = policyWarnings(file).map(({ path, message }) => at(path, message));
  return { ok: true, policy: toPolicy(file), warnings };
}
