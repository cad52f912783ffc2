import type { MetricsSeriesAnswer, MetricsSnapshot } from '@showrunner/contracts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { axeViolations, type Browser, openBrowser } from './harness/browser.ts';
import { useDemo } from './harness/demo.ts';
import { waitFor } from './harness/wait-for.ts';

const demo = useDemo();
let browser: Browser;

beforeAll(async () => {
  const composed = await demo.client.operate({ kind: 'compose', cores: [], optionals: ['zilean'] });
  expect(composed.state).toBe('succeeded');
  await demo.client.post('/config/onboarding-completed');
  browser = await openBrowser({ width: 390, height: 844 });
});
afterAll(() => browser?.close());

it('measures real processes, and keeps what was measured', async () => {
  const snapshot = await demo.client.get<MetricsSnapshot>('/metrics');
  const postgres = snapshot.dumb_managed.find(({ name }) => name === 'PostgreSQL');
  expect(postgres?.rss).toBeGreaterThan(1_000_000);
  expect(postgres?.ports).toEqual(postgres?.ports_config);
  expect(snapshot.external.length).toBeGreaterThan(0);
  await waitFor('two samples with the service', async () => {
    // A short range has a point for every five seconds.
    const path = `/metrics/history_series?since=${Date.now() / 1000 - 300}`;
    const { items, series } = await demo.client.get<MetricsSeriesAnswer>(path);
    const named = items.filter(({ dumb_managed: managed }) => managed.some(({ name }) => name === 'Zilean'));
    return named.length > 1 && series.net_recv_rate.some((rate) => rate !== null);
  });
});

it('draws the machine and a service on a phone, by keyboard, and finds them again by their address', async () => {
  const { page } = browser;
  await page.goto(`${demo.showrunner.url}/login`);
  await page.getByLabel('Name').fill('operator');
  await page.getByLabel('Password', { exact: true }).fill('correct horse battery');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('link', { name: 'Metrics' }).click();
  await page
    .getByRole('figure', { name: 'Network' })
    .getByText(/\d B\/s|\d KiB\/s|\d MiB\/s/)
    .first()
    .waitFor();
  expect(await axeViolations(page)).toEqual([]);
  await page.getByRole('radio', { name: '1 hour' }).focus();
  await page.keyboard.press('ArrowRight');
  await page.getByRole('button', { name: 'Show charts of Zilean' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('figure', { name: 'Memory' }).getByText(/MiB/).first().waitFor();
  expect(new URL(page.url()).search).toBe('?range=21600&service=Zilean');
  await page.reload();
  await page.getByRole('heading', { name: 'Zilean' }).waitFor();
  expect(await page.getByRole('radio', { name: '6 hours' }).isChecked()).toBe(true);
  const width = await page.evaluate('document.documentElement.scrollWidth');
  expect(width).toBe(390);
});

it('keeps as much as a person says', async () => {
  const { page } = browser;
  await page.goto(`${demo.showrunner.url}/settings/metrics`);
  await page.getByLabel('Days to keep them').fill('30');
  expect(await axeViolations(page)).toEqual([]);
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Saved.').waitFor();
  const { document } = await demo.client.document();
  expect(document['dumb']?.['metrics']).toMatchObject({ history_retention_days: 30, history_enabled: true });
});
