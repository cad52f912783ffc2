import { mkdirSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeViolations, type Browser, openBrowser } from './harness/browser.ts';
import { type Client, createClient, rivenProcesses } from './harness/client.ts';
import { tabTo } from './harness/keyboard.ts';
import { heading, seen, textOf } from './harness/seen.ts';
import { removeDataRoot, type Showrunner, startShowrunner } from './harness/showrunner.ts';
import { waitFor } from './harness/wait-for.ts';

/** The README's picture is taken here, on request, so that a test run changes no file. */
const images = new URL('../../../docs/images', import.meta.url).pathname;
const password = 'correct horse battery';

/** The road of a newcomer, with nothing but a keyboard. The tests build on each other, as the evening does. */
describe('a newcomer with a keyboard', () => {
  let showrunner: Showrunner;
  let browser: Browser;
  let foreign: Server | undefined;
  const complaints: string[] = [];

  beforeAll(async () => {
    foreign = await hold(8080);
    showrunner = await startShowrunner({ args: ['--demo'] });
    browser = await openBrowser({ dark: true });
    browser.page.on('pageerror', (error) => complaints.push(error.message));
    browser.page.on('console', (message) => {
      if (message.text().includes('Content Security Policy')) complaints.push(message.text());
    });
  });

  afterAll(async () => {
    await browser.close();
    await showrunner.stop();
    removeDataRoot(showrunner.dataRoot);
    foreign?.close();
  });

  it('creates an account', async () => {
    const { page } = browser;
    await page.goto(showrunner.url);
    await waitFor('the form', async () => (await page.locator('input').count()) >= 3);
    expect(await axeViolations(page)).toEqual([]);
    await tabTo(page, /^INPUT Name/);
    await page.keyboard.type('operator');
    await tabTo(page, /^INPUT Password(?! again)/);
    await page.keyboard.type(password);
    await tabTo(page, /^INPUT Password again/);
    await page.keyboard.type(password);
    await page.keyboard.press('Enter');
    await heading(page, /What would you like to do/);
  });

  it('chooses Riven from Real-Debrid and sees what a refused key means', async () => {
    const { page } = browser;
    await tabTo(page, /^INPUT Stream from a debrid provider/);
    await page.keyboard.press('Space');
    await tabTo(page, /^BUTTON Continue/);
    await page.keyboard.press('Enter');
    await heading(page, /Which services/);
    expect(await axeViolations(page)).toEqual([]);
    await tabTo(page, /^BUTTON Continue/);
    await page.keyboard.press('Enter');
    await heading(page, /Where does Riven get its media/);
    await typeKey('bad-1');
    await heading(page, /Anything extra/);
    for (const extra of [/^INPUT Zilean/, /^INPUT PgAdmin/i, /^INPUT Riven Frontend/]) {
      await tabTo(page, extra);
      if (!(await page.evaluate(() => (document.activeElement as HTMLInputElement).checked))) {
        await page.keyboard.press('Space');
      }
    }
    await tabTo(page, /^BUTTON Continue/);
    await page.keyboard.press('Enter');
    await heading(page, /wishes about the details/);
    await tabTo(page, /^BUTTON Continue/);
    await page.keyboard.press('Enter');
    await heading(page, /This is the plan/);
    const holder = foreign === undefined ? '\\S+ \\(pid \\d+\\)' : `node \\(pid ${process.pid}\\)`;
    const move = new RegExp(`Riven Backend moves from port 8080 to \\d+ because ${holder} holds 8080\\.`);
    await seen(page, move);
    await page.getByRole('button', { name: 'Start', exact: true, disabled: false }).waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await startFromReview();
    await seen(page, 'Real-Debrid refused the API key', 120_000);
    await seen(page, /Zurg w\/ Riven[^]*Copy the key again/);
    expect(await axeViolations(page)).toEqual([]);
  });

  it('mends the key, keeps its other answers, retries, and has everything running within three minutes', async () => {
    const { page } = browser;
    await seen(page, 'Change the key'); // once the branches that go on have ended
    await tabTo(page, /^(A|BUTTON) Change the key/);
    await page.keyboard.press('Enter');
    await heading(page, /Where does Riven get its media/);
    await typeKey('abc123');
    for (const title of [/Anything extra/, /wishes about the details/]) {
      await heading(page, title);
      await tabTo(page, /^BUTTON Continue/);
      await page.keyboard.press('Enter');
    }
    // Something else goes wrong this time: mended outside, and Retry is all that is needed.
    const inTheWay = join(showrunner.dataRoot, 'zurg/RD/Riven/config.yml');
    rmSync(inTheWay);
    mkdirSync(inTheWay);
    await startFromReview();
    await seen(page, 'a directory is in its place');
    await seen(page, 'Stopped at “Write the settings of Zurg w/ Riven”');
    expect(await textOf(page)).not.toMatch(/Install \w/);
    rmSync(inTheWay, { recursive: true });
    await tabTo(page, /^BUTTON Retry from here/);
    await page.keyboard.press('Enter');
    await heading(page, /Your stack runs/, 180_000);
    const client = await signIn(showrunner);
    await waitFor('all services to be healthy', async () => {
      const { services } = await client.stack();
      const healthy = services.filter(({ status }) => status.state === 'running' && status.health === 'healthy');
      return rivenProcesses.every((name) => healthy.some(({ processName }) => processName === name));
    });
  });

  it('shows a home page that says so, without a fault that axe can find, in both themes and on a phone', async () => {
    const { page } = browser;
    await page.goto(`${showrunner.url}/`);
    await seen(page, 'Riven Backend');
    await seen(page, /all is well/i);
    if (process.env['UPDATE_IMAGES'] === 'yes') {
      mkdirSync(images, { recursive: true });
      await page.screenshot({ path: join(images, 'home.png') });
    }
    for (const colorScheme of ['dark', 'light'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      for (const width of [1280, 390]) {
        await page.setViewportSize({ width, height: 860 });
        expect(await axeViolations(page)).toEqual([]);
        expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
      }
    }
    await page.setViewportSize({ width: 1280, height: 860 });
  });

  it('restarts a service by button, and a second browser shows it within a second', async () => {
    const second = await openBrowser();
    try {
      await second.page.goto(showrunner.url);
      await waitFor('the sign-in', async () => (await second.page.locator('input').count()) >= 2);
      await tabTo(second.page, /^INPUT Name/);
      await second.page.keyboard.type('operator');
      await tabTo(second.page, /^INPUT Password/);
      await second.page.keyboard.type(password);
      await second.page.keyboard.press('Enter');
      const card = second.page.locator('li:has(h3)', { hasText: 'Riven Frontend' }).first();
      await waitFor('the card', async () => /Running/.test(await card.innerText()));

      const { page } = browser;
      await tabTo(page, /^BUTTON Restart Riven Frontend/);
      await page.keyboard.press('Enter');
      await waitFor('the second browser to see it', async () => !/Running/.test(await card.innerText()), 5_000);
      await waitFor('the second browser to see it again', async () => /Running/.test(await card.innerText()), 30_000);
    } finally {
      await second.close();
    }
  });

  it('has broken no rule of the page’s own content security policy', () => {
    expect(complaints).toEqual([]);
  });

  async function typeKey(key: string): Promise<void> {
    const { page } = browser;
    await tabTo(page, /^INPUT API key of RealDebrid/);
    await page.keyboard.press('Control+A');
    await page.keyboard.type(key);
    await tabTo(page, /^BUTTON Continue/);
    await page.keyboard.press('Enter');
  }

  async function startFromReview(): Promise<void> {
    const { page } = browser;
    await heading(page, /This is the plan/);
    await tabTo(page, /^BUTTON Start/);
    await page.keyboard.press('Enter');
  }
});

/** Listens where a service wants to; undefined where another program of this machine already does. */
function hold(port: number): Promise<Server | undefined> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? resolve(undefined) : reject(error),
    );
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}

async function signIn(showrunner: Showrunner): Promise<Client> {
  const { access_token: token } = await createClient(showrunner.url).post<{ access_token: string }>('/auth/login', {
    username: 'operator',
    password,
  });
  return createClient(showrunner.url, token);
}
