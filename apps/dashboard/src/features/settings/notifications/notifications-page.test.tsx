// @vitest-environment jsdom
import type { DeliveryRow, NotificationsConfig, ShownDestination } from '@showrunner/contracts';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import axe from 'axe-core';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import NotificationsPage from './notifications-page.tsx';

const phone: ShownDestination = {
  id: 'phone',
  name: 'Phone',
  enabled: true,
  provider: 'apprise',
  url: '',
  url_configured: true,
  verify_tls: true,
  headers: {},
  headers_configured: false,
  minimum_severity: 'warning',
  event_types: [],
  service_names: [],
  cooldown_sec: 300,
  send_recovery: true,
  kind: 'ntfy',
  place: 'ntfy.sh',
};
const row: DeliveryRow = {
  id: 'delivery_1',
  event_id: 'notice_1',
  destination_id: 'phone',
  destination_name: 'Phone',
  event_type: 'service.unhealthy',
  severity: 'warning',
  title: 'Zilean is unhealthy',
  body: 'It answers 503.',
  service_name: 'Zilean',
  status: 'sent',
  attempts: 1,
  bypass_enabled: false,
  bypass_destination_enabled: false,
  next_attempt_at: 1,
  error: null,
  created_at: 1,
  updated_at: 1,
  sent_at: 1,
  metadata: {},
};
let config: NotificationsConfig;
let tested: DeliveryRow;
let sent: { path: string; body: Record<string, unknown> }[];

function show(destinations: readonly ShownDestination[]) {
  config = { ...config, destinations: [...destinations] };
  render(
    <QueryClientProvider client={new QueryClient()}>
      <main>
        <NotificationsPage />
      </main>
    </QueryClientProvider>,
  );
  return userEvent.setup();
}
const changes = () => sent.flatMap(({ path, body }) => (path === '/notifications/config' ? [body['config']] : []));

/** The switch of Radix measures itself within a form, for which jsdom has nothing. */
class NoObserver {
  observe() {}
  unobserve() {}
  disconnect() {}
}

beforeEach(() => {
  vi.stubGlobal('ResizeObserver', NoObserver);
  sent = [];
  tested = { ...row, title: 'Test of Showrunner' };
  config = {
    enabled: false,
    monitor_interval_sec: 30,
    history_retention_days: 30,
    max_attempts: 3,
    retry_base_sec: 30,
    destinations: [],
    thresholds: {
      cpu_percent: 85,
      memory_percent: 85,
      disk_percent: 90,
      inode_percent: 90,
      database_pressure: 'high',
      duration_sec: 60,
    },
  };
  vi.stubGlobal('fetch', (path: string, { method = 'GET', body }: { method?: string; body?: string }) => {
    const json = (answer: unknown) => Promise.resolve(new Response(JSON.stringify(answer)));
    if (method !== 'GET') sent.push({ path, body: JSON.parse(body ?? '{}') as Record<string, unknown> });
    if (path.startsWith('/api/native/stack')) return json({ services: [{ enabled: true, processName: 'Zilean' }] });
    if (path === '/notifications/test') return json(tested);
    if (path === '/notifications/send') return json({ status: 'queued', delivery_ids: ['delivery_2'] });
    if (method === 'DELETE') return json({ deleted: 1 });
    if (path.startsWith('/notifications/history')) {
      const status = new URL(path, 'http://localhost').searchParams.get('status');
      return json({ items: status === '' || status === row.status ? [row] : [] });
    }
    if (method === 'POST') config = { ...config, ...(sent.at(-1)?.body['config'] as object) };
    return json(config);
  });
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

it('adds the first destination, switches sending on with it, and says that the test arrived', async () => {
  const user = show([]);
  await user.click(await screen.findByRole('button', { name: 'Add a destination' }));
  await user.click(screen.getByRole('button', { name: 'Save and send a test' }));
  expect(screen.getAllByRole('alert').map(({ textContent }) => textContent)).toEqual(Array(3).fill('This is needed.'));
  await user.selectOptions(screen.getByLabelText('Send it by'), 'ntfy');
  await user.type(screen.getByLabelText('Topic'), 'mine');
  await user.selectOptions(screen.getByLabelText('Tell it'), 'Only what needs you now');
  await user.click(screen.getByText('Only some services', { selector: 'summary' }));
  await user.click(await screen.findByRole('checkbox', { name: 'Zilean' }));
  await user.click(screen.getByRole('button', { name: 'Save and send a test' }));
  expect(await screen.findByText('The test for ntfy was sent.')).toBeTruthy();
  expect(changes()).toMatchObject([
    {
      enabled: true,
      destinations: [
        {
          name: 'ntfy',
          provider: 'apprise',
          url: 'ntfys://ntfy.sh/mine',
          minimum_severity: 'critical',
          service_names: ['Zilean'],
        },
      ],
    },
  ]);
  const [{ destinations }] = changes() as [{ destinations: { id: string }[] }];
  expect(sent.at(-1)).toEqual({ path: '/notifications/test', body: { destination_id: destinations[0]?.id } });
});

it('keeps the stored address of a destination that is changed, unless another one is typed', async () => {
  const user = show([phone]);
  await user.click(await screen.findByRole('button', { name: 'Change Phone' }));
  await user.clear(screen.getByLabelText('Name'));
  await user.type(screen.getByLabelText('Name'), 'Mobile');
  await user.click(screen.getByRole('button', { name: 'Save' }));
  expect(await screen.findByText('Mobile is saved.')).toBeTruthy();
  expect(changes()).toMatchObject([{ destinations: [{ id: 'phone', name: 'Mobile', url: '', headers: {} }] }]);
  expect(changes()[0]).not.toHaveProperty('enabled');
});

it('says why a test did not arrive', async () => {
  const user = show([phone]);
  tested = { ...row, status: 'failed', error: 'ntfy.sh answered 403: forbidden' };
  await user.click(await screen.findByRole('button', { name: 'Send a test to Phone' }));
  expect(await screen.findByText('The test for Phone did not arrive.')).toBeTruthy();
  expect(screen.getByText('ntfy.sh answered 403: forbidden')).toBeTruthy();
});

it('switches off and removes a destination', async () => {
  const user = show([phone]);
  await user.click(await screen.findByRole('switch', { name: 'Send to Phone' }));
  await vi.waitFor(() => expect(changes()).toMatchObject([{ destinations: [{ id: 'phone', enabled: false }] }]));
  await user.click(screen.getByRole('button', { name: 'Remove Phone' }));
  await vi.waitFor(() => expect(changes().at(-1)).toEqual({ destinations: [] }));
});

it('changes limits within their bounds', async () => {
  const user = show([phone]);
  const disk = await screen.findByLabelText('Disk, in percent');
  await user.clear(disk);
  await user.type(disk, '101');
  await user.click(screen.getByRole('button', { name: 'Save the limits' }));
  expect(screen.getByText('A whole number from 1 to 100.')).toBeTruthy();
  expect(changes()).toEqual([]);
  await user.clear(disk);
  await user.type(disk, '70');
  await user.click(screen.getByRole('button', { name: 'Save the limits' }));
  expect(await screen.findByText('The limits are saved.')).toBeTruthy();
  expect(changes()).toEqual([{ thresholds: { ...config.thresholds, disk_percent: 70 } }]);
});

it('sends a message of a person', async () => {
  const user = show([phone]);
  await user.type(await screen.findByLabelText('Title'), 'Hello');
  await user.click(screen.getByRole('button', { name: 'Send the message' }));
  expect(screen.getByText('Write something.')).toBeTruthy();
  await user.type(screen.getByLabelText('Message'), 'World');
  await user.click(screen.getByRole('button', { name: 'Send the message' }));
  expect(await screen.findByText(/on its way/)).toBeTruthy();
  expect(sent).toEqual([{ path: '/notifications/send', body: { title: 'Hello', body: 'World' } }]);
});

it('lists what was sent, filters it, and clears it after asking', async () => {
  HTMLDialogElement.prototype.showModal = function show(this: HTMLDialogElement) {
    this.open = true;
  };
  HTMLDialogElement.prototype.close = function close(this: HTMLDialogElement) {
    this.open = false;
  };
  const user = show([phone]);
  const list = await screen.findByRole('list', { name: 'What was sent' });
  expect(within(list).getByText('Zilean is unhealthy')).toBeTruthy();
  expect(list.textContent).toMatch(/Sent.*Phone · A service is unhealthy/);
  const found = await axe.run(document.body, {
    rules: { 'color-contrast': { enabled: false }, 'label-content-name-mismatch': { enabled: false } },
  });
  expect(found.violations.map(({ id }) => id)).toEqual([]);
  await user.click(screen.getByRole('button', { name: 'Clear the list' }));
  await user.click(screen.getByRole('button', { name: 'Clear' }));
  await vi.waitFor(() => expect(sent.map(({ path }) => path)).toEqual(['/notifications/history']));
  await user.selectOptions(screen.getByLabelText('Outcome'), 'Not sent');
  expect(await screen.findByText('Nothing is like that.')).toBeTruthy();
});
