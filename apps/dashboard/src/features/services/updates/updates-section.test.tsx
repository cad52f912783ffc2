// @vitest-environment jsdom
import type { ServiceView, UpdateView } from '@showrunner/contracts';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import axe from 'axe-core';
import { MemoryRouter } from 'react-router';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import UpdatesSection from './updates-section.tsx';

const blank: UpdateView = {
  processName: 'Zurg',
  serviceKey: 'zurg',
  state: 'current',
  message: 'v1 is the newest version.',
  installed: 'v1',
  available: 'v1',
  releasesBehind: 0,
  notes: null,
  fixed: null,
  mode: 'off',
  intervalHours: 24,
  startTime: '04:00',
  checkedAt: 1_700_000_000_000,
  nextCheckAt: null,
  operationId: null,
  last: null,
};
const available: Partial<UpdateView> = {
  state: 'available',
  available: 'v3',
  releasesBehind: 2,
  notes: { url: 'https://releases.test/v3', text: '# v3\n<b>faster</b>', publishedAt: '2026-01-01T00:00:00Z' },
};
const plan = { steps: [], moves: [], warnings: [], changes: [], services: [], empty: false };
// Contrast is measured on laid out pages and on the tokens.
const withoutLayout = { rules: { 'color-contrast': { enabled: false } } };

async function open(update: Partial<UpdateView>) {
  const sent: [string, unknown][] = [];
  vi.stubGlobal('fetch', (path: string, init?: RequestInit) => {
    if (init?.method === 'POST') sent.push([path, init.body === undefined ? undefined : JSON.parse(String(init.body))]);
    const view = { ...blank, ...update };
    const answer = path.endsWith('/updates')
      ? { updates: [view], history: [] }
      : path.endsWith('/plan')
        ? plan
        : path.endsWith('/check')
          ? view
          : { id: 'o', state: 'succeeded', change: {}, steps: [] };
    return Promise.resolve(new Response(JSON.stringify(answer)));
  });
  render(
    <QueryClientProvider client={new QueryClient()}>
      <MemoryRouter>
        <main>
          <h1>Zurg</h1>
          <UpdatesSection service={{ processName: 'Zurg' } as ServiceView} />
        </main>
      </MemoryRouter>
    </QueryClientProvider>,
  );
  await screen.findByRole('heading', { name: 'Version' });
  return { sent, user: userEvent.setup() };
}

// The test page has no dialogs of its own.
beforeEach(() => {
  HTMLDialogElement.prototype.showModal = function show() {
    this.open = true;
  };
  HTMLDialogElement.prototype.close = function close() {
    this.open = false;
  };
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

describe('the version of a service', () => {
  it('says what is installed and that it is the newest, and can look again', async () => {
    const { sent, user } = await open({});
    expect(screen.getByText('Up to date')).toBeTruthy();
    expect(screen.queryByRole('button', { name: /^Update to/ })).toBeNull();
    await user.click(screen.getByRole('button', { name: 'Look for a new version' }));
    await vi.waitFor(() => expect(sent.map(([path]) => path)).toEqual(['/api/native/updates/Zurg/check']));
    const { violations } = await axe.run(document.body, withoutLayout);
    expect(violations.map(({ id }) => id)).toEqual([]);
  });

  it('offers an update with what is new, as text and never as a page, and says what will happen first', async () => {
    const { sent, user } = await open(available);
    expect(screen.getByText('v3 is ready, 2 releases ahead')).toBeTruthy();
    await user.click(screen.getByText('What is new in v3'));
    expect(screen.getByRole('region', { name: 'Notes of v3' }).textContent).toBe('# v3\n<b>faster</b>');
    await user.click(screen.getByRole('button', { name: 'Update to v3' }));
    const dialog = screen.getByRole('dialog', { name: 'Update Zurg to v3?' });
    expect(dialog.textContent).toContain('v1 runs again');
    await vi.waitFor(() => expect(sent).toEqual([['/api/native/plan', { kind: 'update', processName: 'Zurg' }]]));
    await user.click(within(dialog).getByRole('button', { name: 'Update to v3' }));
    await vi.waitFor(() =>
      expect(sent.at(-1)).toEqual(['/api/native/operations', { kind: 'update', processName: 'Zurg' }]),
    );
    const { violations } = await axe.run(document.body, withoutLayout);
    expect(violations.map(({ id }) => id)).toEqual([]);
  });

  it('keeps the present version, and lets it go again', async () => {
    const { sent, user } = await open({});
    await user.click(screen.getByRole('button', { name: 'Keep v1' }));
    const pin = { kind: 'pin', processName: 'Zurg', version: 'v1' };
    await vi.waitFor(() => expect(sent.at(-1)).toEqual(['/api/native/operations', pin]));
    cleanup();
    const fixed = { kind: 'tag', to: 'v1', installed: true } as const;
    const pinned = await open({ state: 'fixed', message: 'It is kept at v1; v3 is out.', fixed });
    expect(screen.getByText('It is kept at v1; v3 is out.')).toBeTruthy();
    await pinned.user.click(screen.getByRole('button', { name: 'Follow new versions again' }));
    await vi.waitFor(() => expect(pinned.sent.at(-1)?.[1]).toEqual({ ...pin, version: null }));
  });

  it('sets by keyboard when to look and what to do then', async () => {
    const { sent, user } = await open({});
    expect(screen.getByText(/Nothing is looked for by itself/)).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Change' }));
    await user.selectOptions(screen.getByLabelText('When there is a new version'), 'Tell me');
    await user.selectOptions(screen.getByLabelText('How often to look'), 'Every week');
    await user.click(screen.getByRole('button', { name: 'Save' }));
    await vi.waitFor(() =>
      expect(sent.at(-1)).toEqual([
        '/api/native/operations',
        { kind: 'update-policy', processName: 'Zurg', mode: 'notify', intervalHours: 168, startTime: '04:00' },
      ]),
    );
    expect(screen.queryByRole('button', { name: 'Save' })).toBeNull();
  });

  it('says what was taken back and why', async () => {
    await open({
      ...available,
      last: {
        processName: 'Zurg',
        from: 'v1',
        to: 'v3',
        outcome: 'rolled-back',
        message: 'v3 did not work: it did not answer. v1 runs again.',
        at: 1,
        tookMs: 1,
        downtimeMs: 1,
        operationId: 'o',
        notesUrl: null,
      },
    });
    expect(screen.getByText('Zurg: v3 was taken back')).toBeTruthy();
    expect(screen.getByText(/v1 runs again\. It is not tried again by itself\./)).toBeTruthy();
  });

  it('points at the operation that is under way', async () => {
    await open({ ...available, operationId: 'op_7' });
    expect(screen.getByRole('link', { name: 'Watch it' }).getAttribute('href')).toBe('/operations/op_7');
  });

  it('offers nothing where others keep it up to date', async () => {
    await open({ state: 'unsupported', message: 'It comes with this machine.' });
    expect(screen.getByText('It comes with this machine.')).toBeTruthy();
    expect(screen.queryAllByRole('button')).toEqual([]);
  });
});
