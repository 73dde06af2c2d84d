import type { WatchText } from '../language/command.ts';
import { typedWords } from '../language/target-text.ts';
import type { Notice } from '../notice.ts';
import type { Tx } from '../store/schema.ts';
import { quietHoursOf, type StoredWatch, watchesOf } from '../store/watches.ts';
import { endWatches } from '../watches/end-watches.ts';
import type { Change } from '../watches/record.ts';
import { meantWatches } from '../watches/which-watches.ts';
import type { TargetRow } from '../words.ts';
import type { Handler } from './handler.ts';

function asTyped(what: WatchText | null): string | null {
  if (what === null || what.kind === 'all') return null;
  return what.kind === 'pattern' ? what.pattern : typedWords(what.target);
}

const mostRows = 6;

/** Several jobs go by one name: which of their watches is to end. */
function which(watches: readonly StoredWatch[], asked: string | null): Notice {
  const rows = watches.flatMap(({ watched }): TargetRow[] =>
    watched.kind === 'job'
      ? [{ target: watched.target, displayName: watched.displayName, templateId: null, snapshot: null }]
      : [],
  );
  return {
    kind: 'picker',
    verb: 'unwatch',
    asked,
    rows: rows.slice(0, mostRows),
    total: rows.length,
    reason: null,
  };
}

async function end(
  tx: Tx,
  watches: readonly StoredWatch[],
  asked: string | null,
  by: Change,
): Promise<Notice> {
  await endWatches(tx, watches, by);
  return { kind: 'unwatched', watches: watches.map(viewOf), asked, at: by.now };
}

/** What people see of a watch. */
export const viewOf = ({ watched, only, byName, since }: StoredWatch) => ({ watched, only, byName, since });

/** Ends watches of the conversation; without a name the only one there is, and else lists them. */
export const unwatch: Handler<'unwatch'> = async (deps, { what }, { actor, place }) => {
  const { tenantId } = deps;
  const { conversationId } = place;
  return {
    kind: 'write',
    async write(tx, now) {
      const all = await watchesOf(tx, { conversationId, tenantId });
      const by = { actor, place, now };
      const asked = asTyped(what);
      if (what === null) {
        if (all.length < 2) return await end(tx, all, asked, by);
        const quiet = (await quietHoursOf(tx, [conversationId])).get(conversationId) ?? null;
        return { kind: 'watching', watches: all.map(viewOf), quiet, at: now };
      }
      const meant = meantWatches(all, what);
      if (what.kind === 'target' && meant.length > 1) return which(meant, asked);
      return await end(tx, meant, asked, by);
    },
  };
};
