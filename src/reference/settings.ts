import { type Setting, type SettingName, settings } from '../settings.ts';
import { code, codes, page, table } from './markdown.ts';

type Group = Setting['group'];

const groups: Readonly<Record<Group, readonly [string, string | null]>> = {
  both: ['Both modes', null],
  telemetry: ['Metrics and traces', 'What they are good for: [operate](../operate.md).'],
  sandbox: ['Sandbox', null],
  production: [
    'Production',
    'Without those marked **needed**, and one way to prove the bot’s app, production mode does not start.',
  ],
  credentials: [
    'Credentials',
    'The bot’s app is `BOT_ID`. For each of the three apps the first that is set is used, in this order: managed identity, federated identity, token file, certificate, secret. What is set besides is named in the log. How to make them: [register](../register.md).',
  ],
  addresses: [
    'Addresses',
    'For tests and for networks of their own. Each stands in for one address of the cloud; no user name, password, query or fragment.',
  ],
  programs: ['Other programs', null],
};

function valuesOf(setting: Setting): string {
  const of = () => {
    switch (setting.form) {
      case 'number':
        return `${setting.least} to ${setting.most}${setting.unit === 'port' ? '' : ` ${setting.unit}`}`;
      case 'choice':
        return codes(setting.values);
      case 'text':
        return setting.values;
    }
  };
  return setting.secret ? `${of()}; **secret**` : of();
}

function defaultOf(setting: Setting): string {
  if (setting.form === 'text') return setting.needed ? '**needed**' : (setting.byDefault ?? 'none');
  return setting.byDefault === null ? 'none' : code(String(setting.byDefault));
}

/** The settings of a group; those that are the same for each of several apps share a row. */
function rowsOf(group: Group): readonly (readonly string[])[] {
  const rows = new Map<Setting, SettingName[]>();
  for (const [name, setting] of Object.entries(settings) as [SettingName, Setting][]) {
    if (setting.group === group) rows.set(setting, [...(rows.get(setting) ?? []), name]);
  }
  return [...rows].map(([setting, names]) => [
    codes(names),
    defaultOf(setting),
    valuesOf(setting),
    setting.what,
  ]);
}

/** docs/reference/settings.md: every environment variable the bot reads. */
export function settingsReference(): string {
  const sections = (Object.keys(groups) as Group[]).flatMap((group) => {
    const [title, lead] = groups[group];
    const rows = table(['setting', 'default', 'values', 'what it decides'], rowsOf(group));
    return [`## ${title}`, ...(lead === null ? [] : [lead]), rows];
  });
  return page('Settings', 'src/settings.ts', [
    'Environment variables. An empty one counts as unset. What is wrong is told all at once at the start, each by its name, and the program ends with 1. What is marked **secret** is never logged or shown.',
    ...sections,
  ]);
}
