// @vitest-environment jsdom
import type { UnitStatus } from '@showrunner/contracts';
import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { LastExit } from './last-exit.tsx';

type Exit = NonNullable<UnitStatus['lastExit']>;
const killed: Exit = {
  at: 0,
  cause: 'signal',
  message: 'Ended by the signal SIGKILL.',
  hint: 'Look at its memory.',
  lastWords: ['scanning'],
};

afterEach(cleanup);

describe('the last exit', () => {
  it('says what happened, what to do, and the last words', () => {
    render(<LastExit exit={killed} said="It waits for PostgreSQL." />);
    const text = document.body.textContent ?? '';
    expect(text).toContain('It was ended by a signal');
    expect(text).toContain('Ended by the signal SIGKILL.');
    expect(text).toContain('What to do: Look at its memory.');
    expect(screen.getByRole('region', { name: 'Last lines of output' }).textContent).toBe('scanning');
  });

  it('does not repeat what the header says', () => {
    render(<LastExit exit={killed} said="Ended by the signal SIGKILL. It is started again." />);
    expect(document.body.textContent).not.toContain('SIGKILL');
    expect(document.body.textContent).toContain('Look at its memory.');
  });

  it('is left out where somebody stopped it and the header says so', () => {
    const stopped: Exit = { at: 0, cause: 'stopped-by-us', message: 'Stopped by ann.', lastWords: [] };
    render(<LastExit exit={stopped} said="Stopped by ann." />);
    expect(document.body.textContent).toBe('');
  });
});
