import type { Performer, StepReporter } from '../performer.ts';

/** Fetches and builds an artifact beside what runs. */
export const stage: Performer<'stage'> = async ({ artifact }, tools, report, signal) => {
  const staged = await tools.installer.stageArtifact(artifact, optionsFor(report, signal));
  tools.staged.set(artifact.root, staged);
  const discard = () => staged.discard();
  return { undo: discard, commit: discard };
};

/** Installs an artifact, or puts in place what was staged; the old one stays beside it until the operation has succeeded. */
export const install: Performer<'install'> = async ({ artifact, applies }, tools, report, signal) => {
  const { applied, installer, staged, trial } = tools;
  const options = optionsFor(report, signal);
  const waiting = staged.get(artifact.root);
  trial?.replaces({ root: artifact.root, key: applies?.key });
  const installed =
    waiting === undefined ? await installer.installArtifact(artifact, options) : await waiting.activate(options);
  const before = applied.installedAt(installed.root);
  applied.recordInstalled({ ...installed, processName: artifact.processName });
  return {
    undo: async () => {
      await installed.undo();
      if (before === undefined) applied.forgetInstalled(installed.root);
      else applied.recordInstalled(before);
    },
    commit: () => installed.commit(),
  };
};

function optionsFor(report: StepReporter, signal: AbortSignal) {
  return {
    signal,
    onProgress: (activity: string, fraction?: number) => report.activity(activity, fraction),
    onLine: (line: string) => report.line(line),
  };
}
