import type { Performer } from '../performer.ts';

/** Installs an artifact; the old one stays beside it until the operation has succeeded. */
export const install: Performer<'install'> = async (step, tools, report, signal) => {
  const before = tools.applied.installed()[step.artifact.root];
  const installed = await tools.installer.installArtifact(step.artifact, {
    signal,
    onProgress: (activity, fraction) => report.activity(activity, fraction),
    onLine: (line) => report.line(line),
  });
  tools.applied.recordInstalled(installed.root, installed.version, step.artifact.processName);
  return {
    undo: async () => {
      await installed.undo();
      if (before === undefined) tools.applied.forgetInstalled(installed.root);
      else tools.applied.recordInstalled(installed.root, before, step.artifact.processName);
    },
    commit: () => installed.commit(),
  };
};
