import { type Static, type TSchema, Type } from '../../schema.ts';

/** A value that may be null. */
export function Nullable<T extends TSchema>(schema: T) {
  return Type.Union([schema, Type.Null()]);
}

/** An object with whatever keys. */
export const OpenObject = Type.Record(Type.String(), Type.Unknown());

/** One wrong field of a request, in the form that clients of the original know. */
export const FieldFault = Type.Object({
  type: Type.String(),
  loc: Type.Array(Type.Union([Type.String(), Type.Integer()])),
  msg: Type.String(),
  input: Type.Unknown(),
  ctx: Type.Optional(OpenObject),
});
export type FieldFault = Static<typeof FieldFault>;

/** Every refusal: a sentence, and the stable code beside it. */
export const DumbFailure = Type.Object({ detail: Type.String(), code: Type.String() });

/** A request whose fields are wrong (422). */
export const DumbFaults = Type.Object({ detail: Type.Array(FieldFault), code: Type.String() });

/** What several actions answer with. */
export const StatusAnswer = Type.Object({ status: Type.String() });
export const MessageAnswer = Type.Object({ message: Type.String() });

/** A process by its exact name, in the query. */
export const ProcessNameQuery = Type.Object({ process_name: Type.String() });
export type ProcessNameQuery = Static<typeof ProcessNameQuery>;
