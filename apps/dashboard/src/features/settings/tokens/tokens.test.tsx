// @vitest-environment jsdom
import type { ApiTokenView } from '@showrunner/contracts';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import axe from 'axe-core';
import { afterEach, expect, it, vi } from 'vitest';
import { Tokens } from './tokens-section.tsx';

const view: ApiTokenView = {
  id: 'token_1',
  name: 'backup',
  role: 'operator',
  createdAt: 1,
  expiresAt: null,
  lastUsedAt: null,
};
const sent: { method: string; path: string; body: unknown }[] = [];

function show(signInNeeded = true) {
  let tokens: ApiTokenView[] = [];
  const json = (body: unknown) => Promise.resolve(new Response(JSON.stringify(body)));
  vi.stubGlobal('fetch', (path: string, { method = 'GET', body }: { method?: string; body?: string }) => {
    if (path === '/auth/status') return json({ enabled: signInNeeded });
    if (method === 'GET') return json({ tokens });
    sent.push({ method, path, body: body === undefined ? undefined : JSON.parse(body) });
    tokens = method === 'POST' ? [view] : [];
    return json(method === 'POST' ? { token: 'sr_secret', view } : { ended: 1 });
  });
  render(
    <QueryClientProvider client={new QueryClient()}>
      <main>
        <Tokens />
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

it('makes a token with a role and an end, shows it once, and lists it', async () => {
  const user = show();
  await user.type(await screen.findByLabelText('Name'), 'backup');
  await user.selectOptions(screen.getByLabelText('Role'), 'operator');
  await user.selectOptions(screen.getByLabelText('Good for'), 'No end');
  await user.click(screen.getByRole('button', { name: 'Make a token' }));
  expect(await screen.findByText('sr_secret')).toBeTruthy();
  expect(sent).toEqual([{ method: 'POST', path: '/api/native/tokens', body: { name: 'backup', role: 'operator' } }]);
  expect(await screen.findByRole('button', { name: 'Delete the token backup' })).toBeTruthy();
  const found = await axe.run(document.body, {
    rules: { 'color-contrast': { enabled: false }, 'label-content-name-mismatch': { enabled: false } },
  });
  expect(found.violations.map(({ id }) => id)).toEqual([]);
  await user.click(screen.getByRole('button', { name: 'Delete the token backup' }));
  await vi.waitFor(() => expect(screen.queryByRole('list', { name: 'Tokens' })).toBeNull());
});

it('wants a name for it', async () => {
  const user = show();
  await user.click(await screen.findByRole('button', { name: 'Make a token' }));
  expect(screen.getByRole('alert').textContent).toMatch(/Give it a name/);
  expect(sent).toEqual([]);
});

it('offers none while nobody signs in', async () => {
  show(false);
  expect(await screen.findByText(/programs need none/)).toBeTruthy();
  expect(screen.queryByRole('button', { name: 'Make a token' })).toBeNull();
});
