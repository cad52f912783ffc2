import { fingerprint } from '@showrunner/planner/fingerprints';

/** A state with its number among those of its unit. */
export interface NumberedState {
  readonly sequence: number;
  readonly text: string;
}

/**
 * The two places that the states of a unit are written to in turn: while one is being written, the other is whole. Each
 * says how long its text is, because the end of a longer one may be behind it, and what it adds up to.
 */
export const slotNames = ['state-0', 'state-1'] as const;

/** The place that this state belongs into. */
export function slotOf(sequence: number): (typeof slotNames)[number] {
  return slotNames[sequence % 2 === 0 ? 0 : 1];
}

/** A state as it is on disk. */
export function slotText({ sequence, text }: NumberedState): string {
  return `${sequence} ${text.length} ${sumOf({ sequence, text })}\n${text}`;
}

/** The newest state that was written to its end; `undefined` where none was. */
export function newestState(places: readonly (string | undefined)[]): NumberedState | undefined {
  return places.flatMap((content) => parseSlot(content) ?? []).sort((a, b) => b.sequence - a.sequence)[0];
}

function parseSlot(content = ''): NumberedState | undefined {
  const [head = '', sequence, length, sum] = /^(\d+) (\d+) (\w+)\n/.exec(content) ?? [];
  const text = content.slice(head.length, head.length + Number(length));
  const state = { sequence: Number(sequence), text };
  return head === '' || sumOf(state) !== sum ? undefined : state;
}

/** Over all of it: half of a new number before an old text would make that the newest. */
function sumOf({ sequence, text }: NumberedState): string {
  return fingerprint([sequence, text]);
}
