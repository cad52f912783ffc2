import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { ProblemView, ShowrunnerEvent, UnitStatus } from '@showrunner/contracts';
import type { UnitSpec } from '@showrunner/planner';

const program = new URL('../../fixtures/control-plane.ts', import.meta.url).pathname;

/** A refused call: the problem that the control plane answered with. */
export class Refused extends Error {
  readonly problem: ProblemView;
  constructor(problem: ProblemView) {
    super(problem.message);
    this.problem = problem;
  }
}

type Line =
  | { readonly ready: readonly UnitStatus[] }
  | { readonly refused: ProblemView }
  | { readonly event: ShowrunnerEvent }
  | { readonly id: number; readonly result: unknown }
  | { readonly id: number; readonly problem: ProblemView };

/** A control plane in a process of its own that can be asked, watched and killed. */
export class Plane {
  readonly process: ChildProcess;
  /** What it held when it had adopted. @throws Refused where it did not open */
  readonly ready: Promise<readonly UnitStatus[]>;
  readonly gone: Promise<void>;
  readonly #calls = new Map<number, { resolve(result: unknown): void; reject(error: unknown): void }>();
  readonly #units = new Map<string, UnitStatus>();
  readonly #watchers = new Set<() => void>();
  readonly #listeners = new Set<(event: ShowrunnerEvent) => void>();
  #said = '';
  #next = 1;

  constructor(directory: string) {
    const argv = ['--conditions=source', '--no-warnings', program, directory];
    this.process = spawn(process.execPath, argv, { stdio: ['pipe', 'pipe', 'pipe'] });
    this.process.stderr?.on('data', (chunk: Buffer) => (this.#said += chunk.toString()));
    this.process.stdin?.on('error', () => undefined); // a killed plane takes no more calls; `gone` tells the callers
    this.gone = new Promise((resolve) => this.process.once('exit', () => resolve()));
    let opened = (_units: readonly UnitStatus[]): void => undefined;
    let failed = (_error: unknown): void => undefined;
    this.ready = new Promise((resolve, reject) => ([opened, failed] = [resolve, reject]));
    this.ready.catch(() => undefined); // whoever awaits it hears of it
    createInterface({ input: this.process.stdout ?? process.stdin }).on('line', (text) => {
      const line = JSON.parse(text) as Line; // printed by our own fixture
      if ('ready' in line) {
        line.ready.forEach((unit) => this.#note(unit));
        opened(line.ready);
      } else if ('refused' in line) failed(new Refused(line.refused));
      else if ('event' in line) this.#hear(line.event);
      else this.#answer(line);
    });
    void this.gone.then(() => {
      const error = new Error(`The control plane is gone. It said: ${this.#said}`);
      failed(error);
      for (const { reject } of this.#calls.values()) reject(error);
      this.#calls.clear();
      this.#watchers.forEach((look) => look());
    });
  }

  get pid(): number {
    return this.process.pid ?? 0;
  }

  /** What it last told of a unit. */
  status(unitId: string): UnitStatus | undefined {
    return this.#units.get(unitId);
  }

  call(method: string, ...args: readonly unknown[]): Promise<unknown> {
    const id = this.#next++;
    return new Promise((resolve, reject) => {
      this.#calls.set(id, { resolve, reject });
      this.process.stdin?.write(`${JSON.stringify({ id, method, args })}\n`);
    });
  }

  async run(spec: UnitSpec): Promise<UnitStatus> {
    await this.call('define', spec);
    await this.call('start', spec.unitId);
    return this.until(spec.unitId, ({ pid }) => pid !== undefined);
  }

  async list(): Promise<readonly UnitStatus[]> {
    return (await this.call('list')) as readonly UnitStatus[]; // the engine's own type, over our own line
  }

  /** Resolves with the first status of which it is true, the present one included. */
  until(unitId: string, isTrue: (status: UnitStatus) => boolean, limitMs = 15_000): Promise<UnitStatus> {
    return new Promise((resolve, reject) => {
      const end = (settle: () => void) => {
        clearTimeout(timer);
        this.#watchers.delete(look);
        settle();
      };
      const look = () => {
        const status = this.#units.get(unitId);
        if (status !== undefined && isTrue(status)) end(() => resolve(status));
        else if (this.process.exitCode !== null || this.process.signalCode !== null) fail('the control plane is gone');
      };
      const fail = (why: string) =>
        end(() => reject(new Error(`${unitId}: ${why}; last: ${JSON.stringify(this.#units.get(unitId))}`)));
      const timer = setTimeout(() => fail(`not within ${limitMs} ms`), limitMs);
      this.#watchers.add(look);
      look();
    });
  }

  /** Tells of every event from now on. */
  onEvent(hear: (event: ShowrunnerEvent) => void): void {
    this.#listeners.add(hear);
  }

  /** kill -9; resolves when it is gone. */
  async kill(): Promise<void> {
    this.process.kill('SIGKILL');
    await this.gone;
  }

  /** Stops all units and ends. */
  async close(): Promise<void> {
    await this.call('close', { stopUnits: true, deadlineMs: 30_000 }).catch(() => undefined); // it ends as it answers
    await this.gone;
  }

  #note(unit: UnitStatus): void {
    this.#units.set(unit.unitId, unit);
    this.#watchers.forEach((look) => look());
  }

  #hear(event: ShowrunnerEvent): void {
    this.#listeners.forEach((hear) => hear(event));
    if (event.type === 'unit.changed') this.#note(event.unit);
    if (event.type === 'unit.removed') this.#units.delete(event.unitId);
  }

  #answer(line: Extract<Line, { id: number }>): void {
    const waiting = this.#calls.get(line.id);
    this.#calls.delete(line.id);
    if ('problem' in line) waiting?.reject(new Refused(line.problem));
    else waiting?.resolve(line.result);
  }
}
