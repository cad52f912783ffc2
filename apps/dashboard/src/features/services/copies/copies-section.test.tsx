// @vitest-environment jsdom
import type { ServiceView } from '@showrunner/contracts';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import axe from 'axe-core';
import { MemoryRouter } from 'react-router';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CopiesSection } from './copies-section.tsx';

function copy(index: number, count: number): ServiceView {
  return {
    processName: index === 0 ? 'Web' : `Web-${index}`,
    serviceKey: 'web',
    instance: null,
    replica: { index, count },
    maxReplicas: 8,
    enabled: true,
    ports: [{ id: 'web', port: 3000 + index, requested: 3000 + index, role: 'ui' }],
    status: { state: 'running', health: 'healthy' },
  } as unknown as ServiceView;
}
// Contrast is measured on laid out pages and on the tokens.
const withoutLayout = { rules: { 'color-contrast': { enabled: false } } };
const copies = (count: number) => Array.from({ length: count }, (_, index) => copy(index, count));
const plan = { steps: [], moves: [], warnings: [], changes: [], services: [], empty: false };

function open(services: ServiceView[], shown = services[0]!) {
  const sent: [string, unknown][] = [];
  vi.stubGlobal('fetch', (path: string, init: RequestInit) => {
    sent.push([path, JSON.parse(String(init.body))]);
    const answer = path.endsWith('/plan') ? plan : { id: 'o', state: 'succeeded', change: {}, steps: [] };
    return Promise.resolve(new Response(JSON.stringify(answer)));
  });
  render(
    <QueryClientProvider client={new QueryClient()}>
      <MemoryRouter>
        <main>
          <h1>Web</h1>
          <CopiesSection service={shown} services={services} />
        </main>
      </MemoryRouter>
    </QueryClientProvider>,
  );
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

describe('the copies of a service', () => {
  it('say how many run of how many there may be, each with its port, state and page', async () => {
    open(copies(3));
    expect(screen.getByText('3 of at most 8')).toBeTruthy();
    const rows = screen.getAllByRole('listitem').map((row) => row.textContent);
    expect(rows).toEqual(['WebPort 3000Running', 'Web-1Port 3001Running', 'Web-2Port 3002Running']);
    expect(screen.getByRole('link', { name: 'Web-2' }).getAttribute('href')).toBe('/services/Web-2');
    const { violations } = await axe.run(document.body, withoutLayout);
    expect(violations.map(({ id }) => id)).toEqual([]);
  });

  it('are changed by keyboard, the effect first', async () => {
    const { sent, user } = open(copies(1));
    screen.getByRole('button', { name: 'One copy more' }).focus();
    await user.keyboard('{Enter}{Enter}{Tab}{Enter}');
    const dialog = screen.getByRole('dialog', { name: 'Run 3 copies of Web?' });
    expect(dialog.textContent).toContain('2 more copies will start');
    const change = { kind: 'scale', processName: 'Web', replicas: 3 };
    await vi.waitFor(() => expect(sent).toEqual([['/api/native/plan', change]]));
    await user.click(within(dialog).getByRole('button', { name: 'Run 3 copies' }));
    await vi.waitFor(() => expect(sent.at(-1)).toEqual(['/api/native/operations', change]));
  });

  it('never number less than one or more than the most', async () => {
    const { user } = open(copies(8));
    const count = screen.getByRole<HTMLInputElement>('spinbutton', { name: 'Copies to run' });
    await user.click(screen.getByRole('button', { name: 'One copy more' }));
    expect(count.value).toBe('8');
    expect(screen.queryByRole('button', { name: /^Run/ })).toBeNull();
    await user.type(count, '{Control>}a{/Control}0', { initialSelectionStart: 0, initialSelectionEnd: 1 });
    expect(count.value).toBe('1');
  });

  it('send the reader of a further copy to where the number is chosen', () => {
    const services = copies(2);
    open(services, services[1]);
    expect(screen.getByText(/This is one of 2 copies of/)).toBeTruthy();
    expect(screen.queryByRole('spinbutton')).toBeNull();
  });
});
