import type { StackChange } from '@showrunner/contracts';
import { compose } from './compose.ts';
import type { Draft } from './draft.ts';
import { edit } from './edit.ts';
import { namedMembers, reconcile, startNamed } from './lifecycle.ts';
import { reset } from './reset.ts';
import { scale } from './scale.ts';
import { pin, updatePolicy } from './update-settings.ts';
import { update } from './update.ts';
import { plainSelection, type Selection } from './selection.ts';

type Select = {
  readonly [Kind in StackChange['kind']]: (change: Extract<StackChange, { kind: Kind }>, draft: Draft) => Selection;
};

const selects: Select = {
  compose,
  edit,
  start: startNamed,
  restart: startNamed,
  stop: (change, draft) => {
    namedMembers(change, draft);
    return plainSelection(draft);
  },
  scale,
  update,
  pin,
  'update-policy': updatePolicy,
  reset,
  reconnect: (_change, draft) => plainSelection(draft),
  reconcile: (_change, draft) => reconcile(draft),
};

/** Works a change into the document and says what is to run because of it. */
export function select(change: StackChange, draft: Draft): Selection {
  // The table is keyed by kind, so the function fits the change; the compiler cannot follow a correlated union.
  const apply = selects[change.kind] as (change: StackChange, draft: Draft) => Selection;
  return apply(change, draft);
}
