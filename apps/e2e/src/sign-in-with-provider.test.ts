import { afterAll, beforeAll, expect, it } from 'vitest';
import { axeViolations, type Browser, openBrowser } from './harness/browser.ts';
import { type Client, signUp } from './harness/client.ts';
import { type LocalProvider, startProvider, startTlsFront, type TlsFront } from './harness/provider.ts';
import { removeDataRoot, type Showrunner, startShowrunner } from './harness/showrunner.ts';

const name = 'show.example.org';

let front: TlsFront;
let provider: LocalProvider;
let server: Showrunner;
let client: Client;
let browser: Browser;
let origin: string;

beforeAll(async () => {
  front = await startTlsFront(name);
  origin = `https://${name}:${front.port}`;
  provider = await startProvider(`${origin}/api/auth/oidc/callback`);
  server = await startShowrunner({ args: ['--demo'], env: { SHOWRUNNER_ALLOWED_HOSTS: name } });
  front.leadTo(server.port);
  client = await signUp(server.url);
  await client.post('/config/onboarding-completed');
  browser = await openBrowser({ name });
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
  await Promise.all([front?.close(), provider?.close()]);
  if (server !== undefined) removeDataRoot(server.dataRoot);
});

/** Signs in at the provider, whose pages belong to its library. */
async function signInAtProvider(person: string): Promise<void> {
  const { page } = browser;
  await page.locator('input[name=login]').fill(person);
  await page.locator('input[name=password]').fill('anything');
  await page.locator('button[type=submit]').click();
  await page.getByRole('button', { name: 'Continue' }).click();
}

it('is set up in the settings, with a test that says what is wrong and then what is right', async () => {
  const { page } = browser;
  provider.groups.set('ann', ['media']);
  await page.goto(`${origin}/login`);
  await page.getByLabel('Name').fill('operator');
  await page.getByLabel('Password', { exact: true }).fill('correct horse battery');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('link', { name: 'Settings' }).first().click();
  await page.getByRole('link', { name: 'Choose how people sign in' }).click();
  await page.getByLabel('Password or provider').check();
  await page.getByLabel('Name on the button').fill('Our house');
  await page.getByLabel('Issuer').fill(provider.issuer);
  await page.getByLabel('Client ID').fill(provider.clientId);
  await page.getByLabel('Client secret').fill('wrong');
  await page.getByLabel('Groups that may come in').fill('media');
  expect(await page.getByLabel('Address to come back to').inputValue()).toBe(`${origin}/api/auth/oidc/callback`);
  const test = page.getByRole('button', { name: 'Test the provider' });
  await test.click();
  await page.getByText('must begin with https://, or allow_http must be on').waitFor();
  await page.getByText('Further settings').click();
  await page.getByRole('switch', { name: 'Allow http' }).click();
  await test.click();
  await page.getByText('is an address of this machine or a private network').waitFor();
  await page.getByRole('switch', { name: 'The provider is at home' }).click();
  await test.click();
  await page.getByText('the client_secret is wrong').waitFor();
  await page.getByLabel('Client secret').fill(provider.clientSecret);
  await test.click();
  await page.getByText('The provider answers and knows this client').waitFor();
  expect(await axeViolations(page)).toEqual([]);
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Saved', { exact: true }).waitFor();
});

it('takes a person through the provider to the page that they wanted', async () => {
  const { page } = browser;
  await page.evaluate(() => localStorage.clear());
  await page.goto(`${origin}/operations`);
  expect(await axeViolations(page)).toEqual([]);
  await page.getByRole('button', { name: 'Sign in with Our house' }).click();
  await signInAtProvider('ann');
  await page.waitForURL(`${origin}/operations`);
  await page.goto(`${origin}/settings`);
  await page.getByText('ann, with the sign-in provider').waitFor();
  const users = await client.get<{ users: object[] }>('/auth/users');
  expect(users.users).toContainEqual({ username: 'ann', disabled: false, role: 'viewer', provider: 'oidc' });
});

it('ends the session when the group is no longer allowed', async () => {
  const { page } = browser;
  const { oidc } = await client.get<{ oidc: object }>('/auth/provider');
  const saved = await client.call('PUT', '/auth/provider', { mode: 'hybrid', ...oidc, allowed_groups: ['family'] });
  expect(saved.status).toBe(200);
  await page.goto(`${origin}/operations`);
  await page.waitForURL(`${origin}/login?redirect=%2Foperations`);
});

it('refuses a person without the group, and says so', async () => {
  const { page } = browser;
  await page.getByRole('button', { name: 'Sign in with Our house' }).click();
  // The provider still knows who sits there.
  await page.getByText('You are in none of the groups that may use Showrunner.').waitFor();
  expect(new URL(page.url()).hash).toBe('');
  expect(await axeViolations(page)).toEqual([]);
  expect(await page.evaluate(() => localStorage.getItem('showrunner.tokens'))).toBeNull();
});
