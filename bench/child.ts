import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** What a measured process has used since it began. */
export interface Usage {
  readonly cpu: { readonly user: number; readonly system: number };
  /** Bytes. */
  readonly memory: number;
}

export interface Measured<U extends Usage> {
  readonly process: ChildProcess;
  usage(): Promise<U>;
  /** As a crash does it. */
  kill(): Promise<void>;
}

/** Starts a program of this folder that answers each message with what it used; it ends with its parent. */
export function measured<U extends Usage>(program: string, args: readonly string[]): Measured<U> {
  const child = fork(join(import.meta.dirname, program), [...args], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  return {
    process: child,
    async usage() {
      child.send('usage');
      const [usage] = (await once(child, 'message')) as [U];
      return usage;
    },
    async kill() {
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/** Starts the fake Graph, which ends with its parent. @returns its address */
export async function startFakeGraph(
  tenants: number,
  jobs: number,
): Promise<{ readonly url: string; stop(): void }> {
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, 'fake-graph.ts'), String(tenants), String(jobs)],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  );
  const [url] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  return { url, stop: () => child.stdin.end() };
}
