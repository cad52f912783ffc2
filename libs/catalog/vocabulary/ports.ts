import type { Condition } from './condition.ts';

/** A TCP port that a service binds. All of them are leased, secondary ones too. */
export interface PortSpec {
  readonly id: string;
  /** Field of the entry that holds it; absent: it lives only in the assignment (`pool`). */
  readonly field?: string;
  readonly default: number;
  readonly role: 'ui' | 'api' | 'internal';
  readonly protocol?: 'http' | 'tcp';
  /** Cannot move: a conflict is an error that names the holder. */
  readonly fixed?: boolean;
  /** Moves together with another port of the same entry, this far above it. */
  readonly adjacent?: { readonly to: string; readonly offset: number };
  readonly when?: Condition;
}
