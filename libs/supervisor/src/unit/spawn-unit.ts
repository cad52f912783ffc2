import type { SpawnedProcess } from '@showrunner/platform';
import type { UnitSpec } from '@showrunner/planner';
import type { SupervisorParts } from '../parts.ts';
import { cleanMounts } from './clean-mounts.ts';

/** Starts a unit's program, after mounts that a former run has left are gone. */
export async function spawnUnit(
  spec: UnitSpec,
  { exitFile, run }: { readonly exitFile: string; readonly run: number },
  parts: Pick<SupervisorParts, 'files' | 'processes' | 'machine' | 'logger' | 'stateDir' | 'readyOutput'>,
): Promise<{ readonly process: SpawnedProcess; readonly outputOffset: number }> {
  await cleanMounts(parts, spec.mounts);
  await parts.readyOutput?.(spec.outputFile);
  const outputOffset = (await parts.files.facts(spec.outputFile))?.sizeBytes ?? 0;
  const process = await parts.processes.spawn({
    argv: spec.argv,
    cwd: spec.cwd,
    env: spec.env,
    logFile: spec.outputFile,
    exitFile,
    run: { owner: parts.stateDir, name: `${spec.unitId}.${run}` },
    ...(spec.limits === undefined ? {} : { limits: spec.limits }),
    ...(spec.user === undefined ? {} : { user: spec.user }),
  });
  return { process, outputOffset };
}
