import { describe, expect, it } from 'vitest';
import { good, messages, neighbour, service } from '../../fixtures/sample.ts';
import { onboarding } from './onboarding.ts';

const first = { onboarding: { name: 'X', description: 'x', order: 1 } };

describe('onboarding', () => {
  it('lets a core service and an optional one have the same place, since they are in different lists', () => {
    expect(messages(onboarding, [service(first), neighbour({ ...first, role: 'optional' })])).toEqual([]);
  });

  it('refuses two core services at one place', () => {
    expect(messages(onboarding, [service(first), neighbour(first)])).toEqual([
      "Another service is also at place 1 (core) of the wizard's list.",
    ]);
  });

  it('refuses one process name for two programs', () => {
    expect(messages(onboarding, [service({}), neighbour({ defaults: good.defaults })])).toEqual([
      'Another service also has the process name Player.',
    ]);
  });
});
