import { loadPolicyFile } from './load-policy-file.ts';
import type { PolicyReading } from './read-policy.ts';

/**
 * Reads a policy as a bot of this kind may use it.
 *
 * @param file POLICY_FILE
 * @param writesAs `app`: the bot changes jobs with its own rights, so every rule has to say whom it obeys
 * @returns the policy, or every problem found
 */
export async function readFor(file: string, writesAs: 'person' | 'app'): Promise<PolicyReading> {
  const reading = await loadPolicyFile(file);
  if (!reading.ok || writesAs === 'person') return reading;
  const lax = reading.policy.rules.filter(({ effect, who }) => effect === 'allow' && who.everyone);
  if (lax.length === 0) return reading;
  return {
    ok: false,
    problems: lax.map(({ name }) => ({
      line: 0,
      path: 'rules',
      message: `“${name}” lets everyone; with WRITES_AS=app name users or groups, or set WRITES_AS=person`,
    })),
  };
}
