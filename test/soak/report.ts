import { describeKill, placeOf } from './kill-point.ts';
import type { SeedResult } from './play-seed.ts';
import { readCard } from './read-card.ts';

function cardsOf(result: SeedResult): string[] {
  return result.messages.flatMap((message) => [
    `  ${message.activityId} in ${message.conversationId}`,
    ...message.cards.map((card) => {
      const { kind, text } = readCard(card);
      return `    ${kind}: ${text}`;
    }),
  ]);
}

/** Everything there is to know of a seed that failed. */
export function failureReport(result: SeedResult): string {
  const { seed, scenario, killPoints, kills } = result;
  const { name, operation, aim, where } = scenario;
  return [
    `FAIL  seed ${seed}: ${name}`,
    ...result.violations.map((violation) => `  * ${violation}`),
    `  ${operation} of ${aim.displayName}, in ${where.id}`,
    `  to be killed at: ${killPoints.map(describeKill).join('; then ') || 'nothing'} (killed ${kills} times)`,
    `  again with: npm run soak -- --seed ${seed}`,
    '  timeline (seconds):',
    ...result.timeline.map((line) => `  ${line}`),
    '  cards, oldest content first:',
    ...cardsOf(result),
    '  printed by the bot:',
    ...result.output.map((line) => `    ${line.slice(0, 600)}`),
    '',
  ].join('\n');
}

function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** How the seeds ended, by scenario and by where the bot was killed first. */
export function summary(results: readonly SeedResult[]): string {
  const groups = new Map<string, SeedResult[]>();
  for (const result of results) {
    const [first = null] = result.killPoints;
    const key = `${result.scenario.name}\t${result.kills === 0 ? 'not killed' : placeOf(first)}`;
    groups.set(key, [...(groups.get(key) ?? []), result]);
  }
  const rows = [...groups]
    .sort(([a], [b]) => a.localeCompare(b, 'en'))
    .map(([key, group]) => {
      const ends = new Map<string, number>();
      for (const end of group.flatMap((result) => result.endings)) ends.set(end, (ends.get(end) ?? 0) + 1);
      return [
        ...key.split('\t'),
        String(group.length),
        String(group.filter((result) => result.kills > 1).length),
        String(group.filter((result) => result.violations.length > 0).length),
        String(group.reduce((sum, result) => sum + result.strays, 0)),
        `${(Math.max(...group.map((result) => result.settledIn)) / 1000).toFixed(0)} s`,
        [...ends].map(([end, count]) => `${end} ${count}`).join(', '),
      ];
    });
  const titles = ['scenario', 'killed at', 'seeds', 'twice', 'failed', 'strays', 'settled', 'told as'];
  return table([titles, ...rows]);
}
