import type { Clock } from '../clock.ts';
import { GraphFailure } from '../graph/failure.ts';
import { mostGroups } from '../graph/memberships.ts';
import type { Freshness, Three } from './verdict.ts';

/**
 * Which of some groups a person is in, by lower-case group id. What is not in the answer is unknown. Never throws.
 */
export type Memberships = (
  ask: {
    readonly tenantId: string;
    readonly userId: string;
    readonly groupIds: readonly string[];
  } & Freshness,
) => Promise<ReadonlyMap<string, Three>>;

export interface MembershipSource {
  /** Those of at most twenty groups that a user is in, lower-case. @throws when it can't be found out */
  readonly ask: (
    tenantId: string,
    userId: string,
    groupIds: readonly string[],
  ) => Promise<ReadonlySet<string>>;
  readonly clock: Clock;
  /** Told why a membership stayed unknown. */
  readonly report: (error: unknown) => void;
  /** How many answers are kept at most. */
  readonly most?: number;
}

/** Who was in a group is believed for five minutes, who was not for one: new rights should not have to wait. */
const keptYes = 300_000;
const keptNo = 60_000;
/** How old an answer may be when something is about to be done. */
const keptFresh = 60_000;

/** One of several groups may be gone, which Graph says of the whole request. */
const maybeOneOfThem = (error: unknown): boolean =>
  error instanceof GraphFailure &&
  error.kind === 'status' &&
  (error.answer.status === 400 || error.answer.status === 404);

/** Memberships from a source, remembered briefly, and asked for once when several want to know the same. */
export function rememberedMemberships({ ask, clock, report, most = 20_000 }: MembershipSource): Memberships {
  const known = new Map<string, { readonly member: boolean; readonly at: number }>();
  const underWay = new Map<string, Promise<Three>>();

  const remembered = (key: string, fresh: boolean): Three => {
    const answer = known.get(key);
    if (answer === undefined) return 'unknown';
    const age = clock.now() - answer.at;
    const kept = answer.member ? keptYes : keptNo;
    // A clock that was set back says nothing about age.
    if (age < 0 || age >= kept || (fresh && age >= keptFresh)) return 'unknown';
    return answer.member ? 'yes' : 'no';
  };

  const remember = (key: string, member: boolean, at: number) => {
    known.delete(key);
    known.set(key, { member, at });
    const oldest = known.size > most ? known.keys().next().value : undefined;
    if (oldest !== undefined) known.delete(oldest);
  };

  async function askTogether(
    tenantId: string,
    userId: string,
    groupIds: readonly string[],
  ): Promise<ReadonlyMap<string, boolean>> {
    try {
      const members = await ask(tenantId, userId, groupIds);
      return new Map(groupIds.map((id) => [id, members.has(id)]));
    } catch (error) {
      if (groupIds.length > 1 && maybeOneOfThem(error)) {
        const alone = await Promise.all(groupIds.map((id) => askTogether(tenantId, userId, [id])));
        return new Map(alone.flatMap((answer) => [...answer]));
      }
      report(error);
      return new Map();
    }
  }

  return async ({ tenantId, userId, groupIds, fresh = false }) => {
    const tenant = tenantId.toLowerCase();
    const user = userId.toLowerCase();
    const wanted = [...new Set(groupIds.map((id) => id.toLowerCase()))];
    const keyOf = (groupId: string) => `${tenant}/${user}/${groupId}`;
    const missing = wanted.filter(
      (id) => remembered(keyOf(id), fresh) === 'unknown' && !underWay.has(keyOf(id)),
    );
    for (let from = 0; from < missing.length; from += mostGroups) {
      const together = missing.slice(from, from + mostGroups);
      // As old as the question: what changed while it was on its way may have been missed.
      const at = clock.now();
      const answers = askTogether(tenant, user, together);
      for (const id of together) {
        const key = keyOf(id);
        const answer = answers
          .then((found): Three => {
            const member = found.get(id);
            if (member === undefined) return 'unknown';
            remember(key, member, at);
            return member ? 'yes' : 'no';
          })
          .finally(() => underWay.delete(key));
        underWay.set(key, answer);
      }
    }
    const answers = await Promise.all(
      wanted.map(async (id): Promise<readonly [string, Three]> => {
        const key = keyOf(id);
        return [id, await (underWay.get(key) ?? remembered(key, fresh))];
      }),
    );
    return new Map(answers);
  };
}
