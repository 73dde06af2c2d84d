import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Page } from 'playwright-core';
import { renderCard } from '../../src/cards/render.ts';
import type { Notice } from '../../src/notice.ts';
import { darkTheme, type HostTheme, lightTheme } from '../cards/host-config.ts';
import { hostileName, job, NOW, pictured, samples } from '../cards/samples.ts';
import { cardPage } from './card-page.ts';
import { openBrowser } from './client.ts';

const pictures = resolve(import.meta.dirname, '../output/cards');

interface Look {
  readonly theme: HostTheme;
  readonly width: 300 | 450;
  readonly forced: boolean;
}

const looks: readonly Look[] = [
  { theme: lightTheme, width: 300, forced: false },
  { theme: lightTheme, width: 450, forced: false },
  { theme: darkTheme, width: 300, forced: false },
  { theme: darkTheme, width: 450, forced: false },
  { theme: lightTheme, width: 300, forced: true },
  { theme: darkTheme, width: 450, forced: true },
];

const shown = (): ReadonlyMap<string, Notice> =>
  new Map([
    ...[...samples].filter(([name]) => pictured.includes(name)),
    ['status-hostile-name', { kind: 'status', snapshot: job({ displayName: hostileName }) } as const],
    [
      'status-long-name',
      { kind: 'status', snapshot: job({ displayName: 'Incomprehensibilities'.repeat(12) }) } as const,
    ],
  ]);

/** Draws one card as one client would and tells what is wrong with it. */
async function draw(
  page: Page,
  notice: Notice,
  { theme, width, forced }: Look,
): Promise<{ readonly picture: Buffer; readonly problems: readonly string[] }> {
  await page.emulateMedia({
    colorScheme: theme.name,
    forcedColors: forced ? 'active' : 'none',
  });
  const { card } = renderCard(notice, { sandbox: theme.name === 'light' || width === 300, now: NOW });
  const given = JSON.stringify({ json: card, theme, width, open: width === 450 });
  const misfits = await page.evaluate<string[]>(`draw(${given})`);
  // In forced colours the system chooses the colours; the rest was checked before.
  const findings = forced ? [] : await page.evaluate<string[]>('check()');
  return { picture: await page.locator('#card').screenshot(), problems: [...misfits, ...findings] };
}

/** One picture of all looks of a card, side by side. */
async function sheet(page: Page, drawn: readonly Buffer[]): Promise<Buffer> {
  const images = drawn.map((png) => `<img src="data:image/png;base64,${png.toString('base64')}">`);
  await page.setContent(
    `<body style="margin:0;padding:12px;display:inline-flex;gap:12px;align-items:flex-start;background:#888">${images.join('')}</body>`,
  );
  await page.waitForFunction('[...document.images].every((image) => image.complete)');
  return await page.locator('body').screenshot();
}

/**
 * Draws every card in light and dark, at 300 and 450 px, and in forced colours; checks each for text that
 * doesn't fit and with axe, and leaves pictures in test/output/cards.
 *
 * @throws when Chromium is missing
 */
export async function renderAllCards(): Promise<{
  readonly rendered: number;
  readonly problems: readonly string[];
}> {
  const browser = await openBrowser();
  const problems: string[] = [];
  let rendered = 0;
  try {
    rmSync(pictures, { recursive: true, force: true });
    mkdirSync(pictures, { recursive: true });
    const context = await browser.newContext({ viewport: { width: 520, height: 900 } });
    const page = await context.newPage();
    const wide = await browser.newPage({ viewport: { width: 2400, height: 900 } });
    const { html, scripts } = cardPage();
    await page.setContent(html);
    for (const content of scripts) await page.addScriptTag({ content });
    for (const [name, notice] of shown()) {
      const drawn: Buffer[] = [];
      for (const look of looks) {
        const { picture, problems: found } = await draw(page, notice, look);
        const where = `${name}, ${look.forced ? 'forced colours' : look.theme.name}, ${look.width} px`;
        problems.push(...found.map((problem) => `${where}: ${problem}`));
        drawn.push(picture);
        rendered += 1;
      }
      writeFileSync(join(pictures, `${name}.png`), await sheet(wide, drawn));
    }
  } finally {
    await browser.close();
  }
  return { rendered, problems };
}

if (import.meta.main) {
  const { rendered, problems } = await renderAllCards();
  for (const problem of problems) process.stdout.write(`${problem}\n`);
  process.stdout.write(`${rendered} cards drawn, ${problems.length} problems; pictures in ${pictures}\n`);
  process.exit(problems.length === 0 && rendered > 0 ? 0 : 1);
}
