import type { Entry } from '@showrunner/config';
import { listEntries } from '@showrunner/config';
import type { SequencedEvent, ServiceView } from '@showrunner/contracts';
import type { ServedStack } from './served.ts';

/** The stack for readers: what was computed once is given again until something has changed. */
export interface StackReader {
  services(): readonly ServiceView[];
  /** Entries of the effective document. */
  entries(): readonly Entry[];
  /** A view that is computed again only after a change of units, document or operations. */
  memo<T>(compute: () => T): () => T;
  /** Calls back after such changes, once for all that come together; the answer ends it. */
  onChange(listener: () => void): () => void;
  close(): void;
}

/** Progress within a step changes no view. */
const matters = (event: SequencedEvent): boolean => event.type !== 'step.changed';

/** Follows the events of a stack. The caller closes it. */
export function createStackReader(stack: ServedStack): StackReader {
  const listeners = new Set<() => void>();
  let generation = 0;
  let telling = false;

  const tell = () => {
    telling = false;
    for (const listener of [...listeners]) listener();
  };
  const { unsubscribe } = stack.subscribe((event) => {
    if (!matters(event)) return;
    generation += 1;
    if (telling) return;
    telling = true;
    setImmediate(tell);
  });

  const memo = <T>(compute: () => T): (() => T) => {
    let known: { generation: number; value: T } | undefined;
    return () => {
      if (known?.generation !== generation) known = { generation, value: compute() };
      return known.value;
    };
  };

  return {
    services: memo(() => stack.services()),
    entries: memo(() => listEntries(stack.document().effective, stack.catalog)),
    memo,
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    close: unsubscribe,
  };
}
