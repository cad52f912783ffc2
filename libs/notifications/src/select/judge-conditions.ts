import { aNotice, type Notice } from '../notice.ts';
import type { Thresholds } from '../settings/destination.ts';

/** Shares of the machine at one moment, in percent; what could not be measured is left out. */
export interface MachineReadings {
  readonly cpuPct: number | null;
  readonly memoryPct: number | null;
  readonly disks: readonly {
    readonly path: string;
    readonly usedPct: number | null;
    readonly inodesPct: number | null;
  }[];
}

/** What is known of one condition; moments in the clock's monotonic milliseconds. */
interface ConditionState {
  readonly since: number;
  readonly told: boolean;
}

export type ConditionStates = ReadonlyMap<string, ConditionState>;

/** A condition that ends a bit below its threshold, so that a value on the border does not come and go. */
const hysteresisPct = 2;

interface Reading {
  readonly key: string;
  readonly eventType: string;
  readonly name: string;
  readonly valuePct: number;
  readonly limitPct: number;
}

/**
 * Compares readings with thresholds. A condition is told when it has held for long enough, at the second look at the
 * earliest, and told again when it is over.
 * @param before states of the look before; at the first one those that were told by a former control plane
 */
export function judgeConditions(
  readings: MachineReadings,
  thresholds: Thresholds,
  before: ConditionStates,
  now: number,
): { readonly states: ConditionStates; readonly notices: readonly Notice[] } {
  const states = new Map<string, ConditionState>();
  const notices: Notice[] = [];
  for (const reading of toReadings(readings, thresholds)) {
    const known = before.get(reading.key);
    if (reading.valuePct < (known === undefined ? reading.limitPct : reading.limitPct - hysteresisPct)) {
      if (known?.told === true) notices.push(over(reading));
      continue;
    }
    const { since = now, told = false } = known ?? {};
    const isDue = known !== undefined && !told && now - since >= thresholds.durationSec * 1000;
    if (isDue) notices.push(high(reading));
    states.set(reading.key, { since, told: told || isDue });
  }
  return { states, notices };
}

function toReadings({ cpuPct, memoryPct, disks }: MachineReadings, limits: Thresholds): readonly Reading[] {
  const all = [
    { key: 'cpu', eventType: 'resource.cpu.high', name: 'The processor', valuePct: cpuPct, limitPct: limits.cpuPct },
    {
      key: 'memory',
      eventType: 'resource.memory.high',
      name: 'Memory',
      valuePct: memoryPct,
      limitPct: limits.memoryPct,
    },
    ...disks.flatMap(({ path, usedPct, inodesPct }) => [
      {
        key: `disk:${path}`,
        eventType: 'resource.disk.high',
        name: `The disk ${path}`,
        valuePct: usedPct,
        limitPct: limits.diskPct,
      },
      {
        key: `inode:${path}`,
        eventType: 'resource.inode.high',
        name: `The number of files on ${path}`,
        valuePct: inodesPct,
        limitPct: limits.inodePct,
      },
    ]),
  ];
  return all.flatMap(({ valuePct, ...rest }) => (valuePct === null ? [] : [{ ...rest, valuePct }]));
}

const advice: Readonly<Record<string, string>> = {
  'resource.disk.high': 'Free some space before downloads and databases stop.',
  'resource.inode.high': 'Delete small files before nothing can be written any more.',
};

function high({ key, eventType, name, valuePct, limitPct }: Reading): Notice {
  const body = `${name} is at ${Math.round(valuePct)} %; the limit is ${limitPct} %. ${advice[eventType] ?? ''}`;
  return aNotice({
    eventType,
    severity: eventType === 'resource.disk.high' || eventType === 'resource.inode.high' ? 'critical' : 'warning',
    title: `${name} is nearly full`.replace('The processor is nearly full', 'The processor is nearly fully used'),
    body: body.trim(),
    condition: key,
    metadata: { value: valuePct, threshold: limitPct, condition: key },
  });
}

function over({ key, eventType, name, valuePct }: Reading): Notice {
  return aNotice({
    eventType: 'recovery',
    severity: 'success',
    title: `${name} has room again`,
    body: `${name} is at ${Math.round(valuePct)} %.`,
    condition: key,
    recovers: [eventType],
    metadata: { recovered_event_type: eventType, value: valuePct, condition: key },
  });
}
