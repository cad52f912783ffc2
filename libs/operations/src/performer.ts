import type { Catalog } from '@showrunner/catalog';
import type { JsonObject, Requester, SequencedEvent, UnitId } from '@showrunner/contracts';
import type { Platform } from '@showrunner/platform';
import type {
  Engine,
  FileDrift,
  KeptSecret,
  PlannedArtifact,
  PlannedDirectory,
  PlannedFile,
  Step,
} from '@showrunner/planner';
import type { AppliedTable } from './store/applied.table.ts';
import type { DocumentSnapshot } from './store/document-store.ts';
import type { Trial } from './trial/open-trial.ts';

/** What a step has at hand. */
export interface StepTools {
  readonly platform: Platform;
  /** Data root; the empty string is `/`. */
  readonly root: string;
  readonly catalog: Catalog;
  readonly engine: Engine;
  readonly installer: ArtifactInstaller;
  readonly writer: FileWriter;
  readonly applied: AppliedTable;
  /** For whom the engine starts and stops things. */
  readonly requester: Requester;
  /** Artifacts that this operation has fetched and built, by their root. */
  readonly staged: Map<string, Staged>;
  /** Where what this operation replaces is noted, if it replaces anything. */
  readonly trial?: Trial;
  /** Every event from now on; the answer ends it. */
  follow(onEvent: (event: SequencedEvent) => void): () => void;
  /** Runs work during which no other work that holds one of the units runs. */
  exclusively<T>(units: readonly UnitId[], work: () => Promise<T>): Promise<T>;
  /** Saves the document that a plan made; answers the one before. */
  saveDocument(document: JsonObject): Promise<DocumentSnapshot>;
}

/** The installer, as a step sees it. */
export interface ArtifactInstaller {
  installArtifact(artifact: PlannedArtifact, options: InstallOptions): Promise<Installed>;
  /** Fetches and builds beside what is there. */
  stageArtifact(artifact: PlannedArtifact, options: InstallOptions): Promise<Staged>;
}

interface InstallOptions {
  readonly signal: AbortSignal;
  readonly onProgress: (activity: string, fraction?: number) => void;
  readonly onLine: (line: string) => void;
}

/** An artifact in its place. */
export interface Installed {
  readonly root: string;
  /** What the program calls itself, and what its source calls it. */
  readonly version: string;
  readonly release: string;
  undo(): Promise<void>;
  commit(): Promise<void>;
}

/** An artifact that waits to be put in place. */
export interface Staged {
  readonly version: string;
  activate(options: InstallOptions): Promise<Installed>;
  discard(): Promise<void>;
}

/** The writer of configuration files, as a step sees it. */
export interface FileWriter {
  writeFiles(
    directories: readonly PlannedDirectory[],
    files: readonly PlannedFile[],
    options: { signal: AbortSignal },
  ): Promise<{
    readonly changed: readonly string[];
    readonly setAside: readonly string[];
    readonly written: readonly WrittenPath[];
    undo(): Promise<void>;
  }>;
  /** How something that was written is now. */
  inspectPath(written: WrittenPath): Promise<'intact' | FileDrift['what']>;
  /** The text at a place of a configuration file, if there is one. */
  readValue(place: Pick<KeptSecret, 'path' | 'format' | 'at'>): Promise<string | undefined>;
}

/** Something that was written, with what the writer needs to recognise it; that is the writer's own affair. */
export interface WrittenPath {
  readonly path: string;
  readonly mark: JsonObject;
}

/** How a step tells the person who watches. */
export interface StepReporter {
  activity(text: string, fraction?: number): void;
  line(text: string): void;
  /** Says which paths came of it, where that was not known before. */
  wrote(paths: readonly string[]): void;
  /** Says, before it is done, how it is taken back: also when it fails halfway. */
  undoable(outcome: StepOutcome): void;
}

/** How a done step is taken back, and what is left to do once the whole operation has succeeded. */
export interface StepOutcome {
  readonly undo?: () => Promise<void>;
  /** Called once everything is undone, with all others at the same time: brings up what ran before, and proves it. */
  readonly revive?: () => Promise<void>;
  readonly commit?: () => Promise<void>;
}

/** Performs one kind of step. */
export type Performer<K extends Step['kind']> = (
  step: Extract<Step, { kind: K }>,
  tools: StepTools,
  report: StepReporter,
  signal: AbortSignal,
) => Promise<StepOutcome>;
