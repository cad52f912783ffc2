/** Less than this, and no program starts; it is nearly always a number that was meant with a unit. */
export const leastMemoryBytes = 4 * 2 ** 20;

/** Compose's way of writing an amount of memory: a number with b, k, m or g, of which each is 1024 of the one before. */
export const memoryPattern = '^\\s*\\d+(?:\\.\\d+)?\\s*[bBkKmMgG]?[bB]?\\s*$';

const parts = /^\s*(\d+(?:\.\d+)?)\s*([bkmg]?)b?\s*$/i;
const exponents: Readonly<Record<string, number>> = { '': 0, b: 0, k: 1, m: 2, g: 3 };

/** Bytes of `512m`, `1.5g` or a plain number; `undefined` where it is neither. */
export function parseMemorySize(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) && value > 0 ? Math.round(value) : undefined;
  const [, amount, unit = ''] = (typeof value === 'string' ? parts.exec(value) : null) ?? [];
  const exponent = exponents[unit.toLowerCase()];
  return amount === undefined || exponent === undefined ? undefined : Math.round(Number(amount) * 1024 ** exponent);
}
