import { describe, expect, it } from 'vitest';
import { apply, plan, testStack } from './fixtures/stack.ts';

const riven = {
  kind: 'compose' as const,
  cores: [{ name: 'riven_backend', debrid_service: 'RealDebrid', debrid_key: 'K1', service_options: {} }],
  optionals: [],
};
const zilean = { kind: 'compose' as const, cores: [], optionals: ['zilean'] };

describe('a service that is added to a running stack', () => {
  const stack = testStack();
  const running = apply(stack, plan(stack, riven));
  const added = plan(running, zilean);

  it('is made known to who runs already, without a restart, once it serves', () => {
    const told = added.steps.find(({ id }) => id === 'run-hook:riven-backend:push-settings');
    expect(told).toBeDefined();
    expect(added.steps.some(({ kind, processName }) => kind === 'start-unit' && processName === 'Riven Backend')).toBe(
      false,
    );
  });

  it('leaves nothing to be done afterwards', () => {
    const settled = apply(running, added);
    expect(plan(settled, zilean).steps).toEqual([]);
    expect(plan(settled, { kind: 'reconcile' }).steps).toEqual([]);
  });
});
