import { updateModes } from './change.ts';
import { type Static, type TSchema, Type, Words } from './schema.ts';

const Nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);

/**
 * What is known of the version of a service: `unknown` nobody has looked yet · `current` · `available` · `fixed` it is kept
 * at a release, commit or branch · `absent` nothing is installed · `unsupported` others keep it up to date · `failed` the
 * last look did not succeed.
 */
export const updateStates = ['unknown', 'current', 'available', 'fixed', 'absent', 'unsupported', 'failed'] as const;
export type UpdateState = (typeof updateStates)[number];

/** How an update ended: `rolled-back` the version before runs again; `failed` nothing was replaced, or it needs a person. */
export const updateOutcomes = ['updated', 'rolled-back', 'failed'] as const;

/** An update that has ended. Times are epoch milliseconds. */
export const UpdateRecord = Type.Object({
  processName: Type.String(),
  from: Nullable(Type.String()),
  to: Nullable(Type.String()),
  outcome: Words(updateOutcomes),
  /** A sentence: what was done, or why not. */
  message: Type.String(),
  at: Type.Number(),
  tookMs: Type.Number(),
  /** From the stop of the old version to the health of whichever runs now; null where nothing was stopped. */
  downtimeMs: Nullable(Type.Number()),
  operationId: Type.String(),
  notesUrl: Nullable(Type.String()),
});
export type UpdateRecord = Static<typeof UpdateRecord>;

/** What a publisher says of a version. */
export const VersionNotes = Type.Object({
  url: Type.String(),
  /** Markdown. */
  text: Type.String(),
  publishedAt: Type.String(),
});
export type VersionNotes = Static<typeof VersionNotes>;

/** The version of one process, and when and how it changes. */
export const UpdateView = Type.Object({
  processName: Type.String(),
  serviceKey: Type.String(),
  state: Words(updateStates),
  /** A sentence for a person. */
  message: Type.String(),
  installed: Nullable(Type.String()),
  available: Nullable(Type.String()),
  /** How many releases the installed one is behind, where that can be counted. */
  releasesBehind: Nullable(Type.Integer()),
  notes: Type.Union([VersionNotes, Type.Null()]),
  /** What it is kept at. */
  fixed: Type.Union([
    Type.Object({
      kind: Words(['tag', 'branch', 'commit'] as const),
      to: Type.String(),
      /** Whether that is what is installed. */
      installed: Type.Boolean(),
    }),
    Type.Null(),
  ]),
  mode: Words(updateModes),
  intervalHours: Type.Number(),
  startTime: Type.String(),
  checkedAt: Nullable(Type.Number()),
  nextCheckAt: Nullable(Type.Number()),
  /** Id of the operation that installs an update now. */
  operationId: Nullable(Type.String()),
  last: Type.Union([UpdateRecord, Type.Null()]),
});
export type UpdateView = Static<typeof UpdateView>;
