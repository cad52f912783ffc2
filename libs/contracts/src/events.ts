import { OperationView, StepProgress } from './operation.ts';
import { type Static, Type } from './schema.ts';
import { StackBrake } from './stack-brake.ts';
import { UnitStatus } from './unit.ts';
import { UpdateView } from './updates.ts';

/**
 * The one event stream: everything that changes is told here once, after it is true.
 * A reader takes the snapshot and follows; `sequence` grows by one and shows a gap.
 */
export const ShowrunnerEvent = Type.Union([
  Type.Object({ type: Type.Literal('unit.changed'), unit: UnitStatus }),
  Type.Object({ type: Type.Literal('unit.removed'), unitId: Type.String() }),
  Type.Object({ type: Type.Literal('operation.changed'), operation: OperationView }),
  Type.Object({ type: Type.Literal('step.changed'), operationId: Type.String(), step: StepProgress }),
  Type.Object({ type: Type.Literal('update.changed'), update: UpdateView }),
  Type.Object({ type: Type.Literal('document.changed'), revision: Type.String() }),
  /** Many units failed at once: what starts by policy is held, or let through a few at a time, until it is released. */
  Type.Object({ type: Type.Literal('stack.braked'), brake: StackBrake }),
  Type.Object({ type: Type.Literal('stack.released') }),
]);
export type ShowrunnerEvent = Static<typeof ShowrunnerEvent>;

/** An event with its place in the stream; `at` in epoch milliseconds. */
export type SequencedEvent = ShowrunnerEvent & { readonly sequence: number; readonly at: number };
