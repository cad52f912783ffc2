// @vitest-environment jsdom
import type { ServiceView } from '@showrunner/contracts';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import axe from 'axe-core';
import { MemoryRouter, Route, Routes } from 'react-router';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import ResetSection from './reset-section.tsx';

const step = {
  id: 'clear',
  kind: 'clear-files',
  title: 'Delete the files of Zurg',
  reason: 'You asked for it to be removed',
  processName: 'Zurg',
  after: [],
  files: ['/zurg/RD'],
};
const plan = { steps: [step], moves: [], warnings: [], changes: [], services: [], empty: false };
// Contrast is measured on laid out pages and on the tokens.
const withoutLayout = { rules: { 'color-contrast': { enabled: false } } };
let sent: [string, unknown][];

beforeEach(() => {
  // jsdom draws no dialogs.
  HTMLDialogElement.prototype.showModal = function (this: HTMLDialogElement) {
    this.open = true;
  };
  HTMLDialogElement.prototype.close = function (this: HTMLDialogElement) {
    this.open = false;
  };
  sent = [];
  vi.stubGlobal('fetch', (path: string, init?: RequestInit) => {
    if (!path.endsWith('/plan')) sent.push([path, JSON.parse(String(init?.body))]);
    const answer = path.endsWith('/plan') ? plan : { id: 'op_1', state: 'running', change: {}, steps: [] };
    return Promise.resolve(new Response(JSON.stringify(answer)));
  });
  render(
    <QueryClientProvider client={new QueryClient()}>
      <MemoryRouter>
        <main>
          <h1>Zurg</h1>
          <Routes>
            <Route path="/" element={<ResetSection service={{ processName: 'Zurg' } as ServiceView} />} />
            <Route path="/operations/:id" element={<p>The operation</p>} />
          </Routes>
        </main>
      </MemoryRouter>
    </QueryClientProvider>,
  );
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

it('removes only after the name was typed, and then shows the operation', async () => {
  const user = userEvent.setup();
  await user.click(screen.getByRole('button', { name: 'Remove Zurg…' }));
  expect(await screen.findByText('/zurg/RD')).toBeDefined();
  const name = screen.getByRole('textbox', { name: 'Type Zurg to go on' });
  await user.type(name, 'zurg{Enter}');
  expect(screen.getByRole('alert').textContent).toBe('This is not the name Zurg.');
  expect(sent).toEqual([]);
  expect((await axe.run(document.body, withoutLayout)).violations).toEqual([]);
  await user.clear(name);
  await user.type(name, 'Zurg{Enter}');
  expect(await screen.findByText('The operation')).toBeDefined();
  expect(sent).toEqual([['/api/native/operations', { kind: 'reset', processName: 'Zurg', action: 'remove' }]]);
});

it('changes nothing when it is left', async () => {
  const user = userEvent.setup();
  await user.click(screen.getByRole('button', { name: 'Reset Zurg…' }));
  await user.click(screen.getByRole('button', { name: 'Keep it as it is' }));
  expect(screen.queryByRole('dialog')).toBeNull();
  expect(sent).toEqual([]);
});
