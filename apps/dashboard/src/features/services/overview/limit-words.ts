import type { UnitLimit, UnitStatus } from '@showrunner/contracts';
import { formatBytes } from '../../../shared/format/bytes.ts';
import { formatCount } from '../../../shared/format/words.ts';

const keepers: Readonly<Record<UnitLimit['enforcedBy'], string>> = {
  'cgroup-v2': 'Enforced by the kernel’s control groups',
  'cgroup-v1': 'Enforced by the kernel’s control groups',
  rlimit: 'Enforced by the kernel for each process',
  nothing: 'Not enforced',
};

/** A line for all limits that are kept alike, and a sentence where there is more to say. */
export interface LimitLine {
  readonly line: string;
  readonly keeper: string;
  /** What a person has to know beyond that; absent where all is well. */
  readonly note?: string;
}

/** The limits of a service in plain words: `Memory 512 MiB · 2 processors`, and what keeps them. */
export function limitLines(limits: UnitStatus['limits'] = []): readonly LimitLine[] {
  const alike = new Map<string, UnitLimit[]>();
  for (const limit of limits) {
    const key = `${keepers[limit.enforcedBy]}#${limit.sentence}`;
    alike.set(key, [...(alike.get(key) ?? []), limit]);
  }
  return [...alike.values()].map((group) => {
    const [first] = group;
    const keeper = first === undefined ? '' : keepers[first.enforcedBy];
    const line = group.map(amount).join(' · ');
    return first === undefined || isPlain(first) ? { line, keeper } : { line, keeper, note: first.sentence };
  });
}

/** The sentence says no more than the line. */
function isPlain({ enforcedBy, sentence }: UnitLimit): boolean {
  return enforcedBy !== 'nothing' && sentence.indexOf('.') === sentence.length - 1;
}

function amount({ resource, most }: UnitLimit): string {
  switch (resource) {
    case 'memory':
      return `Memory ${formatBytes(most).replace('.0 ', ' ')}`;
    case 'cpus':
      return formatCount(most, 'processor');
    case 'pids':
      return formatCount(most, 'process', 'processes');
    case 'open-files':
      return formatCount(most, 'open file');
  }
}
