/** What each room does, in a few words. */
export const roomWords: Readonly<Record<string, string>> = {
  http: 'the door: requests, limits, health',
  teams: 'callers, turns, sending; the bot SDKs',
  commands: 'one handler for each verb',
  operations: 'plan, confirm, run, verify, recover',
  watches: 'notice a change, tell who listens',
  targets: 'name to target, state, inventory',
  policy: 'who may do what, where',
  identity: 'tokens of the bot and of people',
  graph: 'Microsoft Graph',
  store: 'SQLite or PostgreSQL',
  background: 'the loops that run, poll and send',
  registration: 'permissions and app registrations',
  sandbox: 'a stand-in tenant',
  doctor: 'what is missing, and what mends it',
  cli: 'programs: serve, audit, policy …',
  reference: 'these pages',
  language: 'text to command',
  cards: 'notice to Adaptive Card',
  text: 'every sentence a person reads',
};

type Arrows = Readonly<Record<string, readonly string[]>>;

/** Every room that can be reached from one. */
function reach(from: string, arrows: Arrows, seen = new Set<string>()): ReadonlySet<string> {
  for (const to of arrows[from] ?? []) {
    if (seen.has(to)) continue;
    seen.add(to);
    reach(to, arrows, seen);
  }
  return seen;
}

/**
 * The arrows that can't be left out: those to a room that is reached through another one as well are not drawn.
 *
 * @param arrows without circles
 */
export function fewestArrows(arrows: Arrows): Arrows {
  return Object.fromEntries(
    Object.entries(arrows).map(([from, to]) => [
      from,
      to.filter((each) => !to.some((other) => other !== each && reach(other, arrows).has(each))),
    ]),
  );
}

// “graph” alone is a word of Mermaid's.
const idOf = (room: string) => `${room}_room`;

const told = (room: string) => {
  const words = roomWords[room];
  if (words === undefined) throw new Error(`src/reference/rooms.ts has no words for the room ${room}`);
  return { name: `<b>${room}</b>`, words };
};

const box = (room: string) => {
  const { name, words } = told(room);
  return `  ${idOf(room)}["${name}<br/>${words}"]`;
};

const line = (leaf: string) => {
  const { name, words } = told(leaf);
  return `${name}: ${words}`;
};

/**
 * The rooms as a Mermaid picture, from the rules that "npm run check" enforces.
 *
 * @param mayImport which rooms a room may import, besides the leaves
 * @param leaves rooms that every room may import
 * @throws Error for a room without words
 */
export function roomsPicture(mayImport: Arrows, leaves: readonly string[]): string {
  const rooms = Object.keys(mayImport).filter((room) => !leaves.includes(room));
  const arrows = fewestArrows(mayImport);
  return [
    '```mermaid',
    'flowchart TD',
    ...rooms.map(box),
    `  leaves(["any room may use<br/>${leaves.map(line).join('<br/>')}"])`,
    ...rooms.flatMap((room) => (arrows[room] ?? []).map((to) => `  ${idOf(room)} --> ${idOf(to)}`)),
    '```',
  ].join('\n');
}
