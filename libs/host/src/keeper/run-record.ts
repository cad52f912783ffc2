import { constants } from 'node:os';
import type { ProcessExit, ProcessIdentity, SpawnedProcess } from '@showrunner/platform';
import { parseStat } from '../processes/proc-stat.ts';

/** What the keeper has written so far. Lines without an end are not there yet. */
export interface RunRecord {
  readonly bootId: string;
  readonly mark: string;
  readonly cgroup: string | undefined;
  readonly keeper: ProcessIdentity | undefined;
  readonly program: ProcessIdentity | undefined;
  readonly exit: Pick<ProcessExit, 'code' | 'signal'> | undefined;
  /** What others than the keeper have said: the shell of a death by signal, or a program on the way to the keeper. */
  readonly words: string;
}

/** Of two names for one number the first is the usual one: SIGABRT before SIGIOT. */
const signalNames = new Map(
  Object.entries(constants.signals)
    .map(([name, number]) => [number, name] as const)
    .reverse(),
);

/** Signals whose death the shell does not report in words. */
const silentSignals = new Set<string>(['SIGINT', 'SIGPIPE']);

/** First line of a record, written by us before the keeper exists. */
export function recordHeader(bootId: string, mark: string, cgroup: string | undefined): string {
  return `run ${[bootId, mark, cgroup ?? []].flat().join(' ')}\n`;
}

/** Reads a run record; `undefined` where it is not one. */
export function parseRunRecord(text: string): RunRecord | undefined {
  const lines = text.split('\n');
  lines.pop(); // what follows the last line end is incomplete
  const header = /^run (\S+) (\S+)(?: (\S+))?$/.exec(lines[0] ?? '');
  if (header === null) return undefined;
  const [, bootId = '', mark = '', cgroup] = header;
  const identity = (word: string): ProcessIdentity | undefined => {
    const line = lines.find((candidate) => candidate.startsWith(`${word} `));
    const stat = line === undefined ? undefined : parseStat(line.slice(word.length + 1));
    return stat === undefined ? undefined : { pid: stat.pid, startTicks: stat.startTicks, bootId };
  };
  const words = lines.slice(1).filter((line) => !/^(keeper|program|exit) \d/.test(line));
  const exit = exitOf(lines);
  return {
    bootId,
    mark,
    cgroup,
    keeper: identity('keeper'),
    program: identity('program'),
    exit,
    words: words.join(' '),
  };
}

function exitOf(lines: readonly string[]): RunRecord['exit'] {
  const index = lines.findIndex((line) => /^exit \d+$/.test(line));
  if (index < 0) return undefined;
  const status = Number(lines[index]?.slice('exit '.length));
  const spoken = lines.slice(1, index).some((line) => !/^(keeper|program) /.test(line));
  const signal = status > 128 ? signalNames.get(status - 128) : undefined;
  if (signal !== undefined && (spoken || silentSignals.has(signal))) return { signal };
  return { code: status };
}

/** The process of a record, once keeper and program have both noted themselves. */
export function processOf(record: RunRecord): SpawnedProcess | undefined {
  const { keeper, program, mark, cgroup } = record;
  if (keeper === undefined || program === undefined) return undefined;
  return { identity: program, group: keeper, mark, ...(cgroup === undefined ? {} : { cgroup }) };
}
