import type { Catalog } from '@showrunner/catalog';
import {
  loadDocument,
  migrationOf,
  type Overrides,
  overlayDocument,
  serializeDocument,
  validateDocument,
} from '@showrunner/config';
import { type JsonObject, Problem } from '@showrunner/contracts';
import type { Files } from '@showrunner/platform';
import { fingerprint } from '@showrunner/planner';

/** The stack document at one moment. `stored` is what the file holds; `effective` has environment and secrets on top. */
export interface DocumentSnapshot {
  readonly stored: JsonObject;
  readonly effective: JsonObject;
  /** JSON pointers whose effective value comes from the environment. */
  readonly overridden: readonly string[];
  /** Equal revisions, equal documents. */
  readonly revision: string;
  readonly warnings: readonly string[];
}

export interface DocumentStore {
  current(): DocumentSnapshot;
  /** Loads what is loaded once more, because the catalogue has changed: blocks of new services come in. @throws Problem `document.*` */
  refresh(): Promise<DocumentSnapshot>;
  /** Replaces the document, keeping the one before as a revision. @throws Problem `document.invalid` */
  save(stored: JsonObject): Promise<DocumentSnapshot>;
  /** Saves a kept revision again. Answers false where it is not kept any more. @throws Problem `document.invalid` */
  restore(revision: string): Promise<boolean>;
}

const keptRevisions = 20;

/**
 * Opens the document, creating it from the defaults where there is none.
 * @throws Problem `document.syntax`, `document.invalid`: the file is left as it is
 */
export async function openDocumentStore(options: {
  files: Files;
  catalog: Catalog;
  path: string;
  revisionsDirectory: string;
  overrides: Overrides;
}): Promise<DocumentStore> {
  const { files, catalog, path, overrides } = options;

  const toSnapshot = (stored: JsonObject, warnings: readonly string[]): DocumentSnapshot => {
    const overlay = overlayDocument(stored, overrides, catalog);
    return {
      stored,
      effective: overlay.effective,
      overridden: overlay.overridden,
      revision: fingerprint(stored),
      warnings: [...warnings, ...overlay.warnings],
    };
  };

  const write = async (stored: JsonObject) => {
    const previous = await files.readText(path);
    if (previous !== undefined) await keepRevision(files, options.revisionsDirectory, previous);
    await files.write(path, serializeDocument(stored), previous === undefined ? { mode: 0o600 } : {});
  };

  const read = async () => {
    const text = await files.readText(path);
    const loaded = parse(text, catalog, path);
    if (!loaded.changed) return toSnapshot(loaded.stored, loaded.warnings);
    // Under the name that DUMB gives it, beside the file, where a person looks for it.
    if (text !== undefined) await files.write(`${path}.bak`, text, { mode: 0o600 });
    await write(loaded.stored);
    return toSnapshot(loaded.stored, [...migrationWarning(text, loaded.stored, catalog), ...loaded.warnings]);
  };

  let snapshot = await read();
  const save = async (stored: JsonObject) => {
    const issues = validateDocument(stored, catalog);
    if (issues.length > 0) throw new Problem('document.invalid', 'The document was not saved.', { issues });
    const next = toSnapshot(stored, snapshot.warnings);
    await write(stored);
    snapshot = next;
    return snapshot;
  };
  return {
    current: () => snapshot,
    async refresh() {
      const loaded = parse(serializeDocument(snapshot.stored), catalog, path);
      if (loaded.changed) await write(loaded.stored);
      snapshot = toSnapshot(loaded.stored, loaded.warnings);
      return snapshot;
    },
    save,
    async restore(revision) {
      const directory = options.revisionsDirectory;
      for (const number of (await revisionNumbers(files, directory)).toReversed()) {
        const text = await files.readText(`${directory}/${number}.json`);
        if (text === undefined) continue;
        const { stored } = parse(text, catalog, path);
        if (fingerprint(stored) !== revision) continue;
        await save(stored);
        return true;
      }
      return false;
    },
  };
}

/** Loads a text and names the file in what is wrong with it. */
function parse(text: string | undefined, catalog: Catalog, path: string): ReturnType<typeof loadDocument> {
  try {
    return loadDocument(text, catalog);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const { code, message, issues, details } = error;
    throw new Problem(code, `${path}: ${message}`, { cause: error, issues, details });
  }
}

/** Says that values were brought to another form; defaults that were added are not worth a word. */
function migrationWarning(text: string | undefined, stored: JsonObject, catalog: Catalog): readonly string[] {
  const changed = migrationOf(text, stored, catalog).filter((change) => 'before' in change);
  if (changed.length === 0) return [];
  const places = changed.map(({ pointer }) => pointer).join(', ');
  return [`The stack document was brought to its present form (${places}); dumb_config.json.bak is what it was.`];
}

/** Revisions are numbered files; the newest {@link keptRevisions} stay. */
async function keepRevision(files: Files, directory: string, text: string): Promise<void> {
  await files.makeDirectory(directory, { mode: 0o700 });
  const numbers = await revisionNumbers(files, directory);
  const next = (numbers.at(-1) ?? 0) + 1;
  await files.write(`${directory}/${next}.json`, text, { mode: 0o600 });
  for (const old of numbers.slice(0, Math.max(0, numbers.length + 1 - keptRevisions))) {
    await files.remove(`${directory}/${old}.json`);
  }
}

/** Oldest first. */
async function revisionNumbers(files: Files, directory: string): Promise<readonly number[]> {
  return (await files.list(directory))
    .map((name) => Number.parseInt(name, 10))
    .filter((number) => Number.isInteger(number))
    .sort((a, b) => a - b);
}
