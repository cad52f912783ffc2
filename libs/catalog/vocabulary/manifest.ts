import type { JsonObject, ProblemCode } from '@showrunner/contracts';
import type { Condition, Expression } from './condition.ts';
import type { ConnectionHooks, ConnectionSpec, Provides } from './connections.ts';
import type { DirectorySpec, FileFormat, FileSpec } from './files.ts';
import type { Hook, HookSpec } from './hooks.ts';
import type { CompanionSpec, CompanionTemplate, CredentialSpec, Requirement } from './links.ts';
import type { FieldSpec } from './options.ts';
import type { PortSpec } from './ports.ts';
import type { GateSpec, HealthSpec, LogSpec, RunSpec, StopSpec } from './run.ts';
import type { ArtifactSpec, BuildStep, SourceSpec, ToolchainName } from './source.ts';

/** All that is known about a service. Data first; what data cannot say is a named hook in the same folder. */
export interface ServiceManifest {
  /** Folder name and key of the block in the stack document. */
  readonly key: string;
  /** Where the block is in the document; default `[key]`. `dumb_api_service` is at `['dumb', 'api_service']`. */
  readonly documentPath?: readonly string[];
  readonly displayName: string;
  readonly aliases?: readonly string[];
  readonly role: 'core' | 'optional' | 'dependency' | 'infrastructure';
  /** `unit`: programs. `settings`: a block that another part of us reads. `control-plane`: we ourselves. */
  readonly kind: 'unit' | 'settings' | 'control-plane';
  readonly deprecated?: string;
  readonly description: string;
  readonly links: { readonly project: string; readonly docs?: string; readonly sponsor?: string };

  /** The complete default entry (of the template instance, where there are instances), in canonical key order. */
  readonly defaults: JsonObject;
  readonly fields?: Readonly<Record<string, FieldSpec>>;
  /** Present: a block of instances. */
  readonly instances?: {
    readonly template: string;
    /** Process name of a further instance: `Sonarr ${instance.name}`. */
    readonly processName: Expression;
    /** Paths are rebased from this prefix to `<prefix's parent>/<slug>`: `/sonarr/default`. */
    readonly pathPrefix?: string;
  };
  /**
   * Present: it may run as several identical copies (`scale` in its entry), each with a port of its own. Only for what
   * keeps no data of its own; everything else is single, or has named instances.
   */
  readonly replicas?: { readonly max: number };
  readonly onboarding?: OnboardingSpec;
  readonly ports: readonly PortSpec[];
  readonly requires: readonly Requirement[];
  /** What other services may use it as. */
  readonly provides?: Provides;
  /** What it is connected to while both run. */
  readonly connections?: readonly ConnectionSpec[];
  readonly companions?: readonly CompanionSpec[];
  readonly companion?: CompanionTemplate;
  readonly credentials?: readonly CredentialSpec[];
  readonly secrets?: Readonly<Record<string, SecretSpec>>;
  readonly ui?: PageSpec;
  readonly stop: StopSpec;
  /** When it stops while the whole stack stops: media servers first, databases last. */
  readonly stopTier: 'media' | 'apps' | 'clients' | 'databases';

  /** How it is installed, written, run and watched. Absent: this version knows the service but cannot install it. */
  readonly runtime?: RuntimeSpec;
}

export interface OnboardingSpec {
  /** Name in the wizard: `Riven`. */
  readonly name: string;
  readonly description: string;
  /** Place in the list of core or optional services. */
  readonly order: number;
  readonly debridProviders?: readonly string[];
  /** Keys shown as dependencies, including conditional ones. */
  readonly dependencies?: readonly string[];
  /** Optional services: started before the core services or after them. */
  readonly phase?: 'before-core' | 'after-core';
}

export interface RuntimeSpec {
  readonly source: SourceSpec;
  readonly build?: readonly BuildStep[];
  readonly buildToolchains?: readonly ToolchainName[];
  /**
   * How the versions are had that `source` does not offer, a branch or a commit: built from their tree. In a `run` step,
   * `${version}` stands for what the version is called.
   */
  readonly fromSource?: {
    readonly source: SourceSpec;
    readonly build: readonly BuildStep[];
    readonly buildToolchains: readonly ToolchainName[];
  };
  readonly artifact: ArtifactSpec;
  readonly directories?: readonly DirectorySpec[];
  readonly files?: readonly FileSpec[];
  readonly run: RunSpec;
  readonly gates?: readonly GateSpec[];
  readonly health: HealthSpec;
  readonly logs: LogSpec;
  readonly hooks?: readonly HookSpec[];
  /** Fields that must not be blank, with the sentence a person gets. */
  readonly needs?: readonly { readonly field: string; readonly message: string; readonly when?: Condition }[];
  /** Settings that cannot be, alone or together, with the sentence a person gets. */
  readonly refuses?: readonly { readonly when: Condition; readonly field: string; readonly message: string }[];
  /** What last words of the program mean: the first pattern that matches names the problem. */
  readonly diagnoses?: readonly { readonly pattern: string; readonly code: ProblemCode; readonly message: string }[];
  /** In the demo a stand-in plays the program, not the program itself. */
  readonly simulated: boolean;
}

/** The web page of a service. */
export interface PageSpec {
  /** Id of the port that serves it. */
  readonly port: string;
  /** Where a person starts: `/web/index.html`. */
  readonly path: string;
  /** Its name in addresses, where that is not the key: `pgadmin4`. Instances go by their process names. */
  readonly name?: string;
  /** What its addresses begin with where it serves nothing outside of that: `/web`. */
  readonly pathPrefix?: string;
  /** It must not be shown inside of another page: a portal in which people type their password. */
  readonly embed?: false;
}

/** A secret that Showrunner makes and keeps stable. */
export interface SecretSpec {
  readonly kind: 'hex32' | 'hex64' | 'urlsafe32';
  /**
   * Where the program keeps it: what is there counts, because a person may have brought it along or changed it. The file
   * gets ours only where it has none (`set-if-blank`).
   */
  readonly keptIn?: { readonly file: Expression; readonly format: FileFormat; readonly at: readonly string[] };
}

/** What a service folder exports. */
export interface ServicePackage {
  readonly manifest: ServiceManifest;
  readonly hooks?: Readonly<Record<string, Hook>>;
  /** How its connections are made and undone, by the name of their `hook`. */
  readonly connections?: Readonly<Record<string, ConnectionHooks>>;
}

/** Gives a manifest its type where it is written. */
export function defineService(manifest: ServiceManifest): ServiceManifest {
  return manifest;
}
