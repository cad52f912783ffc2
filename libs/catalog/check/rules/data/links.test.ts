import { describe, expect, it } from 'vitest';
import type { Requirement } from '../../../vocabulary/links.ts';
import { goodRuntime, messages, neighbour, service } from '../../fixtures/sample.ts';
import { links } from './links.ts';

const needs = (change: Partial<Requirement>): Requirement => ({
  service: 'store',
  kind: 'health',
  until: 'started',
  enable: false,
  reason: 'plays from it',
  ...change,
});
const instances = { template: 'Default', processName: 'Store ${instance.name}' };
const companion = { processName: 'Store w/ ${owner.display}', set: {} };

describe('links', () => {
  it('finds nothing where everything that is named exists', () => {
    const store = neighbour({ instances, companion });
    const player = service({
      requires: [needs({ when: { enabled: 'store' } })],
      companions: [{ service: 'store', phase: 'before', set: { process_name: 'x' } }],
      credentials: [{ provider: 'RealDebrid', field: 'keys.realdebrid' }],
    });
    expect(messages(links, [player, store])).toEqual([]);
  });

  it.each([
    [{ requires: [needs({ service: 'nowhere' })] }],
    [{ companions: [{ service: 'nowhere', phase: 'before' as const }] }],
    [{ onboarding: { name: 'P', description: 'p', order: 1, dependencies: ['nowhere'] } }],
    [{ requires: [needs({ when: { not: { enabled: 'nowhere' } } })] }],
    [{ runtime: { ...goodRuntime, source: { kind: 'shared-with' as const, service: 'nowhere' } } }],
  ])('misses a service that there is not %#', (change) => {
    expect(messages(links, [service(change), neighbour()])).toEqual([
      'It names the service nowhere, which there is not.',
    ]);
  });

  it.each([
    [{ requires: [needs({ service: 'player' })] }, 'It needs itself.'],
    [{ requires: [needs({ database: 'films' })] }, 'It wants a database from store.'],
    [{ companions: [{ service: 'store', phase: 'before' as const }] }, 'store has no instances that belong to a core service.'],
    [{ credentials: [{ provider: 'TorBox', field: 'box' }] }, 'The key of TorBox goes to box, which there is not.'],
  ])('refuses a link that cannot be used like that %#', (change, message) => {
    expect(messages(links, [service(change), neighbour()])).toEqual([message]);
  });

  it('refuses a field that a companion does not have', () => {
    const player = service({ companions: [{ service: 'store', phase: 'after', set: { colour: 'red' } }] });
    expect(messages(links, [player, neighbour({ instances, companion })])).toEqual(['store has no field colour.']);
  });
});
