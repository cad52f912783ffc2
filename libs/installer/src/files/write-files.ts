import type { FileFacts, Files, WriteOptions } from '@showrunner/platform';
import type { PlannedDirectory, PlannedFile } from '@showrunner/planner';
import { parentOf, type PathGuard } from '../containment.ts';
import { editFile } from './edit-file.ts';
import { describeWritten, isReadable, type WrittenPath } from './written-paths.ts';

export interface WrittenFiles {
  /** Paths of files that are different now; those that were right already are not among them. */
  readonly changed: readonly string[];
  /** What was there and could not be read, under its new name. */
  readonly setAside: readonly string[];
  /** Everything that was asked for as it is now, to be told apart later from what somebody made of it. */
  readonly written: readonly WrittenPath[];
  /** Puts back what was there before, with mode and owner, and removes what was not. */
  undo(): Promise<void>;
}

/** Makes directories, then edits files. A failure takes back what was done before it is thrown. */
export async function writeFiles(
  { files, guard }: { readonly files: Files; readonly guard: PathGuard },
  directories: readonly PlannedDirectory[],
  planned: readonly PlannedFile[],
  signal: AbortSignal,
): Promise<WrittenFiles> {
  for (const { path } of [...directories, ...planned]) guard(path);
  const changed: string[] = [];
  const aside: string[] = [];
  const undos: (() => Promise<void>)[] = [];
  const undo = async (): Promise<void> => {
    for (const step of undos.splice(0).reverse()) await step();
  };
  try {
    for (const directory of directories) {
      signal.throwIfAborted();
      undos.push(...(await ensureDirectory(files, directory.path, directory)));
    }
    for (const file of planned) {
      signal.throwIfAborted();
      await guardLink(files, guard, file.path);
      const kept = await setAside(files, file);
      if (kept !== undefined) {
        aside.push(kept);
        undos.push(() => files.rename(kept, file.path));
      }
      const before = await files.readText(file.path);
      const after = editFile(before, file);
      if (after === before) continue;
      undos.push(...(await ensureDirectory(files, parentOf(file.path), file.owner ? { owner: file.owner } : {}, true)));
      undos.push(await replace(files, file, before, after));
      changed.push(file.path);
    }
  } catch (error) {
    await undo();
    throw error;
  }
  return { changed, setAside: aside, written: await describeWritten(files, directories, planned), undo };
}

/** Puts away what cannot be read, where the plan says so; answers the new name. What was mended meanwhile stays. */
async function setAside(files: Files, file: PlannedFile): Promise<string | undefined> {
  const text = file.setAside === true ? await files.readText(file.path) : undefined;
  if (text === undefined || isReadable(text, file)) return undefined;
  const kept = `${file.path}.unreadable`;
  await files.rename(file.path, kept);
  return kept;
}

/** A service owns its directory and could put a link there, to have us write with our rights what it may not. */
async function guardLink(files: Files, guard: PathGuard, path: string): Promise<void> {
  const seen = new Set<string>();
  for (let at = path; !seen.has(at);) {
    seen.add(at);
    guard(at);
    const target = await files.readLink(at);
    if (target === undefined) return;
    at = target.startsWith('/') ? target : `${parentOf(at)}/${target.replace(/^(\.\/)+/, '')}`;
  }
}

async function replace(files: Files, file: PlannedFile, before: string | undefined, after: string) {
  const { path } = file;
  const facts = await files.facts(path);
  await files.write(path, after, before === undefined ? access(file) : {});
  return async (): Promise<void> => {
    if (before === undefined) await files.remove(path);
    else await files.write(path, before, facts?.kind === 'file' ? access(facts) : {});
  };
}

/** Makes a directory and its parents, or gives an existing one the declared access; answers how to take it back. */
async function ensureDirectory(
  files: Files,
  path: string,
  wanted: WriteOptions,
  onlyNew = false,
): Promise<(() => Promise<void>)[]> {
  const facts = await files.facts(path);
  if (facts === undefined) {
    let first = path;
    while (parentOf(first) !== first && (await files.facts(parentOf(first))) === undefined) first = parentOf(first);
    // Only the directory that is named may be closed to others; on the way to it they must be able to pass.
    if (first !== path)
      await files.makeDirectory(parentOf(path), { mode: 0o755, ...(wanted.owner ? { owner: wanted.owner } : {}) });
    await files.makeDirectory(path, access(wanted));
    return [() => removeEmpty(files, path, first)];
  }
  if (onlyNew || facts.kind !== 'directory') return [];
  return await adjust(files, path, facts, wanted);
}

async function adjust(
  files: Files,
  path: string,
  facts: FileFacts,
  wanted: WriteOptions,
): Promise<(() => Promise<void>)[]> {
  const undos: (() => Promise<void>)[] = [];
  const { owner, mode } = wanted;
  if (owner && (owner.uid !== facts.owner.uid || owner.gid !== facts.owner.gid)) {
    await files.setOwner(path, owner);
    undos.push(() => files.setOwner(path, facts.owner));
  }
  if (mode !== undefined && mode !== facts.mode) {
    await files.setMode(path, mode);
    undos.push(() => files.setMode(path, facts.mode));
  }
  return undos;
}

/** Directories that we made go again, unless somebody has put something there meanwhile. */
async function removeEmpty(files: Files, path: string, last: string): Promise<void> {
  for (let at = path; at.length >= last.length; at = parentOf(at)) {
    if ((await files.facts(at)) === undefined) continue;
    if ((await files.list(at)).length > 0) return;
    await files.remove(at, { recursive: true });
  }
}

function access({ mode, owner }: WriteOptions): WriteOptions {
  return { ...(mode === undefined ? {} : { mode }), ...(owner ? { owner } : {}) };
}
