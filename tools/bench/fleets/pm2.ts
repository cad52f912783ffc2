import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Contender, Fleet, FleetSite } from './fleet.ts';

const program = fileURLToPath(new URL('./pm2-driver.cjs', import.meta.url));

/** pm2 from npm, asked by its own module from a program that stays connected: quicker than its command by far. */
export function pm2At(packageDirectory: string): Contender {
  return {
    name: 'pm2',
    kind: 'peer',
    asked: 'its module, connected',
    open: (site) => new Pm2(site, packageDirectory),
  };
}

type Order =
  | { readonly kind: 'up'; readonly apps: readonly object[] }
  | { readonly kind: 'restart'; readonly unit: string }
  | { readonly kind: 'status' };
type Answer = { readonly id: number; readonly value?: number | null; readonly error?: string };

class Pm2 implements Fleet {
  readonly #site: FleetSite;
  readonly #packageDirectory: string;
  #driver: ChildProcess | undefined;
  #count = 0;

  constructor(site: FleetSite, packageDirectory: string) {
    this.#site = site;
    this.#packageDirectory = packageDirectory;
  }

  async up() {
    const { rig, directory, units, logged } = this.#site;
    this.#driver?.kill('SIGKILL');
    const processAt = performance.now();
    this.#driver = spawn(process.execPath, [program, this.#packageDirectory], {
      env: { ...rig.env, PM2_HOME: join(directory, 'pm2'), PM2_DISCRETE_MODE: 'true' },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    this.#driver.setMaxListeners(0);
    const apps = units.map(({ name, argv: [script, ...args] }) => {
      const log = logged ? join(directory, `${name}.log`) : '/dev/null';
      const policy = { autorestart: true, restart_delay: 0, min_uptime: 0, max_restarts: 1_000_000 };
      const output = { out_file: log, error_file: log, merge_logs: true, pmx: false };
      return { name, script, args, interpreter: 'none', exec_mode: 'fork', cwd: directory, ...policy, ...output };
    });
    await this.#ask({ kind: 'up', apps });
    return { processAt, orderedAt: processAt };
  }

  async restart(unit: string) {
    await this.#ask({ kind: 'restart', unit });
  }

  async status() {
    return (await this.#ask({ kind: 'status' })) ?? 0;
  }

  supervisors() {
    const file = join(this.#site.directory, 'pm2', 'pm2.pid');
    return existsSync(file) ? [Number(readFileSync(file, 'utf8'))] : [];
  }

  controlPlane() {
    return this.supervisors();
  }

  down() {
    this.#driver?.kill('SIGKILL');
    return Promise.resolve();
  }

  #ask(order: Order): Promise<number | null | undefined> {
    const driver = this.#driver;
    if (driver === undefined) throw new Error('up() comes first');
    this.#count += 1;
    const id = this.#count;
    return new Promise((resolve, reject) => {
      const look = (message: unknown): void => {
        const answer = message as Answer; // pm2-driver.cjs sends nothing else
        if (answer.id !== id) return;
        driver.off('message', look);
        if (answer.error === undefined) resolve(answer.value);
        else reject(new Error(`pm2: ${answer.error}`));
      };
      driver.on('message', look);
      driver.send({ id, ...order });
    });
  }
}
