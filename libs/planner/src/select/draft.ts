import type { Json, JsonObject } from '@showrunner/contracts';
import { getIn, setIn, toPointer } from '@showrunner/config';
import type { PlanInput } from '../input.ts';
import { isEqual } from '../json.ts';
import { createWorld, type Member, type World } from '../resolve/world.ts';
import { layOver, overlaidValues, type OverlaidValue } from './overlay.ts';

/** The document while a change is being worked into it, and why each entry is part of the plan. */
export interface Draft {
  readonly input: PlanInput;
  /** Stored form. */
  readonly document: JsonObject;
  readonly overlaid: readonly OverlaidValue[];
  /** The effective document as a world, ports as configured. */
  readonly world: World;
  /** What is to run because of the change: process name → why. */
  readonly wanted: ReadonlyMap<string, Because>;
  readonly warnings: readonly string[];
}

/** `by` is `chosen` or the name of what needs it; `sentence` is for the person who reads the plan. */
export interface Because {
  readonly by: string;
  readonly sentence: string;
}

/** Starts from the saved document. */
export function createDraft(input: PlanInput, document: JsonObject = input.stored): Draft {
  const overlaid = overlaidValues(input.stored, input.effective);
  const world = createWorld(input, layOver(document, overlaid));
  return { input, document, overlaid, world, wanted: new Map(), warnings: [] };
}

/** The draft with another document. */
export function withDocument(draft: Draft, document: JsonObject): Draft {
  if (document === draft.document) return draft;
  return { ...draft, document, world: createWorld(draft.input, layOver(document, draft.overlaid), draft.world) };
}

/** Sets one value of the stored document; an equal value changes nothing. */
export function setValue(draft: Draft, path: readonly string[], value: Json): Draft {
  if (isEqual(getIn(draft.document, path), value)) return draft;
  return withDocument(draft, setIn(draft.document, path, value));
}

/** Puts an entry on the list of what is to run; the first reason stays. */
export function want(draft: Draft, processName: string, because: Because): Draft {
  if (draft.wanted.has(processName)) return draft;
  return { ...draft, wanted: new Map([...draft.wanted, [processName, because]]) };
}

/** Says something that the person should know. */
export function warn(draft: Draft, warning: string): Draft {
  return draft.warnings.includes(warning) ? draft : { ...draft, warnings: [...draft.warnings, warning] };
}

/** The entry at a path, as the draft has it now. */
export function memberAt(draft: Draft, path: readonly string[]): Member | undefined {
  const pointer = toPointer(path);
  return draft.world.members.find((member) => member.pointer === pointer);
}
