/*
 * A control plane in a process of its own, made of the host, the supervisor and the rotation of logs as the product does it, and steered over
 * the channel to its parent (orders.ts). Plain JavaScript, so that its start is not that of a compiler. When the parent is
 * gone it ends and leaves its units, as a killed control plane would.
 */
import {
  createClock,
  createFiles,
  createIds,
  createLogger,
  createMachine,
  createNetwork,
  createProcesses,
} from '@showrunner/host';
import { createLogRotator } from '@showrunner/logs';
import { openSupervisor } from '@showrunner/supervisor';

const [stateDir = '', logBytes = '0', logCount = '2'] = process.argv.slice(2);
const clock = createClock();
const files = createFiles();
const logger = createLogger({ format: 'json', level: 'error', redact: (line) => line });
let engine;
/** The rotator may ask before there is an engine. */
function runningOutputs() {
  const units = engine?.list() ?? [];
  return units.flatMap(({ unitId, pid }) => (pid === undefined ? [] : [engine.specOf(unitId).spec.outputFile]));
}
const rotator = createLogRotator({
  files,
  clock,
  logger,
  limits: () => ({ sizeBytes: Number(logBytes), count: Number(logCount) }),
  outputs: () => runningOutputs(),
});
engine = await openSupervisor({
  clock,
  files,
  processes: createProcesses(),
  network: createNetwork(),
  machine: createMachine(),
  ids: createIds(() => clock.now()),
  logger,
  stateDir,
  redactLine: (line) => line,
  readyOutput: (path) => rotator.beforeStart(path),
  publish: () => undefined,
});
const adopted = await engine.adopt();
await engine.startWanted();

let follower;
const perform = {
  async up({ specs }) {
    await Promise.all(specs.map((spec) => engine.define(spec).then(() => engine.start(spec.unitId))));
  },
  start: ({ unit }) => engine.start(unit),
  stop: ({ unit }) => engine.stop(unit),
  restart: ({ unit }) => engine.restart(unit),
  list: () => engine.list(),
  count: () => engine.list().filter(({ pid }) => pid !== undefined).length,
  timers: () => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length,
  async close({ stopUnits }) {
    await rotator.close();
    await engine.close({ stopUnits, deadlineMs: 60_000 });
  },
  async follow({ path, lines }) {
    const { followNumbered } = await import('./follow-numbered.mjs');
    follower = await followNumbered({ files, clock, path, lines });
  },
  followed: () => follower.report,
  async neverRead({ path }) {
    const { neverRead } = await import('./follow-numbered.mjs');
    await neverRead({ files, clock, path });
  },
  memory() {
    globalThis.gc?.();
    const { heapUsed, rss } = process.memoryUsage();
    return { heap: heapUsed, rss };
  },
};

process.on('message', async ({ id, kind, ...order }) => {
  try {
    process.send({ id, value: (await perform[kind](order)) ?? null });
    if (kind === 'close') process.disconnect();
  } catch (error) {
    process.send?.({ id, error: error.message, code: error.code });
  }
});
process.on('disconnect', () => process.exit(0));
process.send({ adopted });
