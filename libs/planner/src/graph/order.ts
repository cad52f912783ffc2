import { Problem } from '@showrunner/contracts';
import type { Member } from '../resolve/world.ts';
import type { Need, NeedGraph } from './needs.ts';

/**
 * Entries in an order in which each comes after what it needs, otherwise as the roots stand.
 * @throws Problem `document.cycle` naming the circle and its edges
 */
export function inOrder(roots: readonly Member[], graph: NeedGraph): readonly Member[] {
  const done = new Set<Member>();
  const trail: Member[] = [];
  const visit = (member: Member): void => {
    if (done.has(member)) return;
    const at = trail.indexOf(member);
    if (at >= 0) throw cycle([...trail.slice(at), member], graph);
    trail.push(member);
    for (const { provider, until } of graph.get(member) ?? []) if (until !== 'installed') visit(provider);
    trail.pop();
    done.add(member);
  };
  for (const root of roots) visit(root);
  return [...done];
}

/** Entries that would lose what they need with one of those, directly or through others. */
export function dependentsOf(
  lost: ReadonlySet<Member>,
  graph: NeedGraph,
  follows: (need: Need) => boolean,
): ReadonlySet<Member> {
  const found = new Set<Member>();
  let grown = true;
  while (grown) {
    grown = false;
    for (const [member, needs] of graph) {
      if (found.has(member) || lost.has(member)) continue;
      if (!needs.some((need) => follows(need) && (lost.has(need.provider) || found.has(need.provider)))) continue;
      found.add(member);
      grown = true;
    }
  }
  return found;
}

function cycle(circle: readonly Member[], graph: NeedGraph): Problem {
  const names = circle.map(({ entry }) => entry.processName);
  const edges = circle.slice(0, -1).map((member, index) => {
    const need = graph.get(member)?.find(({ provider }) => provider === circle[index + 1]);
    return { from: names[index] ?? '', to: names[index + 1] ?? '', reason: need?.reason ?? '' };
  });
  return new Problem('document.cycle', `Services need each other in a circle: ${names.join(' → ')}.`, {
    details: { circle: names, edges },
    issues: edges.map(({ from, to, reason }, index) => ({
      path: circle[index]?.entry.path ?? [],
      message: `${from} needs ${to}: it ${reason}.`,
    })),
  });
}
