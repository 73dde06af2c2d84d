import { setTimeout as sleep } from 'node:timers/promises';
import { type Browser, chromium, type Locator, type Page } from 'playwright-core';

const patience = 30_000;

/** One person's open client. */
export interface Client {
  readonly page: Page;
  /** Opens a chat or channel by its name in the list. */
  goTo(name: string): Promise<void>;
  /** Types a sentence where the client stands; in a channel as a new post that mentions the bot. */
  type(text: string, as?: { mention?: boolean; post?: boolean }): Promise<void>;
  /** The newest card that shows this text, once it is there. */
  card(text: string | RegExp): Promise<Locator>;
  /** Waits for a line of words outside the cards' own text, as a tap is answered with. */
  line(text: RegExp): Promise<void>;
  press(card: Locator, button: string): Promise<void>;
  picture(file: string): Promise<void>;
}

/** @throws with how to install it when Chromium is missing */
export async function openBrowser(): Promise<Browser> {
  try {
    return await chromium.launch({
      executablePath: '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
    });
  } catch (cause) {
    throw new Error('Chromium is needed for the browser tests: apt-get install chromium', { cause });
  }
}

/** Opens the local client at `url` and closes what would be in the way. */
export async function openClient(browser: Browser, url: string): Promise<Client> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 1100 } });
  context.setDefaultTimeout(patience);
  await context.route(
    (address) => !['localhost', '127.0.0.1'].includes(address.hostname),
    (route) => route.abort(),
  );
  const page = await context.newPage();
  // The client can lose an answer that arrives before the answer to its own post.
  await page.routeWebSocket(/.*/, (socket) => {
    const server = socket.connectToServer();
    server.onMessage((message) => setTimeout(() => socket.send(message), 100));
  });
  await page.goto(url);
  await page.getByRole('button', { name: 'Hide log panel' }).click();

  const client: Client = {
    page,
    async goTo(name) {
      await page.getByRole('treeitem').filter({ hasText: name }).click();
      await sleep(500);
    },
    async type(text, { mention = false, post = false } = {}) {
      const boxes = page.locator('[data-lexical-editor=true]');
      const box = post ? boxes.first() : boxes.last();
      await box.click();
      if (mention) {
        await box.pressSequentially('@Sync', { delay: 30 });
        await page
          .getByRole('menuitem', { name: /Sync Warden/ })
          .first()
          .click();
      }
      await box.pressSequentially(mention ? ` ${text}` : text, { delay: 5 });
      if (post) await page.getByRole('button', { name: 'Post', exact: true }).first().click();
      else await box.press('Enter');
    },
    async card(text) {
      const found = page.locator('.ac-adaptiveCard').filter({ hasText: text }).last();
      await found.waitFor({ timeout: patience });
      return found;
    },
    async line(text) {
      await page.getByText(text).first().waitFor({ timeout: patience });
    },
    async press(card, button) {
      await card.getByRole('button', { name: button, exact: true }).first().click();
    },
    async picture(file) {
      await page.screenshot({ path: file });
    },
  };
  return client;
}
