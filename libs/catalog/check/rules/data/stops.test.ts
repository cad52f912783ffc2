import { expect, it } from 'vitest';
import type { Requirement } from '../../../vocabulary/links.ts';
import { messages, neighbour, service } from '../../fixtures/sample.ts';
import { stops } from './stops.ts';

const store: Requirement = { service: 'store', kind: 'port', until: 'healthy', enable: true, reason: 'plays from it' };

it('takes a need that stops with the service or after it, and one that the service can do without', () => {
  expect(messages(stops, [service({ requires: [store] }), neighbour({ stopTier: 'clients' })])).toEqual([]);
  const early = neighbour({ stopTier: 'media' });
  expect(messages(stops, [service({ requires: [{ ...store, enable: false }] }), early])).toEqual([]);
  expect(messages(stops, [service({ requires: [{ ...store, until: 'installed' }] }), early])).toEqual([]);
  expect(messages(stops, [service({ companions: [{ service: 'store', phase: 'after' }] }), early])).toEqual([]);
});

it('refuses a need that would be gone while the service still runs', () => {
  const early = neighbour({ stopTier: 'media' });
  const said = 'player needs store, which stops before it: media goes before apps.';
  expect(messages(stops, [service({ requires: [store] }), early])).toEqual([said]);
  expect(messages(stops, [service({ companions: [{ service: 'store', phase: 'before' }] }), early])).toEqual([said]);
});
