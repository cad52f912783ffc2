// @vitest-environment jsdom
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { keepTokens, readTokens } from '../../../shared/api/auth/session.ts';
import { ChangePassword } from './change-password.tsx';

const sent: unknown[] = [];
beforeEach(() => {
  keepTokens({ access: 'old', refresh: 'old' }, false);
  vi.stubGlobal('fetch', (_path: string, { body }: { body: string }) => {
    sent.push(JSON.parse(body));
    return Promise.resolve(new Response('{"access_token":"new","refresh_token":"newer","token_type":"bearer"}'));
  });
  render(
    <QueryClientProvider client={new QueryClient()}>
      <ChangePassword />
    </QueryClientProvider>,
  );
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
  sessionStorage.clear();
  sent.length = 0;
});

it('sends both passwords once the new one is long enough, and goes on with the new session', async () => {
  const user = userEvent.setup();
  await user.type(screen.getByLabelText('Present password'), 'correct horse');
  await user.type(screen.getByLabelText('New password'), 'short');
  await user.click(screen.getByRole('button', { name: /Change it/ }));
  expect((await screen.findByRole('alert')).textContent).toContain('at least 8 characters');
  expect(sent).toEqual([]);
  await user.type(screen.getByLabelText('New password'), ' horse');
  await user.click(screen.getByRole('button', { name: /Change it/ }));
  expect(await screen.findByText('The password is changed')).toBeDefined();
  expect(sent).toEqual([{ current: 'correct horse', password: 'short horse' }]);
  expect(readTokens()).toEqual({ access: 'new', refresh: 'newer' });
});
