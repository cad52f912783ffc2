import type { OperationView, StackChange } from '@showrunner/contracts';
import { useMutation } from '@tanstack/react-query';
import { showOperation } from '../../live/live-store.ts';
import { post } from '../client.ts';

/** Applies a change; the answer comes at once, progress by the live stream. */
export function useStartOperation() {
  return useMutation({
    mutationFn: (change: StackChange) => post<OperationView>('/api/native/operations', change),
    onSuccess: showOperation,
  });
}
