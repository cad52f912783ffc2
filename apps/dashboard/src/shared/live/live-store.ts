import type { OperationView, SequencedEvent } from '@showrunner/contracts';
import { useSyncExternalStore } from 'react';
import {
  applyEvent,
  applySnapshot,
  emptyLiveState,
  type LiveState,
  markLost,
  putOperation,
  type Snapshot,
} from './live-state.ts';

let state = emptyLiveState;
const listeners = new Set<() => void>();

/** A part of the live state; the selector must answer the same reference while nothing changed. */
export function useLive<T>(select: (state: LiveState) => T): T {
  return useSyncExternalStore(subscribe, () => select(state));
}

/** The live state at this moment. */
export function readLive(): LiveState {
  return state;
}

/** Takes the first frame of the stream. */
export function showSnapshot(snapshot: Snapshot): void {
  change(applySnapshot(state, snapshot));
}

/** Takes one event of the stream. */
export function showEvent(event: SequencedEvent): void {
  change(applyEvent(state, event));
}

/** Takes an operation that an answer brought before the stream did; what the stream says is newer than any answer. */
export function showOperation(operation: OperationView): void {
  if (!state.operations.has(operation.id)) change(putOperation(state, operation));
}

/** Notes that nothing is heard any more. */
export function showLost(at: number): void {
  change(markLost(state, at));
}

/** Forgets everything, as when the session ends. */
export function forgetLive(): void {
  change(emptyLiveState);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function change(next: LiveState): void {
  if (next === state) return;
  state = next;
  for (const listener of listeners) listener();
}
