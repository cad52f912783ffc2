import type { Json, JsonObject, PlanView, PortMove, UnitId } from '@showrunner/contracts';
import type { ArtifactSpec, BuildStep, FileFormat, FileOp, SourceSpec, ToolchainName } from '@showrunner/catalog';
import type { PlannedConnection } from './connections/record.ts';
import type { ResetTarget } from './steps/reset-targets.ts';
import type { Gate, RunUser, UnitSpec } from './unit.ts';

/** A file to be written, with nothing left to look up. */
export interface PlannedFile {
  readonly path: string;
  readonly format: FileFormat;
  readonly seed: string;
  readonly mode: number;
  readonly owner?: RunUser;
  /** What is there cannot be read: it is put aside under another name, and the file is written anew. */
  readonly setAside?: boolean;
  readonly ops: readonly (Omit<FileOp, 'when' | 'value' | 'at'> & {
    readonly at: readonly string[];
    readonly value?: Json;
  })[];
}

export interface PlannedDirectory {
  readonly path: string;
  readonly mode: number;
  readonly owner?: RunUser;
}

/** Which version of a source is wanted. One union for the document's six legacy keys. */
export type VersionWish =
  | { readonly kind: 'any' }
  | { readonly kind: 'latest' | 'prerelease' | 'nightly' }
  | { readonly kind: 'tag'; readonly tag: string }
  | { readonly kind: 'branch'; readonly branch: string }
  | { readonly kind: 'commit'; readonly commit: string };

/** A program to be installed: what, where from, how it is built, where it goes. */
export interface PlannedArtifact {
  readonly serviceKey: string;
  readonly processName: string;
  /** Real path of the root it is activated at. */
  readonly root: string;
  readonly source: SourceSpec;
  /** `owner/name`, resolved, for GitHub sources. */
  readonly repository?: string;
  readonly version: VersionWish;
  readonly build: readonly BuildStep[];
  readonly toolchains: readonly ToolchainName[];
  readonly spec: ArtifactSpec;
  /** Real paths that are never cleared or overwritten. */
  readonly persist: readonly string[];
  readonly owner?: RunUser;
  readonly clearOnUpdate: boolean;
  readonly arch: 'amd64' | 'arm64';
}

/** A hook call, its values resolved. */
export interface PlannedHook {
  readonly serviceKey: string;
  readonly name: string;
  readonly at: 'prepare' | 'provision';
  readonly values: Readonly<Record<string, string>>;
  readonly entry: JsonObject;
  readonly unitId: UnitId;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly user?: RunUser;
}

export interface PlannedDatabase {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly names: readonly string[];
}

interface StepBase {
  /** Stable over equal plans: `install:zurg-w-riven`. */
  readonly id: string;
  readonly title: string;
  readonly reason: string;
  readonly processName: string | null;
  /** Ids of steps that must be done before. */
  readonly after: readonly string[];
  /** Recorded as applied under `applies.key` once done, so that planning again gives nothing. */
  readonly applies?: { readonly key: string; readonly fingerprint: string };
}

/** One step with what its performer needs. Steps run as soon as all of `after` are done. */
export type Step = StepBase &
  (
    | { readonly kind: 'save-document'; readonly document: JsonObject }
    /** Keeps the document as it was; `label` names what it was before. */
    | { readonly kind: 'backup-document'; readonly document: JsonObject; readonly label: string }
    | { readonly kind: 'clear-files'; readonly targets: readonly ResetTarget[] }
    /** Fetches and builds beside what runs; `install` then only puts it in place. */
    | { readonly kind: 'stage'; readonly artifact: PlannedArtifact }
    | { readonly kind: 'install'; readonly artifact: PlannedArtifact }
    | {
        readonly kind: 'write-files';
        readonly directories: readonly PlannedDirectory[];
        readonly files: readonly PlannedFile[];
      }
    | { readonly kind: 'run-hook'; readonly hook: PlannedHook }
    | { readonly kind: 'provision-database'; readonly database: PlannedDatabase }
    | { readonly kind: 'start-unit'; readonly spec: UnitSpec; readonly restart: boolean }
    /** Supervises what runs by a changed spec; its process goes on. */
    | { readonly kind: 'define-unit'; readonly spec: UnitSpec }
    | { readonly kind: 'stop-unit'; readonly unitId: UnitId; readonly remove: boolean; readonly forRestart?: true }
    | {
        readonly kind: 'await-healthy';
        readonly unitId: UnitId;
        readonly timeoutMs: number;
        /** How long it must then stay healthy without a break. */
        readonly stableMs?: number;
      }
    /** Makes a connection of two running services. A failure of it, or of its undoing, stops and undoes nothing else. */
    | { readonly kind: 'connect'; readonly connection: PlannedConnection }
    | { readonly kind: 'disconnect'; readonly connection: PlannedConnection }
  );

/** The ordered answer to a change. Nothing has happened yet; applying it and planning again gives the empty plan. */
export interface Plan {
  readonly steps: readonly Step[];
  readonly services: PlanView['services'];
  readonly moves: readonly PortMove[];
  readonly warnings: readonly string[];
  /** The document after the plan, stored form. */
  readonly document: JsonObject;
  /** Assigned ports, where they differ from the requested ones: entry pointer + port id → requested. */
  readonly requestedPorts: Readonly<Record<string, number>>;
  /** For a composed plan: what each chosen name came to. */
  readonly selected: readonly {
    readonly name: string;
    readonly serviceKey: string;
    readonly processNames: readonly string[];
  }[];
  /** Names that were asked for and cannot be; the rest of the plan stands without them. */
  readonly refused: readonly { readonly name: string; readonly code: string; readonly message: string }[];
  readonly changes: PlanView['changes'];
}
export type { Gate };
