import type { PlanView, StackChange } from '@showrunner/contracts';
import { post } from '../client.ts';

/** Asks what a change would do, without doing it. @throws ApiError when it cannot be planned. */
export function askPlan(change: StackChange, signal?: AbortSignal): Promise<PlanView> {
  return post<PlanView>('/api/native/plan', change, signal);
}
