import { describe, expect, it } from 'vitest';
import { apply, plan, testStack, withValues } from '../fixtures/stack.ts';

const riven = {
  kind: 'compose' as const,
  cores: [{ name: 'riven_backend', debrid_service: 'RealDebrid', debrid_key: 'k' }],
  optionals: ['zilean'],
};

describe('limits of an entry', () => {
  const stack = testStack();
  const running = apply(stack, plan(stack, riven));
  it('are what its unit is started with', () => {
    const limited = withValues(testStack(), [['zilean', 'mem_limit'], '512m']);
    const { steps } = plan(limited, riven);
    const start = steps.find((step) => step.kind === 'start-unit' && step.processName === 'Zilean');
    expect(start?.kind === 'start-unit' && start.spec.limits).toEqual({ memoryBytes: 512 * 2 ** 20 });
  });

  it('change while it runs, with one step and no restart', () => {
    const wished = withValues(running, [['zilean', 'cpus'], 0.5]).document;
    const { steps } = plan(running, { kind: 'edit', document: wished });
    expect(steps.at(-1)?.reason).toBe('The limits of Zilean change; nothing is restarted');
    expect(steps.map(({ kind, title }) => [kind, title])).toEqual([
      ['save-document', expect.any(String)],
      ['define-unit', 'Supervise Zilean as it is set now'],
    ]);
  });

  it('need nothing more once they are applied', () => {
    const wished = withValues(running, [['zilean', 'pids_limit'], 50]).document;
    const after = apply(running, plan(running, { kind: 'edit', document: wished }));
    expect(plan(after, { kind: 'edit', document: after.document }).steps).toEqual([]);
  });

  it('on open files take a restart, because a process is given them once', () => {
    const wished = withValues(running, [['zilean', 'ulimits'], { nofile: 4096 }]).document;
    const { steps } = plan(running, { kind: 'edit', document: wished });
    const start = steps.find((step) => step.kind === 'start-unit');
    expect(start).toMatchObject({ restart: true, processName: 'Zilean' });
    expect(start?.reason).toContain('its limit of open files changes');
    expect(steps.some(({ kind }) => kind === 'define-unit')).toBe(false);
  });
});
