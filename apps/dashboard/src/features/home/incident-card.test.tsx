// @vitest-environment jsdom
import type { ServiceView } from '@showrunner/contracts';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, render, screen } from '@testing-library/react';
import { MemoryRouter } from 'react-router';
import { afterEach, expect, it } from 'vitest';
import { IncidentCard } from './incident-card.tsx';

afterEach(cleanup);

it('says why a service is tried again, what to do, and when the next try is', () => {
  const status = {
    state: 'backoff',
    health: 'unknown',
    since: Date.now(),
    reason: 'Ended with exit code 1. It is started again.',
    restartCount: 2,
    nextRestartAt: Date.now() + 3_600_000,
    lastExit: {
      cause: 'exit',
      code: 1,
      message: 'Ended with exit code 1.',
      hint: 'Read its last words.',
      lastWords: [],
    },
  };
  const cause = { processName: 'Zilean', status } as unknown as ServiceView;
  render(
    <QueryClientProvider client={new QueryClient()}>
      <MemoryRouter>
        <IncidentCard incident={{ cause, consequences: [] }} />
      </MemoryRouter>
    </QueryClientProvider>,
  );
  expect(screen.getByText(/Read its last words/).textContent).toBe('What to do: Read its last words.');
  expect(screen.getByText(/^Next try in .* 2 restarts so far\.$/)).toBeTruthy();
});
