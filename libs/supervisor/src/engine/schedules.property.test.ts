import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { LocalEngine } from './local-engine.ts';
import { aStack } from '../fixtures/a-stack.ts';
import { aUnit } from '../fixtures/a-unit.ts';

const spec = aUnit('Riven Backend', {
  restart: { when: 'always', backoffMs: [100, 1_000], maxRestarts: 1_000, windowMs: 300_000, unhealthyThreshold: 3 },
});

interface Model {
  wanted: boolean;
}
interface Real {
  readonly stack: ReturnType<typeof aStack>;
  engine: LocalEngine;
}

/** One thing that happens; afterwards at most one child may live. */
class Happening implements fc.AsyncCommand<Model, Real> {
  readonly name: string;
  readonly #wish: boolean | undefined;
  readonly #act: (real: Real) => unknown;

  constructor(name: string, wish: boolean | undefined, act: (real: Real) => unknown) {
    this.name = name;
    this.#wish = wish;
    this.#act = act;
  }
  check = () => true;
  toString = () => this.name;
  async run(model: Model, real: Real): Promise<void> {
    if (this.#wish !== undefined) model.wanted = this.#wish;
    await this.#act(real);
    expect(real.stack.living().length).toBeLessThanOrEqual(1);
  }
}

/** A command whose caller does not wait; how it ends is not what is tested here. */
const command = (verb: 'start' | 'stop' | 'restart') => (real: Real) =>
  void real.engine[verb](spec.unitId).catch(() => undefined);

const happenings = [
  fc.constant(new Happening('start', true, command('start'))),
  fc.constant(new Happening('stop', false, command('stop'))),
  fc.constant(new Happening('restart', true, command('restart'))),
  fc.constant(
    new Happening('crash', undefined, ({ stack }) =>
      stack.living().forEach(({ process }) => stack.processes.end(process.identity.pid)),
    ),
  ),
  fc.constant(
    new Happening('control plane dies', undefined, async (real) => {
      await settle(real); // a wish counts once it was taken; a command that died on its way was never answered
      real.stack.crash();
      real.engine = await real.stack.open();
    }),
  ),
  fc.boolean().map(
    (wanted) =>
      new Happening(`control plane dies in the midst, then ${wanted ? 'start' : 'stop'}`, wanted, async (real) => {
        real.stack.crash();
        real.engine = await real.stack.open();
        command(wanted ? 'start' : 'stop')(real);
      }),
  ),
  fc
    .integer({ min: 0, max: 5_000 })
    .map((ms) => new Happening(`${ms} ms`, undefined, ({ stack }) => stack.clock.advance(ms))),
];

async function settle({ stack }: Real): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) await stack.clock.advance(0);
}

it('any schedule leaves at most one living child and ends in the last wish', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.commands(happenings, { maxCommands: 25 }),
      fc.constantFrom(undefined, 'all-but-kill' as const),
      fc.nat(2),
      async (commands, ignoresSignals, leavesBehind) => {
        const stack = aStack();
        stack.processes.script(() => ({ leavesBehind, ...(ignoresSignals === undefined ? {} : { ignoresSignals }) }));
        const engine = await stack.open();
        await engine.define(spec);
        const model: Model = { wanted: false };
        const real: Real = { stack, engine };
        await fc.asyncModelRun(() => ({ model, real }), commands);
        await stack.clock.advance(60_000);
        expect(stack.living()).toHaveLength(model.wanted ? 1 : 0);
        expect(real.engine.inspect(spec.unitId)?.state).toBe(model.wanted ? 'running' : 'stopped');
        expect(stack.logger.lines.filter(({ level }) => level === 'error')).toEqual([]);
      },
    ),
    { numRuns: 150 },
  );
});
