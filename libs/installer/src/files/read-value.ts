import type { Files } from '@showrunner/platform';
import type { KeptSecret } from '@showrunner/planner';
import { openEditor } from './edit-file.ts';
import { isReadable } from './written-paths.ts';

/** The text at a place of a configuration file; `undefined` where there is none that could be read. */
export async function readValue(
  files: Files,
  { path, format, at }: Pick<KeptSecret, 'path' | 'format' | 'at'>,
): Promise<string | undefined> {
  const text = await files.readText(path);
  if (text === undefined || !isReadable(text, { path, format })) return undefined;
  const value = openEditor(text, { path, format }).get(at);
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}
