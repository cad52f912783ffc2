import type { Problem } from '@showrunner/contracts';

/** A refusal, ready to be sent. */
export interface Refusal {
  readonly status: number;
  readonly type: 'application/json' | 'application/problem+json';
  readonly body: unknown;
}

/** How one wire family tells a problem. */
export type RefusalPresenter = (problem: Problem) => Refusal;
