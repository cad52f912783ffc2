import { type JsonObject, Problem } from '@showrunner/contracts';
import type { Files } from '@showrunner/platform';
import { fingerprint, type PlannedDirectory, type PlannedFile } from '@showrunner/planner';
import { parentOf } from '../containment.ts';
import { openEditor } from './edit-file.ts';

/** Something that was written, with what is needed to recognise it. The values of our keys are in it as a digest only. */
export interface WrittenPath {
  readonly path: string;
  readonly mark: JsonObject;
}

/** As it was left; gone; not readable as its format; readable, with other values in our keys. */
export type PathState = 'intact' | 'missing' | 'unreadable' | 'altered';

interface FileMark {
  readonly format: PlannedFile['format'];
  /** Keys that are set or taken out each time; all others are the user's. */
  readonly keys: readonly (readonly string[])[];
  readonly digest: string;
  readonly sizeBytes: number;
  readonly modifiedAt: number;
}

/** Marks what has just been written. */
export async function describeWritten(
  files: Files,
  directories: readonly PlannedDirectory[],
  planned: readonly PlannedFile[],
): Promise<readonly WrittenPath[]> {
  const marked = await Promise.all(
    planned.map(async (file) => {
      const [facts, text] = await Promise.all([files.facts(file.path), files.readText(file.path)]);
      if (facts === undefined || text === undefined) return [];
      const keys = file.ops.filter(({ op, mode }) => isOurs(op) && mode !== 'seed').map(({ at }) => at);
      const { sizeBytes, modifiedAt } = facts.kind === 'file' ? facts : { sizeBytes: -1, modifiedAt: 0 };
      const digest = digestOf(text, file, keys);
      return [{ path: file.path, mark: { format: file.format, keys, digest, sizeBytes, modifiedAt } }];
    }),
  );
  return [...directories.map(({ path }) => ({ path, mark: {} })), ...marked.flat()];
}

/** How a marked path is now. */
export async function inspectPath(files: Files, { path, mark }: WrittenPath): Promise<PathState> {
  const file = readMark(mark);
  if (file === undefined) {
    // The parent is asked: a directory that a dead mount covers cannot be looked at.
    return (await files.list(parentOf(path))).includes(path.slice(path.lastIndexOf('/') + 1)) ? 'intact' : 'missing';
  }
  const facts = await files.facts(path);
  if (facts?.kind === 'directory') return 'unreadable';
  if (facts?.sizeBytes === file.sizeBytes && facts.modifiedAt === file.modifiedAt) return 'intact';
  const text = facts === undefined ? undefined : await files.readText(path);
  if (text === undefined) return 'missing';
  const place = { path, format: file.format };
  if (!isReadable(text, place)) return 'unreadable';
  return digestOf(text, place, file.keys) === file.digest ? 'intact' : 'altered';
}

/** Whether a text can be edited as its format. */
export function isReadable(text: string, file: Pick<PlannedFile, 'path' | 'format'>): boolean {
  try {
    openEditor(text, file);
    return true;
  } catch (error) {
    if (error instanceof Problem && error.code === 'file.unreadable') return false;
    throw error;
  }
}

/** Defaults are the user's as soon as they are there. */
function isOurs(op: PlannedFile['ops'][number]['op']): boolean {
  return op === 'set' || op === 'remove' || op === 'remove-section';
}

/** Values as text: a program that writes `"8080"` for our 8080 has changed nothing. */
function digestOf(
  text: string,
  file: Pick<PlannedFile, 'path' | 'format'>,
  keys: readonly (readonly string[])[],
): string {
  const editor = openEditor(text, file);
  return fingerprint(
    keys.map((at) => {
      const value = editor.get(at);
      return typeof value === 'object' || value === undefined ? value : String(value);
    }),
  );
}

function readMark(mark: JsonObject): FileMark | undefined {
  return 'digest' in mark ? (mark as unknown as FileMark) : undefined; // it comes back as `describeWritten` made it
}
