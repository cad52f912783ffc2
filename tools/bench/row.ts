import { median, quantile } from '../rig/statistics.ts';
import type { Bench } from './bench.ts';

/** Samples of one measurement, by the name of what was measured. */
export type Samples = Readonly<Record<string, readonly number[]>>;

/** One side of a row. Sides are measured in turn, round after round. */
export interface Side {
  readonly name: string;
  readonly kind: 'ours' | 'peer' | 'limit';
  measure(): Promise<Samples>;
}

export type Statistic = 'median' | 'p50' | 'p99' | 'min' | 'max' | 'sum';

/** One column of a row's table. */
export interface Column {
  readonly title: string;
  readonly of: string;
  readonly by: Statistic;
}

/** What we set out for, and what came of it. */
export interface Aim {
  readonly text: string;
  readonly value: number;
  /** The value may be at most this. */
  readonly limit: number;
}

/** One row of the report. */
export interface Row {
  readonly name: string;
  readonly title: string;
  /** Exactly what is measured, in sentences. */
  readonly measured: string;
  readonly rounds?: number;
  sides(bench: Bench): readonly Side[];
  readonly columns: readonly Column[];
  /** What ratios are made of; absent: none are shown. */
  readonly ratioOf?: { readonly of: string; readonly by: Statistic };
  aims(figures: Figures): readonly Aim[];
}

/** All samples of a row. */
export class Figures {
  readonly #samples = new Map<string, Map<string, number[]>>();
  readonly kinds = new Map<string, Side['kind']>();

  add(side: Side, samples: Samples): void {
    this.kinds.set(side.name, side.kind);
    const known = this.#samples.get(side.name) ?? new Map<string, number[]>();
    this.#samples.set(side.name, known);
    for (const [name, values] of Object.entries(samples)) known.set(name, [...(known.get(name) ?? []), ...values]);
  }

  get sides(): readonly string[] {
    return [...this.#samples.keys()];
  }

  /** NaN where the side does not have it. */
  get(side: string, of: string, by: Statistic): number {
    return reduce(this.#samples.get(side)?.get(of) ?? [], by);
  }

  /** Our value in proportion to that of another side. */
  ratio(side: string, of: string, by: Statistic): number {
    return this.get('Showrunner', of, by) / this.get(side, of, by);
  }

  /** The smallest value that a peer has. */
  bestPeer(of: string, by: Statistic): number {
    const peers = this.sides.filter((side) => this.kinds.get(side) === 'peer');
    const values = peers.map((side) => this.get(side, of, by)).filter(Number.isFinite);
    return values.length === 0 ? Number.NaN : Math.min(...values);
  }
}

function reduce(samples: readonly number[], by: Statistic): number {
  if (samples.length === 0) return Number.NaN;
  switch (by) {
    case 'median':
      return median(samples);
    case 'p50':
      return quantile(samples, 0.5);
    case 'p99':
      return quantile(samples, 0.99);
    case 'min':
      return Math.min(...samples);
    case 'max':
      return Math.max(...samples);
    case 'sum':
      return samples.reduce((sum, sample) => sum + sample, 0);
  }
}
