import { describe, expect, it } from 'vitest';
import type { ServiceManifest } from '../../../vocabulary/manifest.ts';
import { good, goodRuntime, messages, service } from '../../fixtures/sample.ts';
import { shape } from './shape.ts';

const { defaults } = good;

describe('shape', () => {
  it('finds nothing in a good manifest', () => {
    expect(messages(shape, [service({}), service({ runtime: goodRuntime })])).toEqual([]);
  });

  it('names an unknown key and a missing one with their places', () => {
    const { stop: _, ...rest } = good;
    const manifest = { ...rest, colour: 'red' } as unknown as ServiceManifest; // what a hand-written manifest may be
    expect(messages(shape, [{ manifest }])).toEqual(['player has an unknown key colour.', 'player.stop is missing.']);
  });

  it('looks into every block', () => {
    const runtime = { ...goodRuntime, source: { kind: 'cd-rom' }, health: { probes: [{ kind: 'tcp', port: 7 }] } };
    const found = messages(shape, [service({ runtime: runtime as unknown as typeof goodRuntime })]);
    expect(found[0]).toMatch(/^player\.runtime\.source\.kind must be one of system, github-asset, /);
    expect(found[1]).toBe('player.runtime.health.probes[0].port must be a text that is not blank.');
  });

  it('reads conditions however deep they are', () => {
    const when = { all: [{ not: { truthy: '${self.api_key}', twice: true } }] } as unknown as { truthy: string };
    const requires = [{ service: 'store', kind: 'health', until: 'healthy', enable: true, reason: 'x', when } as const];
    expect(messages(shape, [service({ requires })])).toEqual([
      'player.requires[0].when.all[0].not has an unknown key twice.',
    ]);
  });

  it('wants a switch and a name in the defaults, but no name for mere settings', () => {
    expect(messages(shape, [service({ defaults: {}, fields: {}, ports: [], kind: 'settings' })])).toEqual([
      'player.defaults.enabled must be true or false.',
      'player has no port web.',
    ]);
    expect(messages(shape, [service({ defaults: { enabled: true }, fields: {} })])).toEqual([
      'player.defaults.process_name is missing.',
    ]);
  });

  it.each([
    [{ api_key: { enum: ['a'] } }, 'player.fields.api_key.enum leaves out the default.'],
    [{ api_key: { pattern: '^x' } }, 'player.fields.api_key.pattern refuses the default.'],
    [{ api_key: { pattern: '(' } }, 'player.fields.api_key.pattern does not compile.'],
    [{ port: { minimum: 5000 } }, 'player.fields.port refuses the default.'],
    [{ port: { types: ['string' as const] } }, 'player.fields.port.types leaves out the type of the default.'],
    [{ colour: {} }, 'player.fields.colour is in no default and must say its types.'],
  ])('holds defaults against their own fields %#', (fields, message) => {
    expect(messages(shape, [service({ defaults, fields })])).toEqual([message]);
  });
});
