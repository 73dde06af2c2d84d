/** The ids that one message or post has in each client, kept under an id that all of them share. */
export interface SharedIds {
  /** Keeps ids of the same thing together, by client; the id it goes by from now on. */
  share(own: ReadonlyMap<string, string>): string;
  /** What a client's own id is called by all; undefined for one that was never shared. */
  shared(client: string, own: string): string | undefined;
  /** What a client itself calls it; undefined where it never got it. */
  own(client: string, shared: string): string | undefined;
}

/** Looks like the ids of Teams, which are times in milliseconds. */
const first = 1_700_000_000_000;

export function createSharedIds(): SharedIds {
  const things = new Map<string, ReadonlyMap<string, string>>();
  return {
    share(own) {
      const shared = String(first + things.size);
      things.set(shared, new Map(own));
      return shared;
    },
    shared(client, own) {
      for (const [shared, each] of things) if (each.get(client) === own) return shared;
      return undefined;
    },
    own: (client, shared) => things.get(shared)?.get(client),
  };
}
