import { type Cloud, type CloudName, clouds } from '../clouds.ts';
import { code, page, table } from './markdown.ts';

const lines: readonly (readonly [string, (cloud: Cloud) => string])[] = [
  ['people call it', ({ title }) => title],
  ['Graph', ({ graph }) => code(graph)],
  ['Entra', ({ authority }) => code(authority)],
  ['portal', ({ portal }) => code(portal)],
  ['audience of a federated credential', ({ tokenExchange }) => code(tokenExchange)],
  ['issuer of the channel’s tokens', ({ bot }) => code(bot.issuer)],
  ['keys of the channel', ({ bot }) => code(bot.openIdMetadata)],
  ['scope of the bot’s own token', ({ bot }) => code(bot.scope)],
  ['hosts it sends to', ({ bot }) => bot.serviceHosts.map(code).join(', ')],
  ['school profiles', ({ schoolProfiles }) => (schoolProfiles ? 'retired by Microsoft' : 'never')],
];

/** docs/reference/clouds.md: where each cloud's services are, for firewalls and registrations. */
export function cloudsReference(): string {
  return page('Clouds', 'src/clouds.ts', [
    'A firewall has to let out https to Graph, Entra, the keys of the channel and the hosts it sends to. GCC uses `global`. A token of one cloud is refused in another. None of these was ever tried against the real services.',
    ...(Object.keys(clouds) as CloudName[]).flatMap((name) => [
      `## ${name}`,
      table(
        ['what', 'where'],
        lines.map(([what, where]) => [what, where(clouds[name])]),
      ),
    ]),
  ]);
}
