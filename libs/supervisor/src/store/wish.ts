import type { UnitMemory } from '../machine/memory.ts';

/** The last wish: what of a unit means something in the next boot too, and so must survive a loss of power at once. */
export type Wish = Pick<UnitMemory, 'wanted' | 'held'>;

/** A wish as it is on disk. */
export function wishText({ wanted, held }: Wish): string {
  return JSON.stringify({ wanted, held });
}

/** Reads it. `undefined`: there is none, or it is damaged. */
export function parseWish(text: string | undefined): Wish | undefined {
  if (text === undefined) return undefined;
  try {
    const { wanted, held } = JSON.parse(text) as Partial<Wish>; // written by us alone
    return typeof wanted === 'boolean' && typeof held === 'boolean' ? { wanted, held } : undefined;
  } catch {
    return undefined; // then what the state says counts
  }
}
