import type { Page } from 'playwright-core';
import { waitFor } from './wait-for.ts';

/** What a person reads on the page. */
export const textOf = (page: Page): Promise<string> => page.locator('body').innerText();

/** Waits until the page reads like that; when time is up, the error says what it reads instead. */
export async function seen(page: Page, what: string | RegExp, timeoutMs?: number): Promise<void> {
  const there = (text: string) => (typeof what === 'string' ? text.includes(what) : what.test(text));
  await waitOn(page, `“${what}”`, async () => there(await textOf(page)), timeoutMs);
}

/** Waits until the page shows a level-one heading like that. */
export async function heading(page: Page, text: RegExp, timeoutMs = 20_000): Promise<void> {
  const first = page.locator('h1').first();
  await waitOn(page, `the heading ${text}`, async () => text.test((await first.textContent()) ?? ''), timeoutMs);
}

async function waitOn(page: Page, what: string, ask: () => Promise<boolean>, timeoutMs?: number): Promise<void> {
  try {
    await waitFor(what, ask, timeoutMs);
  } catch (error) {
    throw new Error(`${(error as Error).message} ${page.url()} reads:\n${await textOf(page)}`, { cause: error });
  }
}
