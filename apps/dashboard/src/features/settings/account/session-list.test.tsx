// @vitest-environment jsdom
import type { SessionView } from '@showrunner/contracts';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it, vi } from 'vitest';
import { SessionList } from './session-list.tsx';

const session = (id: string, device: string, current = false): SessionView => {
  return { id, device, address: '192.168.1.7', openedAt: 1, lastSeenAt: 2, current };
};
let sessions: SessionView[] = [];
const sent: string[] = [];

function show() {
  vi.stubGlobal('fetch', (path: string, { method }: { method: string }) => {
    if (method === 'DELETE') {
      sent.push(path);
      const id = path.split('/')[4];
      sessions = sessions.filter((one) => (id === undefined ? one.current : one.id !== id));
      return Promise.resolve(new Response('{"ended":1}'));
    }
    return Promise.resolve(new Response(JSON.stringify({ sessions })));
  });
  render(
    <QueryClientProvider client={new QueryClient()}>
      <SessionList />
    </QueryClientProvider>,
  );
  return userEvent.setup();
}

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
  sent.length = 0;
});

it('ends the session of another device, and then no longer lists it', async () => {
  sessions = [session('a', 'Firefox on Linux', true), session('b', 'Safari on iOS')];
  const user = show();
  await user.click(await screen.findByRole('button', { name: /Sign out Safari on iOS/ }));
  await vi.waitFor(() => expect(screen.queryByText('Safari on iOS')).toBeNull());
  expect(sent).toEqual(['/api/native/sessions/b']);
  expect(screen.queryByRole('button', { name: /everywhere else/ })).toBeNull();
});

it('ends all others at once where there are several', async () => {
  sessions = [session('a', 'Firefox on Linux', true), session('b', 'Safari on iOS'), session('c', 'curl')];
  const user = show();
  await user.click(await screen.findByRole('button', { name: 'Sign out everywhere else' }));
  await vi.waitFor(() => expect(screen.queryByText('curl')).toBeNull());
  expect(sent).toEqual(['/api/native/sessions']);
});
