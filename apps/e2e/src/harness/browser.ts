import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import axe from 'axe-core';
import { type BrowserContext, chromium, type Page } from 'playwright-core';

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A browser of its own, with an empty profile. */
export interface Browser {
  readonly page: Page;
  readonly context: BrowserContext;
  close(): Promise<void>;
}

/** @param options `name`: leads to this machine, with whatever certificate */
export async function openBrowser(
  options: { width?: number; height?: number; dark?: boolean; name?: string } = {},
): Promise<Browser> {
  const profile = mkdtempSync(join(tmpdir(), 'showrunner-chromium-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: '/usr/bin/chromium',
    headless: true,
    args: [...flags, ...(options.name === undefined ? [] : [`--host-resolver-rules=MAP ${options.name} 127.0.0.1`])],
    ignoreHTTPSErrors: options.name !== undefined,
    viewport: { width: options.width ?? 1280, height: options.height ?? 860 },
    colorScheme: options.dark === true ? 'dark' : 'light',
    bypassCSP: false,
  });
  const page = context.pages()[0] ?? (await context.newPage());
  return {
    page,
    context,
    async close() {
      await context.close();
      rmSync(profile, { recursive: true, force: true });
    },
  };
}

/** Violations that axe finds on the page once its transitions have ended, in one line each. */
export async function axeViolations(page: Page): Promise<readonly string[]> {
  // A button that is just being enabled has, half-way, the contrast of neither state. What turns for ever is not waited for.
  await page.evaluate(async () => {
    const ending = document.getAnimations().filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity);
    await Promise.allSettled(ending.map(({ finished }) => finished)); // one that was replaced meanwhile is over, too
  });
  // Evaluated by the debugger, so that the page's own content security policy stays as strict as it is.
  await page.evaluate(axe.source);
  const result = await page.evaluate(() =>
    (
      globalThis as unknown as {
        axe: { run(): Promise<{ violations: { id: string; nodes: { target: unknown[] }[] }[] }> };
      }
    ).axe.run(),
  );
  return result.violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`);
}
