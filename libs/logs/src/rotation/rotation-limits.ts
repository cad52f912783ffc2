/** When a log is cut, and what is kept of what was cut off. */
export interface RotationLimits {
  /** A log that has grown by so much is cut. 0: never. */
  readonly sizeBytes: number;
  /** So many archives are kept, at least one: it says how far the log was cut. */
  readonly count: number;
  /** A log is cut after so long at the latest, and an archive deleted after so long. Absent: age does not matter. */
  readonly maxAgeMs?: number;
}

/** What of the document says how logs are rotated. */
export interface RotationSettings {
  readonly log_size?: unknown;
  readonly log_count?: unknown;
  readonly log_days?: unknown;
}

const units: Readonly<Record<string, number>> = { '': 1, K: 2 ** 10, M: 2 ** 20, G: 2 ** 30 };
const fallback: RotationLimits = { sizeBytes: 10 * 2 ** 20, count: 2 };
const dayMs = 86_400_000;

/** Reads the limits; what cannot be understood counts as not said. */
export function toRotationLimits({
  log_size: size,
  log_count: count,
  log_days: days,
}: RotationSettings): RotationLimits {
  const kept = toNumber(count);
  const age = toNumber(days);
  return {
    sizeBytes: toBytes(size) ?? fallback.sizeBytes,
    count: kept === undefined ? fallback.count : Math.max(1, Math.floor(kept)),
    ...(age === undefined || age <= 0 ? {} : { maxAgeMs: age * dayMs }),
  };
}

function toBytes(value: unknown): number | undefined {
  const [, amount, unit = ''] = /^\s*(\d+(?:\.\d+)?)\s*([KMG]?)(?:i?B)?\s*$/i.exec(String(value ?? '')) ?? [];
  return amount === undefined ? undefined : Math.floor(Number(amount) * (units[unit.toUpperCase()] ?? 1));
}

function toNumber(value: unknown): number | undefined {
  const number = typeof value === 'number' || typeof value === 'string' ? Number(value) : Number.NaN;
  return value === '' || !Number.isFinite(number) ? undefined : number;
}
