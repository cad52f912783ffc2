import type { UnitState } from '@showrunner/contracts';
import type { Cell, Tools, Transition, UnitOutcome } from './cell.ts';
import * as command from './commands.ts';
import * as edge from './edges.ts';
import { askAnew, judgeRunning, judgeStarting, startupOver } from './health.ts';
import type { InputKind, UnitInput } from './inputs.ts';
import type { UnitMemory } from './memory.ts';
import * as news from './running.ts';

type Row = { readonly [K in InputKind]: Cell<K> };

/**
 * Every state ignores what it does not name: news of a run that is over, and timers that came too late. A guard is lifted
 * whatever has become of the unit meanwhile.
 */
const quiet = {
  held: 'ignore',
  'gates-open': 'ignore',
  'gates-failed': 'ignore',
  spawned: 'ignore',
  'spawn-failed': 'ignore',
  ended: 'ignore',
  'group-empty': 'ignore',
  verdict: 'ignore',
  'probes-changed': 'ignore',
  'startup-due': 'ignore',
  'kill-due': 'ignore',
  'stuck-due': 'ignore',
  'backoff-due': 'ignore',
  'guard-due': edge.liftGuard,
  'edge-restart': 'ignore',
  'edge-pause': 'ignore',
  'edge-guard': 'ignore',
  'edge-calm': edge.calm,
  'edge-runs': 'ignore',
} as const satisfies Partial<Row>;

const atRest: Row = {
  ...quiet,
  start: command.startFromRest,
  restart: command.startFromRest,
  stop: command.stopAtRest,
};

const live = {
  ...quiet,
  start: command.noteWish,
  restart: command.restartLive,
  stop: command.stopLive,
  ended: news.noteEnded,
  'probes-changed': askAnew,
  'edge-restart': edge.restartForEdge,
  'edge-pause': edge.pauseForEdge,
  'edge-guard': edge.guard,
  'edge-runs': edge.noteRuns,
} as const satisfies Row;

const ending = {
  ...quiet,
  start: command.startAfterStop,
  restart: command.startAfterStop,
  stop: command.stopWhileStopping,
  ended: news.noteEndedWhileStopping,
  'group-empty': news.noteEmpty,
} as const satisfies Row;

/** The table: state × input → transition. It is total by its type. */
export const unitTable: { readonly [S in UnitState]: Row } = {
  stopped: atRest,
  exited: atRest,
  failed: atRest,
  waiting: {
    ...quiet,
    start: command.noteWish,
    restart: command.noteWish,
    stop: command.stopBeforeStart,
    held: news.hold,
    'gates-open': news.spawn,
    'gates-failed': news.giveUpWaiting,
  },
  starting: {
    ...live,
    spawned: news.noteSpawned,
    'spawn-failed': news.noteSpawnFailed,
    verdict: judgeStarting,
    'startup-due': startupOver,
  },
  running: { ...live, verdict: judgeRunning },
  stopping: {
    ...ending,
    spawned: news.noteSpawned,
    'spawn-failed': news.noteSpawnFailed,
    'kill-due': news.kill,
    'stuck-due': news.giveUpStopping,
  },
  backoff: {
    ...quiet,
    start: command.startFromBackoff,
    restart: command.startFromBackoff,
    stop: command.stopBeforeStart,
    'backoff-due': news.restartByPolicy,
  },
  stuck: ending,
};

/** What an input makes of a unit. Pure: the clock and chance come in `tools`. */
export function next(memory: UnitMemory, input: UnitInput, tools: Tools): UnitOutcome {
  const row: Row = unitTable[memory.state];
  // TypeScript cannot follow that the cell of a kind takes the input of that kind.
  const cell = row[input.kind] as Transition<UnitInput> | 'ignore';
  return cell === 'ignore' ? { memory, effects: [] } : cell(memory, input, tools);
}
