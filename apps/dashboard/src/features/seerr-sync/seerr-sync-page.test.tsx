// @vitest-environment jsdom
import type { JsonObject, SeerrSyncView } from '@showrunner/contracts';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import axe from 'axe-core';
import { afterEach, expect, it, vi } from 'vitest';
import SeerrSyncPage from './seerr-sync-page.tsx';

const view: SeerrSyncView = {
  state: 'active',
  isRunning: false,
  intervalMs: 60_000,
  lastPoll: '2026-03-01T12:00:00Z',
  tracked: 14,
  failed: 1,
  held: 12,
  subordinates: [{ label: 'internal:Attic', synced: 13, failed: 1, error: 'No answer from 127.0.0.1' }],
  errors: [],
};
const failed = {
  count: 1,
  failed_requests: [
    {
      fingerprint: 'tv:1399:True',
      subordinate: 'internal:Attic',
      media_type: 'tv',
      tmdb_id: 1399,
      error: 'HTTP 403: Series Quota exceeded.',
      failed_at: '2026-03-01T12:00:00Z',
    },
  ],
};
const document: JsonObject = {
  seerr: {
    instances: {
      Home: { enabled: true, process_name: 'Seerr Home', sync_role: 'primary' },
      Attic: { enabled: true, process_name: 'Seerr Attic', sync_role: 'subordinate' },
    },
  },
  seerr_sync: { enabled: true, poll_interval_seconds: 60, external_subordinates: [], options: {} },
};
const sent: { readonly method: string; readonly path: string; readonly body: unknown }[] = [];

function show() {
  const known: Readonly<Record<string, unknown>> = {
    '/api/native/seerr-sync': view,
    '/seerr-sync/failed': failed,
    '/api/native/document': { revision: 'r1', document, overridden: [] },
    '/api/native/seerr-sync/preview': {
      held: 0,
      steps: [{ subordinate: 'internal:Attic', kind: 'create', fingerprint: 'tv:1399:True', seasons: [1, 2] }],
    },
    '/seerr-sync/test': { ok: true, status: { version: '3.1.0' } },
  };
  vi.stubGlobal('fetch', (path: string, { method = 'GET', body }: { method?: string; body?: string }) => {
    if (method !== 'GET') sent.push({ method, path, body: body === undefined ? undefined : JSON.parse(body) });
    return Promise.resolve(new Response(JSON.stringify(known[path] ?? view)));
  });
  // Switches measure themselves, which jsdom cannot.
  vi.stubGlobal(
    'ResizeObserver',
    class {
      observe = () => undefined;
      unobserve = () => undefined;
      disconnect = () => undefined;
    },
  );
  render(
    <QueryClientProvider client={new QueryClient()}>
      <main>
        <SeerrSyncPage />
      </main>
    </QueryClientProvider>,
  );
  return userEvent.setup();
}

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
  sent.length = 0;
});

it('says how it stands, what failed and why, and tries that again', async () => {
  const user = show();
  expect(await screen.findByText('Requests are copied, but not everywhere')).toBeTruthy();
  expect(screen.getByText(/14 titles copied/)).toBeTruthy();
  expect(screen.getByText(/No answer from/)).toBeTruthy();
  expect(await screen.findByText(/Series Quota exceeded/)).toBeTruthy();
  await user.click(screen.getByRole('button', { name: 'Try again Series 1399 in 4K' }));
  expect(sent.map(({ method, path }) => `${method} ${path}`)).toEqual([
    'DELETE /seerr-sync/failed?fingerprint=tv%3A1399%3ATrue',
    'POST /api/native/seerr-sync/run',
  ]);
  const { violations } = await axe.run(window.document.body, { rules: { 'color-contrast': { enabled: false } } });
  expect(violations.map(({ id }) => id)).toEqual([]);
});

it('shows what it would do, pauses, and removes much only when that is confirmed', async () => {
  const user = show();
  await user.click(await screen.findByRole('button', { name: 'Show what it would do' }));
  expect(await screen.findByText('Ask for series 1399 in 4K, seasons 1 and 2 on Attic')).toBeTruthy();
  await user.click(screen.getByRole('button', { name: 'Pause' }));
  await user.click(screen.getByRole('button', { name: 'Remove 12 titles everywhere' }));
  expect(sent.map(({ path, body }) => [path, body])).toEqual([
    ['/api/native/seerr-sync/preview', undefined],
    ['/api/native/seerr-sync/pause', { isPaused: true }],
    ['/api/native/seerr-sync/confirm-removals', undefined],
  ]);
});

it('saves the roles as an edit of the document, and nothing while something is missing', async () => {
  const user = show();
  const members = within(await screen.findByRole('group', { name: 'Copied to' }));
  await user.click(members.getByRole('switch', { name: 'Seerr Attic' }));
  await user.click(screen.getByRole('button', { name: 'Save' }));
  expect(screen.getByRole('alert').textContent).toContain('at least one server');
  expect(sent).toEqual([]);
  await user.click(members.getByRole('button', { name: 'Add a server elsewhere' }));
  await user.type(screen.getByLabelText('Address'), 'https://far.test');
  await user.type(screen.getByLabelText('API key'), 'secret');
  await user.click(screen.getByRole('button', { name: 'Try it' }));
  expect(await screen.findByText('Seerr 3.1.0 answers, and the key is good.')).toBeTruthy();
  await user.click(screen.getByRole('button', { name: 'Save' }));
  expect(sent).toMatchObject([
    { path: '/seerr-sync/test', body: { url: 'https://far.test', api_key: 'secret' } },
    {
      path: '/api/native/operations',
      body: {
        kind: 'edit',
        basedOn: 'r1',
        document: {
          seerr: { instances: { Home: { sync_role: 'primary' }, Attic: { sync_role: 'disabled' } } },
          seerr_sync: { external_subordinates: [{ url: 'https://far.test', api_key: 'secret' }] },
        },
      },
    },
  ]);
});
