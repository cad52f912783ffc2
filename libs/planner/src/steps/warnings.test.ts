import { createCatalog } from '@showrunner/catalog';
import { describe, expect, it } from 'vitest';
import { smallService } from '../fixtures/catalog.ts';
import { plan, testFacts, testStack, withValues } from '../fixtures/stack.ts';

const mounted = smallService('app', {
  defaults: { enabled: true, process_name: 'App', port: 4000, mount: 'own', env: {} },
});
const { runtime } = mounted.manifest;
if (runtime === undefined) throw new Error('a small service has a runtime');
const when = { all: [{ host: 'fuseForUsers' }, { is: '${self.mount}', equal: 'own' }] } as const;
const manifest = {
  ...mounted.manifest,
  runtime: { ...runtime, run: { ...runtime.run, mounts: [{ path: '/mnt/app', when }] } },
};

function warningsOn(machine: { fuse: boolean; fuseForUsers: boolean }, mount = 'own'): readonly string[] {
  const stack = testStack({ catalog: createCatalog([{ manifest }]), facts: testFacts({ machine }) });
  return plan(withValues(stack, [['app', 'mount'], mount]), { kind: 'reconcile' }).warnings;
}

describe('what a person is told about a mount', () => {
  it('is nothing where it can be made, or where none is wanted', () => {
    expect(warningsOn({ fuse: true, fuseForUsers: true })).toEqual([]);
    expect(warningsOn({ fuse: false, fuseForUsers: false }, 'none')).toEqual([]);
  });

  it('is why there is none, and what the machine lacks', () => {
    expect(warningsOn({ fuse: false, fuseForUsers: false })).toEqual([
      'App: this machine cannot mount with FUSE, so there is no mount.',
    ]);
    expect(warningsOn({ fuse: true, fuseForUsers: false })[0]).toMatch(
      /its account may not mount here.*user_allow_other/,
    );
  });
});
