import type { Entry } from '@showrunner/config';
import { toProblem, type VersionNotes } from '@showrunner/contracts';
import {
  type HostFacts,
  type PlannedArtifact,
  plannedArtifact,
  type PlanInput,
  versionWish,
} from '@showrunner/planner';
import type { AppliedTable } from '../store/applied.table.ts';
import type { CheckRecord } from './update.table.ts';
import { isFixed } from './view-update.ts';

/** Asks sources for versions, as the installer does. */
export interface VersionFinder {
  findVersion(
    artifact: PlannedArtifact,
    installed: string | undefined,
    signal: AbortSignal,
  ): Promise<{
    readonly version: string;
    readonly releasesBehind?: number;
    readonly notes?: VersionNotes;
    readonly foreign?: boolean;
  }>;
}

export interface LookUpOptions {
  readonly finder: VersionFinder;
  readonly applied: Pick<AppliedTable, 'installedAt'>;
  readonly input: Omit<PlanInput, 'facts'>;
  readonly survey: () => Promise<HostFacts>;
  readonly now: () => number;
}

/**
 * Looks whether there is another version of an entry. A look that fails is an answer; what an earlier one has found stays
 * beside it.
 */
export async function lookUp(
  entry: Entry,
  before: CheckRecord | undefined,
  options: LookUpOptions,
  signal: AbortSignal,
): Promise<CheckRecord> {
  const checkedAt = options.now();
  const artifact = plannedArtifact(entry.processName, { ...options.input, facts: await options.survey() });
  if (artifact === undefined) return { checkedAt, unsupported: 'This version of Showrunner cannot install it.' };
  const row = options.applied.installedAt(artifact.root);
  const known = {
    checkedAt,
    root: artifact.root,
    ...(row === undefined ? {} : { installed: row.release }),
  };
  if (artifact.source.kind === 'shared-with') {
    return { ...known, unsupported: `It runs by the program of ${artifact.source.service} and is updated with it.` };
  }
  try {
    const found = await options.finder.findVersion(wishedNow(artifact, entry), row?.release, signal);
    if (found.foreign) {
      const unsupported = 'It comes with this machine, and is updated by the package manager of the machine.';
      return { ...known, unsupported };
    }
    const { version, releasesBehind, notes } = found;
    return {
      ...known,
      found: {
        version,
        ...(releasesBehind === undefined ? {} : { releasesBehind }),
        ...(notes === undefined ? {} : { notes }),
      },
    };
  } catch (error) {
    signal.throwIfAborted();
    const { message } = toProblem(error);
    return {
      ...known,
      problem: message,
      ...(before?.found === undefined ? {} : { found: before.found }),
    };
  }
}

/** For what is kept at a release it is told which one is the newest; a branch is looked at itself. */
function wishedNow(artifact: PlannedArtifact, entry: Entry): PlannedArtifact {
  const wish = versionWish(entry.config);
  return isFixed(wish) && wish.kind !== 'branch' ? { ...artifact, version: { kind: 'any' } } : artifact;
}
