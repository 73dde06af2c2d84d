import { fileURLToPath } from 'node:url';

/** What a log line keeps of a thrown thing. */
export interface DescribedError {
  readonly name: string;
  /** Left out where it may hold what was said, sent or received. */
  readonly message?: string;
  readonly code?: string;
  /** Of the HTTP answer it stands for. */
  readonly status?: number;
  /** Frames alone: V8 puts the message before them. */
  readonly stack?: readonly string[];
  readonly cause?: DescribedError;
}

const own = fileURLToPath(new URL('.', import.meta.url)).replaceAll('\\', '/');
const mostFrames = 12;
const deepest = 4;
const longestMessage = 300;

/** As classes are called. */
const nameLike = /^[A-Z][A-Za-z]{2,40}$/;
/** Codes of Node, SQLite and PostgreSQL; those of other services are whatever they answered. */
const codeLike = /^([A-Z][A-Z0-9_]{2,39}|[0-9A-Z]{5})$/;

/** Only what V8 put behind the message: a message with line breaks can look like frames, even like frames of ours. */
function framesOf(stack: unknown, message: unknown): string[] {
  if (typeof stack !== 'string' || typeof message !== 'string') return [];
  const at = stack.indexOf(message);
  if (at === -1) return [];
  const lines = stack.slice(at + message.length).split('\n');
  const first = lines.findIndex((line) => /^\s+at .+(:\d+:\d+|<anonymous>|native)\)?$/.test(line));
  return first === -1 ? [] : lines.slice(first, first + mostFrames).map((line) => line.trim());
}

/** Whether these sources made the error: then its message is one of ours, written not to tell anything. */
function isOurs([first = '']: readonly string[]): boolean {
  const frame = first.replaceAll('\\', '/');
  return frame.includes(own) && !frame.includes('/node_modules/');
}

/** Whether the system made it: an address, a port or a file, never what was sent. */
const isOfSystem = (error: object) => 'syscall' in error && typeof error.syscall === 'string';

/** What must not be in a message even if it is one of ours. */
export function cleaned(text: string): string {
  return text
    .replaceAll(/eyJ[\w-]+\.[\w-]+(\.[\w-]*)?/g, '[token]')
    .replaceAll(/\b(bearer|basic)\s+\S+/gi, '$1 [token]')
    .replaceAll(/(https?|postgres(?:ql)?):\/\/[^\s/@]*@/gi, '$1://[user]@')
    .replaceAll(/\?[^\s"')]*=[^\s"')]*/g, '?[query]')
    .slice(0, longestMessage);
}

const nameOf = (error: object): string => {
  const name = 'name' in error ? error.name : undefined;
  return typeof name === 'string' && nameLike.test(name) ? name : 'Error';
};

function statusOf(error: object): number | null {
  for (const key of ['status', 'statusCode']) {
    const value = (error as Record<string, unknown>)[key];
    if (typeof value === 'number' && value >= 100 && value <= 599) return value;
  }
  return null;
}

/**
 * Describes a thrown thing for the log, by a list of what may be told. Errors of libraries carry requests with their
 * headers and bodies, and messages that repeat answers; nothing of that is looked at.
 *
 * @param error anything
 */
export function describeError(error: unknown, depth = 0): DescribedError {
  if (typeof error !== 'object' || error === null) return { name: typeof error };
  try {
    return describeObject(error, depth);
  } catch {
    // A getter of its own threw. Lines are written while other errors are caught.
    return { name: 'Unreadable' };
  }
}

function describeObject(error: object, depth: number): DescribedError {
  const { code, message, stack, cause, customError } = error as Readonly<Record<string, unknown>>;
  // Microsoft's Graph client has a name of its own for it.
  const inner = cause ?? customError;
  const frames = framesOf(stack, message);
  const mayTell = isOurs(frames) || isOfSystem(error);
  const status = statusOf(error);
  return {
    name: nameOf(error),
    ...(mayTell && typeof message === 'string' && message !== '' ? { message: cleaned(message) } : {}),
    ...(typeof code === 'string' && codeLike.test(code) ? { code } : {}),
    ...(status === null ? {} : { status }),
    ...(frames.length === 0 ? {} : { stack: frames }),
    ...(typeof inner === 'object' && inner !== null && depth < deepest
      ? { cause: describeError(inner, depth + 1) }
      : {}),
  };
}
