import type { UnitLimit } from '@showrunner/contracts';
import type { LimitEnforcer, LimitEnforcers, ProcessLimits, SpawnedProcess } from '@showrunner/platform';

/** What is known about the limits of one unit. */
export interface LimitFacts {
  readonly wanted: ProcessLimits | undefined;
  readonly enforcers: LimitEnforcers;
  /** What runs, and the limits that it was started with. */
  readonly running: { readonly process: SpawnedProcess; readonly limits: ProcessLimits | undefined } | undefined;
  /** Why the last change of limits could not be made while it runs. */
  readonly refusal: string | undefined;
}

const later = 'Holds from its next start on.';

/** Each limit that is wanted, and whether and by what it is kept; `undefined` where none is wanted. */
export function toLimitStatus(facts: LimitFacts): UnitLimit[] | undefined {
  const { wanted, enforcers } = facts;
  if (wanted === undefined) return undefined;
  const grouped = (most: number | undefined, resource: UnitLimit['resource'], enforcer: LimitEnforcer | undefined) =>
    most === undefined ? [] : [{ resource, most, ...byGroup(enforcer, facts) }];
  return [
    ...grouped(wanted.memoryBytes, 'memory', enforcers.memory),
    ...grouped(wanted.cpus, 'cpus', enforcers.cpus),
    ...grouped(wanted.pids, 'pids', enforcers.pids),
    ...(wanted.openFiles === undefined ? [] : [openFiles(wanted.openFiles, facts)]),
  ];
}

type Verdict = Pick<UnitLimit, 'enforcedBy' | 'sentence'>;

function byGroup(enforcer: LimitEnforcer | undefined, { running, refusal }: LimitFacts): Verdict {
  if (enforcer === undefined) {
    const sentence =
      'Not enforced: Showrunner cannot write the control groups of this machine. Start it where it may, for a container with a writable /sys/fs/cgroup.';
    return { enforcedBy: 'nothing', sentence };
  }
  if (running !== undefined && running.process.cgroup === undefined) return { enforcedBy: 'nothing', sentence: later };
  if (running !== undefined && refusal !== undefined) return { enforcedBy: 'nothing', sentence: `${refusal} ${later}` };
  return { enforcedBy: enforcer, sentence: 'Kept by the control groups of the kernel.' };
}

function openFiles(most: number, { running, enforcers }: LimitFacts): UnitLimit {
  const resource = 'open-files';
  if (running !== undefined && running.limits?.openFiles !== most) {
    return { resource, most, enforcedBy: 'nothing', sentence: later };
  }
  const { openFiles: enforcedBy = 'nothing', mostOpenFiles = most } = enforcers;
  if (enforcedBy === 'nothing')
    return { resource, most, enforcedBy, sentence: 'Not enforced: prlimit of util-linux is not in /usr/bin.' };
  const capped = most > mostOpenFiles ? ` It gets ${mostOpenFiles}, because this machine allows no more.` : '';
  return { resource, most, enforcedBy, sentence: `Kept by the kernel for each process.${capped}` };
}
