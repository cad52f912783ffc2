import { Problem } from '@showrunner/contracts';
import { describe, expect, it } from 'vitest';
import { asStoppedByUs, neverStarted, toExitReport } from './exit-report.ts';

const quiet = { lastWords: [], away: false };
const report = (exit: { code?: number; signal?: string }, outOfMemory = false) =>
  toExitReport({ ...exit, outOfMemory, at: 1 }, quiet);

describe('an end has its own sentence', () => {
  it.each([
    [0, 'Ended by itself with exit code 0, which means success.'],
    [1, 'Ended with exit code 1.'],
    [126, 'Ended with exit code 126: something that it calls may not be executed.'],
    [127, 'Ended with exit code 127: something that it calls was not found.'],
    [
      137,
      'Ended with exit code 137, as after SIGKILL: somebody killed it; if nobody did, the machine was short of memory.',
    ],
    [143, 'Ended with exit code 143, as after SIGTERM: somebody asked it to end.'],
    [255, 'Ended with exit code 255, with which programs give up for any reason.'],
  ])('for the exit code %i', (code, message) => {
    expect(report({ code })).toMatchObject({ cause: 'exit', code, message });
  });

  it.each([
    ['SIGSEGV', 'Ended by the signal SIGSEGV: it used memory that is not its own.'],
    ['SIGABRT', 'Ended by the signal SIGABRT: it gave up after an error of its own.'],
    ['SIGSTKFLT', 'Ended by the signal SIGSTKFLT.'],
  ])('for %s', (signal, message) => {
    expect(report({ signal })).toMatchObject({ cause: 'signal', signal, message });
  });

  it('for want of memory, and where nobody saw it', () => {
    expect(report({ signal: 'SIGKILL' }, true)).toMatchObject({ cause: 'out-of-memory', signal: 'SIGKILL' });
    expect(toExitReport({ outOfMemory: false, at: 1 }, { lastWords: [], away: true })).toMatchObject({
      cause: 'unknown',
      message: 'Ended while Showrunner was away; nobody saw how.',
    });
  });

  it('for a start that came to nothing, with the code and the remedy of its problem', () => {
    expect(neverStarted(new Problem('unit.missing-program', 'There is no /app/x.'), 1)).toEqual({
      at: 1,
      cause: 'never-started',
      problem: 'unit.missing-program',
      message: 'There is no /app/x.',
      hint: 'Install the service again.',
      lastWords: [],
    });
  });

  it('always with something to do', () => {
    const ends = [...Array(256).keys()].map((code) => report({ code }));
    expect(ends.filter(({ hint }) => hint === undefined)).toEqual([]);
  });
});

describe('an end that was our own doing says whose', () => {
  const anna = { by: 'person', actor: 'anna' } as const;
  const stopped = { stoppedFor: anna, killed: false, reason: 'Stops on request of anna.' };

  it('and no more where the stop signal explains it', () => {
    const expected = { cause: 'stopped-by-us', requester: anna, message: 'Stopped on request of anna.' };
    for (const exit of [report({ signal: 'SIGTERM' }), report({ code: 143 }), report({ code: 0 })]) {
      const told = asStoppedByUs(exit, stopped, 'SIGTERM');
      expect(told).toMatchObject(expected);
      expect(told.hint).toBeUndefined();
    }
  });

  it('and how it went where it crashed or had to be killed', () => {
    expect(asStoppedByUs(report({ code: 3 }), stopped, 'SIGTERM').message).toBe(
      'Stopped on request of anna. Ended with exit code 3.',
    );
    expect(asStoppedByUs(report({ signal: 'SIGKILL' }), { ...stopped, killed: true }, 'SIGTERM').message).toBe(
      'Stopped on request of anna. It did not end in time and was killed.',
    );
  });

  it('and why where an operation, the policy or an edge decided it', () => {
    const exit = report({ signal: 'SIGTERM' });
    const tell = (stoppedFor: Parameters<typeof asStoppedByUs>[1]['stoppedFor'], reason = '') =>
      asStoppedByUs(exit, { stoppedFor, killed: false, reason }, 'SIGTERM').message;
    expect(tell({ by: 'plan', actor: 'the set-up of Riven' })).toBe('Stopped by the set-up of Riven.');
    expect(tell({ by: 'policy' }, 'Riven was unhealthy 3 times in a row.')).toBe(
      'Stopped by its restart policy. Riven was unhealthy 3 times in a row.',
    );
    expect(tell({ by: 'shutdown' })).toBe('Stopped together with Showrunner.');
  });
});
