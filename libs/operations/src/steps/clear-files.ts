import { Problem } from '@showrunner/contracts';
import { forgetLost } from '../forget-lost.ts';
import type { Performer, StepTools } from '../performer.ts';

/**
 * Deletes files of a service that is removed. They are put aside first and deleted when the whole operation has succeeded, so
 * that it can be taken back. Never follows a link and never reaches into what is mounted there.
 */
export const clearFiles: Performer<'clear-files'> = async (step, tools, report) => {
  const { files, logger } = tools.platform;
  for (const { realPath } of step.targets) await refuseMounts(realPath, tools);
  const moved: { readonly from: string; readonly to: string }[] = [];
  report.undoable({
    undo: async () => {
      for (const { from, to } of moved.toReversed()) await files.rename(to, from);
    },
  });
  for (const { realPath, path } of step.targets) {
    const facts = await files.facts(realPath);
    if (facts === undefined) continue;
    const aside = `${realPath}.removed`;
    // What an earlier removal left behind when it was cut off.
    await files.remove(aside, { recursive: true });
    await files.rename(realPath, aside);
    moved.push({ from: realPath, to: aside });
    report.line(`deleted ${path}`);
  }
  report.wrote(step.targets.map(({ path }) => path));
  return {
    commit: async () => {
      for (const { to } of moved) await files.remove(to, { recursive: true });
      await forgetLost(tools.applied, files, logger);
    },
  };
};

async function refuseMounts(path: string, { platform }: StepTools): Promise<void> {
  const [mount] = await platform.machine.mountsWithin(path);
  if (mount === undefined) return;
  throw new Problem('file.unwritable', `${path} was not deleted: something is mounted at ${mount}. Unmount it first.`);
}
