import type { Random } from './random.ts';

/**
 * Where a bot can be killed. `arrived`: the request is here and nothing came of it; `taken` and `recorded`: it had
 * its effect and the bot wasn't told; `answered`: the answer is on its way. `store-written`: the store's log grew.
 */
export const boundaries = [
  'activity-sent',
  'activity-answered',
  'read-arrived',
  'read-answered',
  'write-arrived',
  'write-taken',
  'write-answered',
  'post-arrived',
  'post-recorded',
  'post-answered',
  'put-arrived',
  'put-recorded',
  'put-answered',
  'store-written',
] as const;
export type Boundary = (typeof boundaries)[number];

export type KillPoint =
  | {
      readonly kind: 'boundary';
      readonly boundary: Boundary;
      /** The how manieth of its kind, counted from 1 in each life. */
      readonly occurrence: number;
      /** How long after it, milliseconds; only where the bot goes on by itself meanwhile. */
      readonly delay: number;
    }
  /** Counted from the first activity; in a later life from its start. */
  | { readonly kind: 'time'; readonly after: number };

/** The name under which kills at this point are counted. */
export function placeOf(point: KillPoint | null): Boundary | 'time' | 'none' {
  if (point === null) return 'none';
  return point.kind === 'time' ? 'time' : point.boundary;
}

/** In words, for reports. */
export function describeKill(point: KillPoint): string {
  if (point.kind === 'time') return `${point.after} ms after the beginning`;
  const delay = point.delay === 0 ? '' : `, ${point.delay} ms later`;
  return `${point.boundary} #${point.occurrence}${delay}`;
}

/** What the draw has to know of a scenario, so that most points are really met. */
export interface Shape {
  readonly activities: number;
  readonly reads: number;
  readonly writes: number;
  readonly posts: number;
  readonly puts: number;
  readonly storeWrites: number;
}

const weights: Readonly<Record<Boundary, number>> = {
  'activity-sent': 8,
  'activity-answered': 8,
  'read-arrived': 7,
  'read-answered': 9,
  'write-arrived': 8,
  'write-taken': 12,
  'write-answered': 12,
  'post-arrived': 6,
  'post-recorded': 9,
  'post-answered': 8,
  'put-arrived': 6,
  'put-recorded': 7,
  'put-answered': 7,
  'store-written': 24,
};

/** How often a boundary is met at most. */
function mostOf(boundary: Boundary, { activities, reads, writes, posts, puts, storeWrites }: Shape): number {
  if (boundary === 'store-written') return storeWrites;
  if (boundary.startsWith('activity')) return activities;
  if (boundary.startsWith('read')) return reads;
  if (boundary.startsWith('write')) return writes;
  return boundary.startsWith('post') ? posts : puts;
}

function boundaryPoint(random: Random, shape: Shape): KillPoint {
  const boundary = random.weigh(
    boundaries.map((each) => [mostOf(each, shape) === 0 ? 0 : weights[each], each] as const),
  );
  const occurrence = random.int(1, mostOf(boundary, shape));
  const goesOn = boundary.endsWith('answered') || boundary === 'activity-sent';
  const delay =
    boundary === 'store-written'
      ? random.pick([0, 0, 1, 2, 4])
      : goesOn && random.chance(0.7)
        ? random.int(1, 30)
        : 0;
  return { kind: 'boundary', boundary, occurrence, delay };
}

/** When the bot dies: at one point, at two (the second in its second life), or, now and then, not at all. */
export function drawKillPoints(random: Random, shape: Shape): readonly KillPoint[] {
  if (random.chance(0.06)) return [];
  const first: KillPoint = random.chance(0.12)
    ? { kind: 'time', after: random.int(0, 3000) }
    : boundaryPoint(random, shape);
  if (!random.chance(0.3)) return [first];
  // What the first life left behind is taken up when its leases run out: 15 s after it died.
  const second: KillPoint = random.weigh<KillPoint>([
    [3, { kind: 'time', after: random.int(0, 4000) }],
    [3, { kind: 'time', after: random.int(13_000, 19_000) }],
    [6, boundaryPoint(random, { ...shape, reads: 4, activities: 1 })],
  ]);
  return [first, second];
}
