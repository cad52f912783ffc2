// @vitest-environment jsdom
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import axe from 'axe-core';
import type { ReactElement } from 'react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { AuthStatus } from '../../shared/api/auth/auth-status.ts';
import { readTokens } from '../../shared/api/auth/session.ts';
import { LoginPage } from './login-page.tsx';
import { ReturnPage } from './provider/return-page.tsx';

const status: AuthStatus = {
  enabled: true,
  has_users: true,
  setup_skipped: false,
  local_login_enabled: true,
  oidc_login_enabled: true,
  oidc_provider_name: 'Authelia',
};
const asked: string[] = [];
let answer: () => Response;

function show(element: ReactElement) {
  render(<QueryClientProvider client={new QueryClient()}>{element}</QueryClientProvider>);
  return userEvent.setup();
}
const login = (change: Partial<AuthStatus> = {}, refusal?: string) => (
  <LoginPage status={{ ...status, ...change }} returnTo="/services/Zurg" refusal={refusal} onDone={vi.fn()} />
);
const json = (code: number, body: unknown) => new Response(JSON.stringify(body), { status: code });

beforeEach(() => {
  vi.stubGlobal('fetch', (path: string, init: { body?: string }) => {
    asked.push(`${path} ${init.body ?? ''}`.trim());
    return Promise.resolve(answer());
  });
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
  localStorage.clear();
  asked.length = 0;
});

it('offers a password and the provider by its name, where either lets people in', async () => {
  show(login());
  expect(screen.getByLabelText('Password')).toBeTruthy();
  expect(screen.getByRole('button', { name: 'Sign in with Authelia' })).toBeTruthy();
  const found = await axe.run(document.body, { rules: { 'color-contrast': { enabled: false } } });
  expect(found.violations.map(({ id }) => id)).toEqual([]);
});

it('offers no password where none lets anybody in, and no provider where there is none', () => {
  show(login({ local_login_enabled: false }));
  expect(screen.queryByLabelText('Password')).toBeNull();
  cleanup();
  show(login({ oidc_login_enabled: false }));
  expect(screen.queryByRole('button', { name: /Sign in with/ })).toBeNull();
});

it('says why the provider could not be opened', async () => {
  answer = () => json(400, { detail: 'No answer from https://auth.example.org: ECONNREFUSED' });
  const user = show(login());
  await user.click(screen.getByRole('button', { name: 'Sign in with Authelia' }));
  expect(await screen.findByText(/No answer from https:\/\/auth.example.org/)).toBeTruthy();
  expect(asked).toEqual(['/auth/oidc/start?return_to=%2Fservices%2FZurg']);
});

it('says why the provider did not let somebody in', () => {
  show(login({}, 'You are in none of the groups that may use Showrunner.'));
  expect(screen.getByRole('alert').textContent).toMatch(/none of the groups/);
});

it('trades the code of the way back once, and stays signed in', async () => {
  answer = () => json(200, { access_token: 'a', refresh_token: 'r' });
  const onDone = vi.fn();
  show(<ReturnPage code="abc" onDone={onDone} onFail={vi.fn()} />);
  await vi.waitFor(() => expect(onDone).toHaveBeenCalledOnce());
  expect(asked).toEqual(['/auth/oidc/exchange {"code":"abc"}']);
  expect(readTokens()).toEqual({ access: 'a', refresh: 'r' });
});

it('tells when that code is good no more', async () => {
  answer = () => json(401, { detail: 'This sign-in has expired or was used already.' });
  const onFail = vi.fn();
  show(<ReturnPage code="abc" onDone={vi.fn()} onFail={onFail} />);
  await vi.waitFor(() => expect(onFail).toHaveBeenCalledWith('This sign-in has expired or was used already.'));
  expect(readTokens()).toBeNull();
});
