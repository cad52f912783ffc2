import { afterAll, beforeAll, expect, it } from 'vitest';
import { axeViolations, type Browser, openBrowser } from './harness/browser.ts';
import { type Client, signUp } from './harness/client.ts';
import { freePort, removeDataRoot, type Showrunner, startShowrunner } from './harness/showrunner.ts';

let server: Showrunner;
let client: Client;
let browser: Browser;
let door: number;

beforeAll(async () => {
  door = await freePort();
  const pages = await freePort();
  server = await startShowrunner({
    args: ['--demo'],
    env: { DUMB_SERVICE_UI_PORT: String(door), DUMB_SERVICE_UI_PAGE_PORTS: String(pages) },
  });
  client = await signUp(server.url);
  const composed = await client.operate({ kind: 'compose', cores: [], optionals: ['pgadmin'] });
  expect(composed.state).toBe('succeeded');
  await client.post('/config/onboarding-completed');
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  await server.stop();
  removeDataRoot(server.dataRoot);
});

it('shows the page of a service inside of the dashboard and in a tab of its own, and nobody else', async () => {
  const { page, context } = browser;
  await page.goto(`${server.url}/login`);
  await page.getByLabel('Name').fill('operator');
  await page.getByLabel('Password', { exact: true }).fill('correct horse battery');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('link', { name: 'pgAdmin4' }).first().click();
  await page.getByRole('link', { name: 'Page', exact: true }).click();
  const frame = page.frameLocator('iframe[title="Page of pgAdmin4"]');
  await frame.getByText('pgAdmin').first().waitFor();
  expect(await axeViolations(page)).toEqual([]);

  const [tab] = await Promise.all([
    context.waitForEvent('page'),
    page.getByRole('button', { name: 'Open pgAdmin4 in a new tab' }).click(),
  ]);
  await tab.getByText('pgAdmin').first().waitFor();
  const shown = await tab.evaluate(async (api) => {
    const outcome = await fetch(`${api}/api/native/stack`, { credentials: 'include' }).then(
      (answer) => `answered ${answer.status}`,
      () => 'could not be read',
    );
    const own = globalThis as unknown as {
      opener: unknown;
      document: { cookie: string };
      localStorage: { length: number };
    };
    return { outcome, opener: own.opener, cookie: own.document.cookie, stored: own.localStorage.length };
  }, server.url);
  expect(shown).toEqual({ outcome: 'could not be read', opener: null, cookie: '', stored: 0 });

  const { origin } = new URL(tab.url());
  expect((await fetch(`${origin}/`)).status).toBe(401);
  const led = await fetch(`http://127.0.0.1:${door}/service/ui/pgadmin4/`, { redirect: 'manual' });
  expect(led.headers.get('location')).toMatch(new RegExp(`^${origin}/`));
});

it('lets a person in again after a restart of the control plane, with the session that they had', async () => {
  const { context } = browser;
  const tab = context.pages().at(-1);
  await server.kill();
  await server.startAgain();
  await expect.poll(async () => (await tab?.reload())?.status(), { timeout: 30_000 }).toBe(200);
});
