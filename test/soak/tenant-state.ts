import { isWrite } from './graph-proxy.ts';
import type { Aim } from './scenario.ts';

/** A write as the sandbox tenant saw it. */
export interface Write {
  readonly method: string;
  readonly path: string;
  readonly status: number | null;
  /** Graph said yes to it. */
  readonly effective: boolean;
}

/** How the target stands, in the tenant's own words. */
export type TargetState =
  | { readonly kind: 'gone' }
  | { readonly kind: 'job'; readonly state: string; readonly quarantined: boolean }
  | { readonly kind: 'profile'; readonly status: string };

interface Summary {
  readonly principals: readonly {
    readonly servicePrincipalId: string;
    readonly jobs: readonly {
      readonly jobId: string;
      readonly state: string;
      readonly quarantine: string | null;
    }[];
  }[];
  readonly profiles: readonly { readonly profileId: string; readonly status: string }[];
}

async function ask(url: string): Promise<unknown> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return await response.json();
}

/** Every write that reached the tenant. */
export async function writesSeen(sandboxUrl: string): Promise<Write[]> {
  const { calls } = (await ask(`${sandboxUrl}/_sandbox/calls`)) as { calls: Omit<Write, 'effective'>[] };
  return calls
    .filter(({ method, path }) => isWrite(method, path))
    .map((call) => ({ ...call, effective: call.status !== null && call.status < 300 }));
}

export async function stateOf(sandboxUrl: string, aim: Aim): Promise<TargetState> {
  const tenant = (await ask(`${sandboxUrl}/_sandbox/tenant`)) as Summary;
  if (aim.kind === 'profile') {
    const profile = tenant.profiles.find((each) => each.profileId === aim.profileId);
    return profile === undefined ? { kind: 'gone' } : { kind: 'profile', status: profile.status };
  }
  const job = tenant.principals
    .find((principal) => principal.servicePrincipalId === aim.servicePrincipalId)
    ?.jobs.find((each) => each.jobId === aim.jobId);
  return job === undefined
    ? { kind: 'gone' }
    : { kind: 'job', state: job.state, quarantined: job.quarantine !== null };
}
