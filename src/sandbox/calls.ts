import type { Caller } from './caller.ts';

/** One Graph request as the sandbox saw it; parts of a `$batch` are calls of their own. */
export interface Call {
  readonly seq: number;
  /** When it arrived, epoch milliseconds. */
  readonly at: number;
  readonly method: string;
  /** Percent-decoded path, then the query as it came. */
  readonly path: string;
  readonly version: 'v1.0' | 'beta' | null;
  /** Null until answered, and for ever when the connection ended without an answer. */
  status: number | null;
  readonly requestId: string;
  fault: string | null;
  /** `seq` of the `$batch` it came in. */
  readonly batch: number | null;
  /** Whether an Authorization header came along; its value is never kept. */
  readonly authorized: boolean;
  /** Whose token it was, where tokens are asked for. */
  readonly caller?: Caller;
}

export interface CallLog {
  open(call: Omit<Call, 'seq' | 'status' | 'fault'>): Call;
  list(): readonly Call[];
  clear(): void;
}

/** Oldest calls beyond this are forgotten, so that a sandbox left running doesn't grow. */
const kept = 20_000;

/** A log in memory. `seq` goes on after `clear`, so that no two calls of one sandbox share one. */
export function createCallLog(): CallLog {
  let calls: Call[] = [];
  let seq = 0;
  return {
    open(given) {
      seq += 1;
      const call: Call = { seq, ...given, status: null, fault: null };
      calls.push(call);
      if (calls.length > kept * 1.1) calls = calls.slice(-kept);
      return call;
    },
    list: () => calls,
    clear() {
      calls = [];
    },
  };
}
