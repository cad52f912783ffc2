// @vitest-environment jsdom
import type { AuditEntryView } from '@showrunner/contracts';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import AuditPage from './audit-page.tsx';

const entry = (id: number, fields: Partial<AuditEntryView> = {}): AuditEntryView => ({
  id,
  at: 1_000,
  count: 1,
  actor: 'admin',
  role: 'admin',
  method: 'POST',
  path: '/process/stop-service',
  title: 'Stop a process; what does not run counts as stopped',
  target: 'Zilean',
  address: '192.168.1.7',
  outcome: 'done',
  status: 200,
  code: null,
  ...fields,
});
const refused = { outcome: 'refused', status: 401, role: null } as const;
let asked: URLSearchParams[];

beforeEach(() => {
  asked = [];
  vi.stubGlobal('fetch', (path: string) => {
    const query = new URL(path, 'http://localhost').searchParams;
    asked.push(query);
    const all = [
      entry(3, { ...refused, actor: 'bob', target: 'bob', title: 'Sign in', code: 'auth.failed', count: 7 }),
      entry(2, { ...refused, actor: 'nobody', target: null, code: 'auth.required' }),
      entry(1),
    ];
    const before = Number(query.get('before') ?? 99);
    const entries = all.filter(({ id, outcome }) => id < before && (query.get('outcome') ?? outcome) === outcome);
    return Promise.resolve(new Response(JSON.stringify({ entries: entries.slice(0, 2), more: entries.length > 2 })));
  });
  render(
    <QueryClientProvider client={new QueryClient()}>
      <AuditPage />
    </QueryClientProvider>,
  );
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});
const rows = () => within(screen.getByRole('list', { name: 'Audit' })).getAllByRole('listitem');

it('says who wanted what, how sure the name is, and what came of it', async () => {
  await screen.findByText('Sign in');
  expect(rows()[0]?.textContent).toContain('Refused, 7 times: wrong name or password');
  expect(rows()[0]?.textContent).toContain('Somebody as “bob”');
  expect(rows()[1]?.textContent).toContain('Somebody who was not signed in');
});

it('goes on with older ones', async () => {
  const user = userEvent.setup();
  await user.click(await screen.findByRole('button', { name: 'Show older ones' }));
  await vi.waitFor(() => expect(rows()).toHaveLength(3));
  expect(rows()[2]?.textContent).toMatch(/Stop a process · Zilean.*Done.*admin · 192\.168\.1\.7/);
  expect(asked.at(-1)?.get('before')).toBe('2');
});

it('looks for a text and a result', async () => {
  const user = userEvent.setup();
  await screen.findByText('Sign in');
  await user.selectOptions(screen.getByRole('combobox', { name: 'Result' }), 'Done');
  await vi.waitFor(() => expect(rows()).toHaveLength(1));
  await user.type(screen.getByRole('searchbox', { name: 'Look for' }), 'zil');
  await vi.waitFor(() => expect(asked.at(-1)?.toString()).toBe('limit=50&outcome=done&text=zil'));
});
