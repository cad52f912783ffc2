import type { Performer } from '../performer.ts';

/** Makes directories and edits configuration files; the user's own keys survive. */
export const writeFiles: Performer<'write-files'> = async (step, tools, report, signal) => {
  const written = await tools.writer.writeFiles(step.directories, step.files, { signal });
  for (const path of written.changed) report.line(`wrote ${path}`);
  return { undo: () => written.undo() };
};
