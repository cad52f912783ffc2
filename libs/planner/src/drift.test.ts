import { describe, expect, it } from 'vitest';
import type { FileDrift } from './drift.ts';
import { apply, compose, plan, testStack, type TestStack } from './fixtures/stack.ts';

const riven = compose([{ name: 'riven_backend', debrid_service: 'RealDebrid', debrid_key: 'K' }]);
const path = '/srv/show/zurg/RD/Riven/config.yml';
const key = 'files:zurg-w-riven';

function touched(what: FileDrift['what'], at = path): TestStack {
  const stack = testStack();
  const running = apply(stack, plan(stack, riven));
  return { ...running, facts: { ...running.facts, drift: { [key]: [{ path: at, what }] } } };
}

describe('a settings file that somebody has touched', () => {
  it.each([
    ['missing', 'config.yml was deleted by hand'],
    ['unreadable', 'config.yml cannot be read any more; it is kept as config.yml.unreadable'],
    ['altered', 'values in config.yml that Showrunner sets were changed by hand'],
  ] as const)('and that is %s is written again, nothing else, and then the plan is empty', (what, reason) => {
    const stack = touched(what);
    const result = plan(stack, { kind: 'reconcile' });
    expect(result.steps.map(({ id, reason: why }) => [id, why])).toEqual([[`write-files:zurg-w-riven`, reason]]);
    const [step] = result.steps;
    const files = step?.kind === 'write-files' ? step.files : [];
    expect(files.find((file) => file.path === path)?.setAside).toBe(what === 'unreadable' ? true : undefined);
    expect(plan(apply(stack, result), { kind: 'reconcile' }).steps).toEqual([]);
  });

  it('is left alone by a change that is not about its service', () => {
    expect(plan(touched('missing'), { kind: 'stop', processNames: ['Riven Backend'] }).steps).toHaveLength(1);
    const start = plan(touched('missing'), { kind: 'restart', processNames: ['Riven Backend'] });
    expect(start.steps.filter(({ kind }) => kind === 'write-files')).toEqual([]);
  });

  it('is nobody’s any more once the service has its settings elsewhere', () => {
    expect(plan(touched('missing', '/srv/show/old/config.yml'), { kind: 'reconcile' }).steps).toEqual([]);
  });
});
