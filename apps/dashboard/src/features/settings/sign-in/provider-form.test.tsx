// @vitest-environment jsdom
import type { AuthProviderAnswer } from '@showrunner/contracts';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import axe from 'axe-core';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { providerAnswer } from './provider-answer.fixture.ts';
import SignInPage from './sign-in-page.tsx';

const sent: { method: string; path: string; body: Record<string, unknown> }[] = [];
let stored: AuthProviderAnswer;
let tested: { status: number; body: unknown };

const json = (body: unknown, status = 200) => Promise.resolve(new Response(JSON.stringify(body), { status }));

beforeEach(() => {
  // jsdom lays nothing out; the switches only want to be told of sizes.
  vi.stubGlobal(
    'ResizeObserver',
    class {
      observe() {}
      unobserve() {}
      disconnect() {}
    },
  );
  stored = { ...providerAnswer, mode: 'local' };
  vi.stubGlobal('fetch', (path: string, { method = 'GET', body }: { method?: string; body?: string }) => {
    if (path === '/auth/status') return json({ enabled: true });
    if (method === 'GET') return json(stored);
    const value = JSON.parse(body ?? '') as Record<string, unknown>;
    sent.push({ method, path, body: value });
    if (path.endsWith('/test')) return json(tested.body, tested.status);
    if (value['mode'] === 'oidc' && value['confirm_oidc_only'] !== true) {
      return json({ detail: 'confirm_oidc_only: must be true.' }, 400);
    }
    stored = { ...providerAnswer, mode: value['mode'] as AuthProviderAnswer['mode'] };
    return json(stored);
  });
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
  sent.length = 0;
});

async function show() {
  render(
    <QueryClientProvider client={new QueryClient()}>
      <main>
        <SignInPage />
      </main>
    </QueryClientProvider>,
  );
  await screen.findByLabelText(/^Password or provider/);
  return userEvent.setup();
}

it('shows the fields of a provider once one is chosen, and sends what is in them', async () => {
  const user = await show();
  expect(screen.queryByLabelText('Issuer')).toBeNull();
  await user.click(screen.getByLabelText(/^Password or provider/));
  await user.clear(screen.getByLabelText('Issuer'));
  await user.type(screen.getByLabelText('Issuer'), 'https://id.example.org');
  await user.type(screen.getByLabelText('Client secret'), 'hush');
  await user.clear(screen.getByLabelText('Groups that may come in'));
  await user.type(screen.getByLabelText('Groups that may come in'), 'media, home cinema');
  await user.selectOptions(screen.getByLabelText('Everybody else'), 'operator');
  const found = await axe.run(document.body, { rules: { 'color-contrast': { enabled: false } } });
  expect(found.violations.map(({ id }) => id)).toEqual([]);
  await user.click(screen.getByRole('button', { name: 'Save' }));
  expect(await screen.findByText('Saved')).toBeTruthy();
  expect(sent).toMatchObject([
    {
      method: 'PUT',
      path: '/api/auth/provider',
      body: {
        mode: 'hybrid',
        issuer_url: 'https://id.example.org',
        client_secret: 'hush',
        allowed_groups: ['media', 'home cinema'],
        default_role: 'operator',
      },
    },
  ]);
});

it('forgets a secret that was saved, and says that there is one', async () => {
  const user = await show();
  await user.click(screen.getByLabelText(/^Password or provider/));
  await user.type(screen.getByLabelText('Client secret'), 'hush');
  await user.click(screen.getByRole('button', { name: 'Save' }));
  await screen.findByText('Saved');
  expect(screen.getByLabelText<HTMLInputElement>('Client secret').value).toBe('');
  expect(screen.getByPlaceholderText('Kept as it is')).toBeTruthy();
});

it('tests what is entered, and says what is wrong', async () => {
  const user = await show();
  await user.click(screen.getByLabelText(/^Password or provider/));
  tested = { status: 400, body: { detail: 'The provider calls itself https://other.example.', code: 'auth.provider' } };
  await user.click(screen.getByRole('button', { name: 'Test the provider' }));
  expect(await screen.findByText('The provider calls itself https://other.example.')).toBeTruthy();
  tested = { status: 200, body: { ok: true, issuer: 'x', endpoints: [], warnings: ['The secret is wrong.'] } };
  await user.click(screen.getByRole('button', { name: 'Test the provider' }));
  expect(await screen.findByText('The secret is wrong.')).toBeTruthy();
  tested = { status: 200, body: { ok: true, issuer: 'https://id.example.org', endpoints: [], warnings: [] } };
  await user.click(screen.getByRole('button', { name: 'Test the provider' }));
  expect(await screen.findByText('It calls itself https://id.example.org.')).toBeTruthy();
  expect(sent.map(({ path }) => path)).toEqual(Array.from({ length: 3 }, () => '/api/auth/oidc/test'));
});

it('lets passwords be switched off only by whoever says that they have another way in', async () => {
  const user = await show();
  await user.click(screen.getByLabelText(/^Provider only/));
  await user.click(screen.getByRole('button', { name: 'Save' }));
  expect(await screen.findByText(/confirm_oidc_only/)).toBeTruthy();
  await user.click(screen.getByLabelText(/I have signed in with the provider/));
  await user.click(screen.getByRole('button', { name: 'Save' }));
  expect(await screen.findByText('Saved')).toBeTruthy();
  expect(sent.map(({ body }) => body['confirm_oidc_only'])).toEqual([false, true]);
});
