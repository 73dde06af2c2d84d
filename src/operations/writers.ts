import type { Graph } from '../graph/client.ts';
import type { Operation } from '../words.ts';

/** Whose rights a write is done with: the bot's own, or those of the person whose tap brought them. */
export type WritesAs = 'app' | 'person';

/** Gives runs the Graph they may write with. Nothing of it is ever stored. */
export interface Writers {
  as(operation: Operation): WritesAs;
  /** The same for people to read; null where nobody has rights of their own. */
  told(operation: Operation): WritesAs | null;
  /** The Graph for a run in a tenant; null when its person's sign-in is not to be had here any more. */
  of(run: { readonly id: string; readonly tenantId: string }, operation: Operation): Graph | null;
  /** Keeps a person's Graph for a run of theirs, in memory, for a short while. */
  keep(runId: string, graph: Graph): void;
  /** The run has ended. */
  forget(runId: string): void;
}

/** Every write as it is: the sandbox knows no rights. */
export function appWriters(graph: Graph): Writers {
  return { as: () => 'app', told: () => null, of: () => graph, keep: () => {}, forget: () => {} };
}

const mostKept = 1000;
/** A run that waits for `Retry-After` goes on within this, milliseconds. */
const keptFor = 10 * 60_000;

/**
 * Writes with the rights of the person who said yes.
 *
 * @param app the bot's own Graph for the operations it may do itself; null when a person is needed for all
 */
export function personWriters(
  app: {
    readonly graphOf: (tenantId: string) => Graph;
    readonly operations: readonly Operation[];
  } | null,
  clock: { now(): number },
): Writers {
  const kept = new Map<string, { readonly graph: Graph; readonly until: number }>();
  const byApp = (operation: Operation) => app?.operations.includes(operation) === true;
  return {
    as: (operation) => (byApp(operation) ? 'app' : 'person'),
    told: (operation) => (byApp(operation) ? 'app' : 'person'),
    of({ id, tenantId }, operation) {
      if (byApp(operation)) return app?.graphOf(tenantId) ?? null;
      const found = kept.get(id);
      return found !== undefined && found.until > clock.now() ? found.graph : null;
    },
    keep(runId, graph) {
      const now = clock.now();
      for (const [id, { until }] of kept) if (until <= now || kept.size >= mostKept) kept.delete(id);
      kept.set(runId, { graph, until: now + keptFor });
    },
    forget: (runId) => kept.delete(runId),
  };
}
