import type { ServiceView } from '@showrunner/contracts';
import { formatCount } from '../../../shared/format/words.ts';
import { toDisplayState } from '../../../shared/ui/state/display-state.ts';

/** The identical copies that a service is run as, the first one included, in order; empty for one that runs once. */
export function copiesOf(services: readonly ServiceView[], service: ServiceView): readonly ServiceView[] {
  if (service.replica === null) return [];
  return services
    .filter(({ replica, serviceKey, instance }) => {
      return replica !== null && serviceKey === service.serviceKey && instance === service.instance;
    })
    .sort((one, other) => (one.replica?.index ?? 0) - (other.replica?.index ?? 0));
}

/** Whether it is a further copy, which has no card of its own and no number of copies to set. */
export function isFurtherCopy({ replica }: ServiceView): boolean {
  return (replica?.index ?? 0) > 0;
}

/** The states of several copies in one line: `3 copies, all running`, `3 copies: 2 running, 1 failed`. */
export function sayCopies(copies: readonly ServiceView[]): string {
  const counts = new Map<string, number>();
  for (const { status, enabled } of copies) {
    const word = toDisplayState(status, enabled).word.toLowerCase();
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  const total = formatCount(copies.length, 'copy', 'copies');
  const [only] = counts.keys();
  if (counts.size === 1 && only !== undefined) return `${total}, all ${only}`;
  return `${total}: ${[...counts].map(([word, count]) => `${count} ${word}`).join(', ')}`;
}
