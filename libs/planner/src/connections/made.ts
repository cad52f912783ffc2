import type { PlanInput } from '../input.ts';
import { currentWorld } from '../unit-plans.ts';
import { connectionsIn } from './find.ts';
import type { PlannedConnection } from './record.ts';
import { connectionFingerprint, planConnection, textOf } from './resolve.ts';

/** A connection as it is to be, and whether it was made as such. */
export interface KnownConnection {
  readonly planned: PlannedConnection;
  /** What its step does, for a person. */
  readonly title: string;
  /** As what it would be recorded. */
  readonly fingerprint: string;
  readonly isMade: boolean;
}

/** Every connection that there is to be as the document stands. */
export function knownConnections(input: PlanInput): readonly KnownConnection[] {
  const world = currentWorld(input);
  return [...connectionsIn(world).values()].map(({ key, spec, member, peer }) => {
    const planned = planConnection(spec, member, peer, world);
    const fingerprint = connectionFingerprint(planned);
    const title = textOf(spec.title, spec, member, peer, world);
    return { planned, title, fingerprint, isMade: input.facts.applied[key] === fingerprint };
  });
}
