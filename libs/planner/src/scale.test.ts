import type { UnitId } from '@showrunner/contracts';
import { getIn } from '@showrunner/config';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { apply, compose, plan, starts, testStack, type TestStack } from './fixtures/stack.ts';

const riven = compose([{ name: 'riven_backend', debrid_service: 'RealDebrid', debrid_key: 'K' }], ['riven_frontend']);
const running = (): TestStack => {
  const stack = testStack();
  return apply(stack, plan(stack, riven));
};
const scaleTo = (stack: TestStack, replicas: number) =>
  plan(stack, { kind: 'scale', processName: 'Riven Frontend', replicas });
const scaled = (replicas: number) => {
  const stack = running();
  return apply(stack, scaleTo(stack, replicas));
};
const copies = ({ facts }: TestStack) =>
  facts.units
    .filter(({ unitId, state }) => unitId.startsWith('riven-frontend') && state === 'running')
    .map(({ unitId }) => unitId);
const specs = (result: ReturnType<typeof plan>) =>
  result.steps.flatMap((step) => (step.kind === 'start-unit' ? [step.spec] : []));

describe('scaling', () => {
  it('up starts the further copies, each on a port of its own, and leaves the first alone', () => {
    const result = scaleTo(running(), 3);
    expect(starts(result)).toEqual(['Riven Frontend-1', 'Riven Frontend-2']);
    expect(
      specs(result).map(({ env }) => [env['PORT'], env['SHOWRUNNER_INSTANCE_INDEX'], env['SHOWRUNNER_SERVICE']]),
    ).toEqual([
      ['3001', '1', 'Riven Frontend'],
      ['3002', '2', 'Riven Frontend'],
    ]);
    expect(new Set(specs(result).map(({ outputFile }) => outputFile)).size).toBe(2);
    expect(getIn(result.document, ['riven_frontend', 'scale'])).toBe(3);
  });

  it('down stops the highest first-named copies and says why', () => {
    const stops = scaleTo(scaled(3), 1).steps.filter(({ kind }) => kind === 'stop-unit');
    expect(stops.map(({ id, reason }) => [id, reason])).toEqual([
      ['stop-unit:riven-frontend-1', 'Riven Frontend is to run once'],
      ['stop-unit:riven-frontend-2', 'Riven Frontend is to run once'],
    ]);
  });

  it('to nothing stops all copies and keeps the service', () => {
    const stack = apply(scaled(2), scaleTo(scaled(2), 0));
    expect(copies(stack)).toEqual([]);
    expect(copies(apply(stack, scaleTo(stack, 1)))).toEqual(['riven-frontend']);
  });

  it('steps over a port that a stranger holds, and stays there when planned again', () => {
    const stranger = { port: 3001, address: '0.0.0.0', pid: 9, program: 'nginx' };
    const start = running();
    const stack = { ...start, facts: { ...start.facts, ports: [...start.facts.ports, stranger] } };
    const result = scaleTo(stack, 2);
    expect(specs(result).map(({ env }) => env['PORT'])).toEqual(['3002']);
    const after = apply(stack, result);
    expect(plan(after, { kind: 'reconcile' }).steps).toEqual([]);
    const freed = { ...after, facts: { ...after.facts, ports: after.facts.ports.filter(({ pid }) => pid !== 9) } };
    expect(plan(freed, { kind: 'reconcile' }).steps).toEqual([]);
  });

  it('starts a copy that was stopped by hand', () => {
    const stack = scaled(3);
    const stopped = apply(stack, plan(stack, { kind: 'stop', processNames: ['Riven Frontend-1'] }));
    expect(starts(scaleTo(stopped, 3))).toEqual(['Riven Frontend-1']);
  });

  it('is refused where copies would share data, and above the limit', () => {
    expect(() => plan(running(), { kind: 'scale', processName: 'PostgreSQL', replicas: 2 })).toThrow(
      'PostgreSQL cannot be scaled: two of it would share its data.',
    );
    expect(() => scaleTo(running(), 9)).toThrow('Riven Frontend may have at most 8 copies; 9 were asked for.');
    expect(() => plan(scaled(2), { kind: 'scale', processName: 'Riven Frontend-1', replicas: 2 })).toThrow(
      'it is a copy of Riven Frontend',
    );
  });

  it('means all copies when the service is named, and one when the copy is', () => {
    const stopped = (name: string) =>
      plan(scaled(3), { kind: 'stop', processNames: [name] })
        .steps.filter(({ kind }) => kind === 'stop-unit')
        .map(({ id }) => id);
    expect(stopped('Riven Frontend')).toHaveLength(3);
    expect(stopped('Riven Frontend-2')).toEqual(['stop-unit:riven-frontend-2']);
  });

  it('ends after any sequence with as many copies as were asked for last, with dense ids, and then plans nothing', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 8 }), { minLength: 1, maxLength: 5 }), (wishes) => {
        const stack = wishes.reduce((state, wish) => apply(state, scaleTo(state, wish)), running());
        const wanted = Array.from({ length: wishes.at(-1) ?? 0 }, (_, index) =>
          index === 0 ? 'riven-frontend' : `riven-frontend-${index}`,
        );
        expect([...copies(stack)].sort()).toEqual(wanted.map((id) => id as UnitId));
        expect(plan(stack, { kind: 'reconcile' }).steps).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });
});
