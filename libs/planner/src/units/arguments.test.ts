import type { Json } from '@showrunner/contracts';
import { describe, expect, it } from 'vitest';
import { compose, plan, testStack, withValues } from '../fixtures/stack.ts';
import { createCatalog } from '@showrunner/catalog';
import { smallService } from '../fixtures/catalog.ts';

const base = smallService('app');
const runtime = base.manifest.runtime;
if (runtime === undefined) throw new Error('the fixture has a runtime');
const run = { ...runtime.run, argv: ['/bin/app', '--quiet', { each: '${self.extra_args}' }, '--port=${port.web}'] };
const catalog = createCatalog([
  smallService('app', { fields: { extra_args: { types: ['array'] } }, runtime: { ...runtime, run } }),
]);

function argvWith(extra: Json): readonly string[] {
  const stack = withValues(testStack({ catalog }), [['app', 'extra_args'], extra]);
  const step = plan(stack, compose([{ name: 'app' }])).steps.find(({ kind }) => kind === 'start-unit');
  return step?.kind === 'start-unit' ? step.spec.argv : [];
}

describe('arguments that a person keeps in the entry', () => {
  it('are one argument an item, exactly as they were written', () => {
    const extra = ['--cache /app/x; $HOME', '${self.port}', 7];
    expect(argvWith(extra)).toEqual([
      '/bin/app',
      '--quiet',
      '--cache /app/x; $HOME',
      '${self.port}',
      '7',
      '--port=4000',
    ]);
  });

  it.each([[[]], ['--no-list'], [[null, { a: 1 }, true]]])('are none where there is no list of texts: %j', (extra) => {
    expect(argvWith(extra)).toEqual(['/bin/app', '--quiet', '--port=4000']);
  });
});
