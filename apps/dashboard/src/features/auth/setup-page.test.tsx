// @vitest-environment jsdom
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { readTokens } from '../../shared/api/auth/session.ts';
import { SetupPage } from './setup-page.tsx';

const status = { enabled: false, has_users: false, setup_skipped: false };

function open(answer: (body: unknown) => Response) {
  const sent: unknown[] = [];
  vi.stubGlobal('fetch', (_path: string, init: RequestInit) => {
    const body: unknown = JSON.parse(String(init.body));
    sent.push(body);
    return Promise.resolve(answer(body));
  });
  const onDone = vi.fn();
  render(
    <QueryClientProvider client={new QueryClient()}>
      <SetupPage status={status} onDone={onDone} />
    </QueryClientProvider>,
  );
  return { sent, onDone, user: userEvent.setup() };
}

const json = (code: number, body: unknown) => new Response(JSON.stringify(body), { status: code });

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
  localStorage.clear();
});

describe('the set-up page', () => {
  it('creates the account by keyboard alone and stays signed in', async () => {
    const { sent, onDone, user } = open(() => json(200, { access_token: 'a', refresh_token: 'r' }));
    await user.keyboard('ann{Tab}correct horse{Tab}{Tab}correct horse{Enter}');
    await vi.waitFor(() => expect(onDone).toHaveBeenCalledOnce());
    expect(sent).toEqual([{ username: 'ann', password: 'correct horse' }]);
    expect(readTokens()).toEqual({ access: 'a', refresh: 'r' });
  });

  it('names what is wrong before it sends anything', async () => {
    const { sent, user } = open(() => json(500, {}));
    await user.keyboard('ann{Tab}short{Enter}');
    expect(screen.getByText('Use at least 8 characters.')).toBeTruthy();
    expect(sent).toEqual([]);
  });

  it('asks for the code of the log when the server wants it', async () => {
    const refusal = { detail: 'A setup code is needed.', code: 'auth.setup-code' };
    const { user } = open(() => json(403, refusal));
    await user.keyboard('ann{Tab}correct horse{Tab}{Tab}correct horse{Enter}');
    expect(await screen.findByLabelText('Setup code')).toBeTruthy();
    expect(screen.getByText('A setup code is needed.')).toBeTruthy();
  });
});
