import { Problem, type ShowrunnerEvent } from '@showrunner/contracts';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { LocalEngine } from './local-engine.ts';
import { aStack } from '../fixtures/a-stack.ts';
import { aProbe, aUnit } from '../fixtures/a-unit.ts';

const url = 'http://127.0.0.1:8080/health';
const gate = '/mnt/library';
/** Health alone ends nothing and no wait is ever given up, so that whatever is wanted can come to run. */
const spec = aUnit('Riven Backend', {
  gates: [{ kind: 'mount', path: gate, timeoutMs: 1_000_000_000 }],
  probes: { startup: [], readiness: [aProbe({ kind: 'http', url, method: 'GET' })], liveness: [] },
  restart: { when: 'always', backoffMs: [100, 1_000], maxRestarts: 1_000, windowMs: 300_000, unhealthyThreshold: 0 },
});

interface Model {
  wanted: boolean;
}

/** A machine with one unit, a stranger, and a control plane that may be replaced; and what was done to it. */
class World {
  readonly stack: ReturnType<typeof aStack>;
  /** Ends that the policy has to answer, and commands that begin the count of restarts anew. */
  ends = 0;
  commands = 0;
  refuses = false;
  doubled = false;
  #engine: LocalEngine | undefined;
  /** Operations of the control plane that lives; those of a dead one have nobody left who waits. */
  #open = new Set<Promise<void>>();

  constructor(behaviour: { ignoresSignals?: 'all-but-kill'; leavesBehind: number }, turns: () => number) {
    this.stack = aStack(turns);
    this.stack.mounts.set(gate, 'mounted');
    this.stack.network.on(url, { status: 200 });
    this.stack.processes.script(() => {
      if (this.living().length > 0) this.doubled = true;
      if (!this.refuses) return behaviour;
      this.ends += 1;
      return { refuses: new Problem('unit.no-processes', 'There is no room.') };
    });
  }

  get engine(): LocalEngine {
    if (this.#engine === undefined) throw new Error('Nobody has opened it yet');
    return this.#engine;
  }
  get stranger() {
    return this.stack.processes.children.find(({ request }) => request.exitFile === '/elsewhere');
  }
  get unsettled(): number {
    return this.#open.size;
  }

  living() {
    return this.stack.living().filter((child) => child !== this.stranger);
  }

  async open(): Promise<void> {
    this.#open = new Set();
    this.#engine = await this.stack.open();
  }

  /** A command whose caller does not wait; how it ends is not what is tested here, but that it does. */
  command(verb: 'start' | 'stop' | 'restart'): void {
    if (verb !== 'stop') this.commands += 1;
    const open = this.#open;
    const operation: Promise<void> = this.engine[verb](spec.unitId).then(
      () => void open.delete(operation),
      () => void open.delete(operation),
    );
    open.add(operation);
  }

  end(code: number): void {
    for (const { process } of this.living()) {
      this.ends += 1;
      this.stack.processes.end(process.identity.pid, { code });
    }
  }

  async settle(): Promise<void> {
    for (let turn = 0; turn < 20; turn += 1) await this.stack.clock.advance(0);
  }
}

/** One thing that happens; afterwards at most one child may live. */
class Happening implements fc.AsyncCommand<Model, World> {
  readonly name: string;
  readonly #wish: boolean | undefined;
  readonly #act: (world: World) => unknown;

  constructor(name: string, wish: boolean | undefined, act: (world: World) => unknown) {
    this.name = name;
    this.#wish = wish;
    this.#act = act;
  }
  check = () => true;
  toString = () => this.name;
  async run(model: Model, world: World): Promise<void> {
    if (this.#wish !== undefined) model.wanted = this.#wish;
    await this.#act(world);
    expect(world.living().length).toBeLessThanOrEqual(1);
  }
}

const happens = (name: string, act: (world: World) => unknown, wish?: boolean) =>
  fc.constant(new Happening(name, wish, act));

const happenings = [
  happens('start', (world) => world.command('start'), true),
  happens('stop', (world) => world.command('stop'), false),
  happens('restart', (world) => world.command('restart'), true),
  happens('crash', (world) => world.end(1)),
  happens('exit 0', (world) => world.end(0)),
  happens('its gate closes', ({ stack }) => stack.mounts.delete(gate)),
  happens('its gate opens', ({ stack }) => stack.mounts.set(gate, 'mounted')),
  happens('it is not ready', ({ stack }) => stack.network.on(url, { status: 500 })),
  happens('it is ready', ({ stack }) => stack.network.on(url, { status: 200 })),
  happens('the machine has no room', (world) => (world.refuses = true)),
  happens('the machine has room', (world) => (world.refuses = false)),
  happens('control plane dies', async (world) => {
    await world.settle(); // a wish counts once it was taken; a command that died on its way was never answered
    world.stack.crash();
    await world.open();
  }),
  happens('control plane dies and the unit ends while it is away', async (world) => {
    await world.settle();
    world.stack.crash();
    world.end(1);
    await world.open();
  }),
  fc.tuple(fc.boolean(), fc.nat(80)).map(([wanted, turns]) => {
    const verb = wanted ? 'start' : 'stop';
    return new Happening(`control plane dies ${turns} turns later, then ${verb}`, wanted, async (world) => {
      for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
      world.stack.crash();
      await world.open();
      world.command(verb);
    });
  }),
  fc
    .integer({ min: 0, max: 5_000 })
    .map((ms) => new Happening(`${ms} ms`, undefined, ({ stack }) => stack.clock.advance(ms))),
];

/** States of the unit in the order in which they were told, and its count of restarts, both without repetitions. */
function toldOf(events: readonly ShowrunnerEvent[]) {
  const units = events.flatMap((event) => (event.type === 'unit.changed' ? [event.unit] : []));
  const isNew = <T>(value: T, index: number, all: readonly T[]) => value !== all[index - 1];
  return {
    backoffs: units
      .map(({ state }) => state)
      .filter(isNew)
      .filter((state) => state === 'backoff').length,
    counts: units.map(({ restartCount }) => restartCount).filter(isNew),
  };
}

it('any schedule leaves at most one living child, answers every end once, and ends in the last wish', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.commands(happenings, { maxCommands: 30 }),
      fc.constantFrom({}, { ignoresSignals: 'all-but-kill' as const }),
      fc.nat(2),
      fc.infiniteStream(fc.nat(4)),
      async (commands, ignoring, leavesBehind, turns) => {
        const world = new World({ ...ignoring, leavesBehind }, () => turns.next().value ?? 0);
        const { stack } = world;
        const { argv, cwd, env } = spec;
        await stack.processes.spawn({ argv, cwd, env, logFile: '/elsewhere.log', exitFile: '/elsewhere' });
        await world.open();
        await world.engine.define(spec);
        const model: Model = { wanted: false };
        await fc.asyncModelRun(() => ({ model, real: world }), commands);

        world.refuses = false;
        stack.mounts.set(gate, 'mounted');
        stack.network.on(url, { status: 200 });
        for (let second = 0; second < 60; second += 1) await stack.clock.advance(1_000);
        expect(world.living()).toHaveLength(model.wanted ? 1 : 0);
        expect(world.engine.inspect(spec.unitId)?.state).toBe(model.wanted ? 'running' : 'stopped');
        expect(world.doubled).toBe(false);
        expect(world.unsettled).toBe(0);
        expect(world.stranger).toMatchObject({ alive: true, signals: [] });
        const { backoffs, counts } = toldOf(stack.events);
        expect(backoffs).toBeLessThanOrEqual(world.ends);
        const falls = counts.filter((count, index) => count < (counts[index - 1] ?? 0));
        expect(falls).toEqual(falls.map(() => 0));
        expect(falls.length).toBeLessThanOrEqual(world.commands);
        expect(stack.logger.lines.filter(({ level }) => level === 'error')).toEqual([]);
      },
    ),
    { numRuns: 300 },
  );
});
