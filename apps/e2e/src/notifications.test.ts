import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { DeliveryRow } from '@showrunner/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeViolations, openBrowser } from './harness/browser.ts';
import { type Client, signUp } from './harness/client.ts';
import {
  makeDataRoot,
  processesUnder,
  removeDataRoot,
  type Showrunner,
  startShowrunner,
} from './harness/showrunner.ts';
import { waitFor } from './harness/wait-for.ts';

const page = readFileSync(new URL('../../../docs/own-services.md', import.meta.url), 'utf8');
const shelf = /```yaml\n(.*?)```/s.exec(page)?.[1] ?? '';

describe('somebody who wants to be told', () => {
  let showrunner: Showrunner;
  let client: Client;
  let isAway = false;
  const taken: { event_id: string; event_type: string; service_name: string | null; title: string }[] = [];
  const receiver = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      if (!isAway) taken.push(JSON.parse(Buffer.concat(chunks).toString()) as (typeof taken)[number]);
      response.writeHead(isAway ? 503 : 200).end();
    });
  });
  const told = (type: string) => taken.filter(({ event_type: eventType }) => eventType === type);
  const history = async () => (await client.get<{ items: DeliveryRow[] }>('/notifications/history')).items;

  beforeAll(async () => {
    receiver.listen(0, '127.0.0.1');
    await once(receiver, 'listening');
    const dataRoot = makeDataRoot();
    mkdirSync(join(dataRoot, 'config/services/shelf'), { recursive: true });
    writeFileSync(join(dataRoot, 'config/services/shelf/manifest.yaml'), shelf);
    showrunner = await startShowrunner({ args: [], dataRoot });
    client = await signUp(showrunner.url);
    expect((await client.operate({ kind: 'compose', cores: [], optionals: ['shelf'] })).state).toBe('succeeded');
    await client.post('/config/onboarding-completed');
    const { document, revision } = await client.document();
    const autoRestart = { ...(document['dumb']?.['auto_restart'] as object), enabled: true, backoff_seconds: [0] };
    const edited = { ...document, dumb: { ...document['dumb'], auto_restart: autoRestart } };
    await client.operate({ kind: 'edit', document: edited, basedOn: revision });
  });
  afterAll(async () => {
    await showrunner.stop();
    expect(processesUnder(showrunner.dataRoot)).toEqual([]);
    removeDataRoot(showrunner.dataRoot);
    receiver.closeAllConnections();
    receiver.close();
    await once(receiver, 'close');
  });

  it('fills in a form, on a phone too, in either theme, and gets a test', async () => {
    const browser = await openBrowser({ width: 390, height: 844 });
    try {
      const { page: tab } = browser;
      await tab.goto(`${showrunner.url}/login`);
      await tab.getByLabel('Name').fill('operator');
      await tab.getByLabel('Password', { exact: true }).fill('correct horse battery');
      await tab.getByRole('button', { name: 'Sign in' }).click();
      await tab.waitForURL((url) => url.pathname !== '/login');
      await tab.goto(`${showrunner.url}/settings/notifications`);
      await tab.getByRole('button', { name: 'Add a destination' }).click();
      await tab.getByLabel('Send it by').selectOption('Webhook (JSON)');
      const { port } = receiver.address() as AddressInfo;
      await tab.getByLabel('URL', { exact: true }).fill(`http://127.0.0.1:${port}/a-secret-path`);
      await tab.getByLabel('Name').fill('Home');
      for (const colorScheme of ['dark', 'light'] as const) {
        await tab.emulateMedia({ colorScheme });
        expect(await axeViolations(tab)).toEqual([]);
      }
      await tab.getByRole('button', { name: 'Save and send a test' }).click();
      await tab.getByText('The test for Home was sent.').waitFor();
      await tab.getByRole('list', { name: 'What was sent' }).waitFor();
      const overflows = await tab.evaluate(
        'document.documentElement.scrollWidth > document.documentElement.clientWidth',
      );
      expect([overflows, await axeViolations(tab)]).toEqual([false, []]);
      expect(await tab.content()).not.toContain('a-secret-path');
    } finally {
      await browser.close();
    }
    expect(taken).toMatchObject([{ event_type: 'manual', title: 'Test of Showrunner' }]);
  });

  it('is told once that a service was killed, and once that it is back', async () => {
    process.kill((await client.pids())['Shelf'] ?? 0, 'SIGKILL');
    await waitFor('the end of it', () => told('service.auto_restart.succeeded').length > 0);
    expect(told('service.stopped.unexpectedly')).toMatchObject([{ service_name: 'Shelf' }]);
    expect(told('service.auto_restart.succeeded')).toHaveLength(1);
    expect((await history()).filter(({ status }) => status !== 'sent')).toEqual([]);
  });

  it('gets what waited while the receiver was away and Showrunner was killed, once', async () => {
    await client.post('/notifications/config', { config: { retry_base_sec: 1, max_attempts: 10 } });
    isAway = true;
    await client.post('/notifications/send', { title: 'Down tonight', body: 'For an hour.' });
    await waitFor('a failed attempt', async () => (await history())[0]?.status === 'retrying');
    await showrunner.kill();
    isAway = false;
    await showrunner.startAgain();
    await waitFor('the message', () => taken.some(({ title }) => title === 'Down tonight'));
    await waitFor(
      'its row',
      async () => (await history()).find(({ title }) => title === 'Down tonight')?.status === 'sent',
    );
    expect(taken.filter(({ title }) => title === 'Down tonight')).toHaveLength(1);
    expect(readFileSync(join(showrunner.dataRoot, 'config/dumb_config.json'), 'utf8')).toContain('a-secret-path');
    expect(showrunner.output()).not.toContain('a-secret-path');
  });
});
