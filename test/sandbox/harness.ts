import { request as rawRequest } from 'node:http';
import { sandboxIds } from '../../src/sandbox/ids.ts';
import type { Pace } from '../../src/sandbox/pace.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/server.ts';

/** JSON of any shape; tests look into it and fail where it is another. */
// biome-ignore lint/suspicious/noExplicitAny: the shapes are what is tested
export type Json = any;

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Json;
}

/** A clock that stands still until it is told to go on. */
export function handClock(start = Date.UTC(2026, 7, 20, 9, 0, 0)) {
  let now = start;
  return {
    now: () => now,
    pass(milliseconds: number) {
      now += milliseconds;
    },
  };
}

/** Round numbers, no cycles by themselves unless a test lets that much time pass. */
export const handPace: Pace = {
  pauseVisibleAfter: 1000,
  startVisibleAfter: 2000,
  deleteVisibleAfter: 3000,
  cycleEvery: 100_000,
  cycleTakes: 10_000,
};

/** Sandboxes to be stopped after each test or file, or a failing test would keep jest from ending. */
const open = new Set<Sandbox>();

export async function stopSandboxes(): Promise<void> {
  await Promise.all([...open].map((sandbox) => sandbox.stop()));
  open.clear();
}

/** `startSandbox` on any port, stopped by `stopSandboxes`. */
export async function startTracked(options: Partial<Parameters<typeof startSandbox>[0]> = {}) {
  const sandbox = await startSandbox({ port: 0, ...options });
  open.add(sandbox);
  return sandbox;
}

/** A sandbox with a clock of its own, and short ways to talk to it. */
export async function openSandbox(options: { pace?: Partial<Pace>; seed?: number } = {}) {
  const clock = handClock();
  const sandbox = await startTracked({
    clock,
    pace: { ...handPace, ...options.pace },
    ...(options.seed === undefined ? {} : { seed: options.seed }),
  });
  return { sandbox, clock, ...talkTo(sandbox) };
}

export function talkTo(sandbox: Sandbox) {
  const send = async (method: string, path: string, init: RequestInit = {}): Promise<Answer> => {
    const response = await fetch(`${sandbox.url}${path}`, { method, ...init });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: text === '' ? undefined : JSON.parse(text),
    };
  };
  const sendJson = (method: string, path: string, body: unknown) =>
    send(method, path, { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  return {
    send,
    sendJson,
    get: (path: string, headers: Record<string, string> = {}) => send('GET', path, { headers }),
    post: (path: string, body?: unknown) =>
      body === undefined ? send('POST', path) : sendJson('POST', path, body),
    calls: async (): Promise<Json[]> => (await send('GET', '/_sandbox/calls')).body.calls,
    plant: async (...faults: object[]) => {
      const answer = await sendJson('POST', '/_sandbox/faults', { faults });
      if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
    },
  };
}

type Name = keyof typeof sandboxIds;

export function jobsPath(name: Name, version = 'v1.0'): string {
  return `/${version}/servicePrincipals/${sandboxIds[name].servicePrincipalId}/synchronization/jobs`;
}

export function jobPath(name: Name, version = 'v1.0'): string {
  return `${jobsPath(name, version)}/${sandboxIds[name].jobId}`;
}

/** A request fetch wouldn't send: any target, any header, Host included. */
export function rawSend(
  sandbox: Pick<Sandbox, 'port'>,
  method: string,
  path: string,
  headers: Record<string, string>,
  body = '',
): Promise<{ status: number; body: Json }> {
  return new Promise((resolve, reject) => {
    const request = rawRequest(
      { host: '127.0.0.1', port: sandbox.port, method, path, headers, agent: false },
      (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => {
          text += chunk;
        });
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, body: text === '' ? undefined : JSON.parse(text) }),
        );
      },
    );
    request.on('error', reject);
    request.end(body);
  });
}
