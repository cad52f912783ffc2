import { type Static, Type, Words } from '../../schema.ts';
import { Nullable } from './common.ts';
import { ProcessEntry } from './process.ts';

/** `GET /process/dependency-graph` */
export const DependencyGraphQuery = Type.Object({
  process_name: Type.String(),
  scope: Type.Optional(Type.String({ default: 'runtime' })),
});
export type DependencyGraphQuery = Static<typeof DependencyGraphQuery>;

export const LinkStrength = Words(['hard_runtime', 'hard_configured', 'soft_linkage']);
export type LinkStrength = Static<typeof LinkStrength>;
const Classification = Words(['hard', 'linkage']);

/** `missing`: the document has no such entry. */
export const GraphState = Words(['running', 'stopped', 'disabled', 'missing']);
export type GraphState = Static<typeof GraphState>;

/** What is known of a link between two services. */
const linkFields = {
  signals: Type.Array(Type.String()),
  classification: Classification,
  strength: LinkStrength,
};
const rowFields = { key: Type.String(), label: Type.String(), state: GraphState, ...linkFields };
const LinkedRow = Type.Object({ process_name: Type.String(), ...rowFields });
const Core = Type.Object({ key: Type.String(), name: Type.String(), dependencies: Type.Array(Type.String()) });

export const DependencyGraphAnswer = Type.Object({
  process_name: Type.String(),
  config_key: Type.String(),
  scope: Words(['runtime', 'all']),
  context: Type.Object({ mode: Words(['core', 'dependency']), key: Type.String(), core: Core }),
  core_services: Type.Array(Core),
  processes: Type.Array(Type.Omit(ProcessEntry, ['supports_manual_update', 'update_status'])),
  statuses: Type.Record(Type.String(), Words(['running', 'stopped'])),
  /** Services in the order in which they start, the one that was asked for last. */
  startup_order: Type.Array(Type.Object(rowFields)),
  dependency_rows: Type.Array(
    Type.Object({
      ...rowFields,
      process_count: Type.Integer(),
      /** Only the instances that belong to the same core service count. */
      scoped: Type.Boolean(),
      starter_process_name: Nullable(Type.String()),
    }),
  ),
  dependent_rows: Type.Array(Type.Object({ ...rowFields, missing_deps: Type.Array(Type.String()) })),
  linked_outgoing_rows: Type.Array(LinkedRow),
  linked_incoming_rows: Type.Array(LinkedRow),
  nodes: Type.Array(
    Type.Object({
      id: Type.String(),
      process_name: Type.String(),
      key: Type.String(),
      label: Type.String(),
      state: GraphState,
    }),
  ),
  /** From what is needed to what needs it. */
  edges: Type.Array(Type.Object({ source: Type.String(), target: Type.String(), ...linkFields })),
  parallel_groups: Type.Array(
    Type.Object({
      id: Type.String(),
      label: Type.String(),
      type: Words(['parallel', 'serial']),
      members: Type.Array(Type.String()),
    }),
  ),
  dependency_truth_table: Type.Array(
    Type.Object({
      signal: Type.String(),
      classification: Classification,
      strength: LinkStrength,
      description: Type.String(),
    }),
  ),
  updated_at: Type.String(),
});
export type DependencyGraphAnswer = Static<typeof DependencyGraphAnswer>;
