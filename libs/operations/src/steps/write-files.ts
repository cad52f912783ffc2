import type { Performer } from '../performer.ts';

/** Makes directories and edits configuration files; the user's own keys survive. */
export const writeFiles: Performer<'write-files'> = async (step, tools, report, signal) => {
  const { writer, applied } = tools;
  const files = await writer.writeFiles(step.directories, step.files, { signal });
  for (const path of files.setAside) report.line(`kept what could not be read as ${path}`);
  for (const path of files.changed) report.line(`wrote ${path}`);
  const key = step.applies?.key ?? step.id;
  const before = applied.written.get(key);
  applied.written.record(key, files.written);
  return {
    undo: async () => {
      await files.undo();
      applied.written.record(key, before);
    },
  };
};
