/** What can be told of a thrown thing without keeping it. */
export interface Cause {
  readonly name: string;
  readonly message: string;
  readonly code: string;
  /** Of the HTTP answer it stands for. */
  readonly status: number | null;
  readonly thrown: object;
}

/** Libraries wrap errors in one another; none goes deeper than this. */
const deepest = 6;

/** A thrown thing and what it says caused it, outermost first; by shape, for not every error is of one realm. */
export function* causes(error: unknown): Generator<Cause> {
  let at = error;
  for (let depth = 0; depth < deepest && typeof at === 'object' && at !== null; depth++) {
    const { name, message, code, status, cause } = at as Readonly<Record<string, unknown>>;
    yield {
      name: text(name),
      message: text(message),
      code: text(code),
      status: typeof status === 'number' ? status : null,
      thrown: at,
    };
    at = cause;
  }
}

const text = (value: unknown) => (typeof value === 'string' ? value : '');
