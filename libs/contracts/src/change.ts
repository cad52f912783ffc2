import { type Static, Type, Words } from './schema.ts';

/** What is done about new versions by itself: nothing, tell, or install. */
export const updateModes = ['off', 'notify', 'install'] as const;
export type UpdateMode = (typeof updateModes)[number];

/** How far a service is put back: its settings, or its files as well. */
export const resetActions = ['reset', 'remove'] as const;
export type ResetAction = (typeof resetActions)[number];

const Options = Type.Record(Type.String(), Type.Record(Type.String(), Type.Unknown()));

/** One chosen core service, as the DUMB wire has it (`POST /process/start-core-service`). */
export const CoreSelection = Type.Object(
  {
    /** Key, display name, alias or process name; case does not matter. */
    name: Type.String({ minLength: 1 }),
    instance_name: Type.Optional(Type.Union([Type.String(), Type.Null()])),
    debrid_service: Type.Optional(Type.Union([Type.String(), Type.Array(Type.String()), Type.Null()])),
    debrid_key: Type.Optional(Type.Union([Type.String(), Type.Array(Type.String()), Type.Null()])),
    service_options: Type.Optional(Type.Union([Options, Type.Null()])),
  },
  { additionalProperties: false },
);
export type CoreSelection = Static<typeof CoreSelection>;

/** What a person or script asks for. Every mutation of the stack is one of these; the planner answers with a plan. */
export const StackChange = Type.Union([
  Type.Object(
    {
      kind: Type.Literal('compose'),
      cores: Type.Array(CoreSelection),
      optionals: Type.Array(Type.String()),
      optionalOptions: Type.Optional(Options),
    },
    { title: 'Compose', description: 'Choose services; what they need comes with them.' },
  ),
  Type.Object(
    {
      kind: Type.Literal('edit'),
      /** The whole wished document (stored form). */
      document: Type.Record(Type.String(), Type.Unknown()),
      /** Revision that the edit was based on; a newer one refuses it. */
      basedOn: Type.Optional(Type.String()),
    },
    { title: 'Edit', description: 'Replace the stack document; what runs follows.' },
  ),
  Type.Object(
    { kind: Type.Literal('start'), processNames: Type.Array(Type.String(), { minItems: 1 }) },
    { title: 'Start' },
  ),
  Type.Object(
    { kind: Type.Literal('stop'), processNames: Type.Array(Type.String(), { minItems: 1 }) },
    { title: 'Stop' },
  ),
  Type.Object(
    { kind: Type.Literal('restart'), processNames: Type.Array(Type.String(), { minItems: 1 }) },
    { title: 'Restart' },
  ),
  Type.Object(
    { kind: Type.Literal('scale'), processName: Type.String(), replicas: Type.Integer({ minimum: 0 }) },
    { title: 'Scale', description: 'Run so many identical copies of a service; 0 stops it.' },
  ),
  Type.Object(
    {
      kind: Type.Literal('update'),
      processName: Type.String(),
      /** A release tag, or one of the words; default `configured`: the newest that the settings allow. */
      to: Type.Optional(Type.String({ minLength: 1, examples: ['configured', 'latest', 'prerelease', 'nightly'] })),
    },
    {
      title: 'Update',
      description: 'Install another version of a service and prove it; what does not become healthy is taken back.',
    },
  ),
  Type.Object(
    { kind: Type.Literal('pin'), processName: Type.String(), version: Type.Union([Type.String(), Type.Null()]) },
    { title: 'Pin', description: 'Keep a service at a release; null lets it follow new ones again.' },
  ),
  Type.Object(
    {
      kind: Type.Literal('update-policy'),
      processName: Type.String(),
      mode: Words(updateModes),
      intervalHours: Type.Optional(Type.Number({ minimum: 1, maximum: 8760 })),
      /** Time of day on this machine, `04:00`. */
      startTime: Type.Optional(Type.String({ pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]$' })),
    },
    { title: 'Update policy', description: 'When updates of a service are looked for, and what happens then.' },
  ),
  Type.Object(
    { kind: Type.Literal('reset'), processName: Type.String(), action: Words(resetActions) },
    {
      title: 'Reset',
      description:
        'Put a service back to its defaults, switched off. `remove` deletes its files as well, and an instance that was added altogether.',
    },
  ),
  Type.Object(
    { kind: Type.Literal('reconnect'), connections: Type.Array(Type.String(), { minItems: 1 }) },
    { title: 'Reconnect', description: 'Make connections between running services again, by their keys.' },
  ),
  Type.Object(
    { kind: Type.Literal('reconcile') },
    { title: 'Reconcile', description: 'Bring what is enabled to what is wanted.' },
  ),
]);
export type StackChange = Static<typeof StackChange>;
