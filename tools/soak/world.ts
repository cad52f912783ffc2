import type { Rig } from '../rig/open-rig.ts';
import { openPlane, type Plane } from '../rig/plane/open-plane.ts';
import type { SoakUnit } from './misbehaving-units.ts';

/** Small, so that logs are cut often; all archives are kept, so that every line can be looked up at the end. */
const logLimits = { sizeBytes: 64 * 1024, count: 1_000_000 };

/** What the soak plays with. */
export interface World {
  readonly rig: Rig;
  readonly units: readonly SoakUnit[];
  /** The control plane that lives now; absent while none does. */
  plane: Plane | undefined;
  /** How many there have been. */
  lives: number;
  /** The longest that one took from the start of its process until it had adopted everything. */
  slowestStartMs: number;
  /** What was done, by name. */
  readonly done: Map<string, number>;
  /** What must not be. */
  readonly violations: Map<string, string[]>;
}

/** Notes something that was done. */
export function note(world: World, what: string): void {
  world.done.set(what, (world.done.get(what) ?? 0) + 1);
}

/** Notes what must not be; said at once, because a soak is long. */
export function violate(world: World, invariant: string, sentence: string): void {
  const known = world.violations.get(invariant) ?? [];
  world.violations.set(invariant, [...known, sentence]);
  if (known.length < 20) console.log(`  VIOLATION ${invariant}: ${sentence}`);
}

/** Starts a control plane on what the one before has left; some logs get a reader that never reads. */
export async function startPlane(world: World): Promise<Plane> {
  const plane = await openPlane(world.rig, `${world.rig.directory}/state`, logLimits);
  world.slowestStartMs = Math.max(world.slowestStartMs, performance.now() - plane.startedAt);
  for (const { spec } of world.units.slice(0, 5)) await plane.tell('neverRead', { path: spec.outputFile });
  world.plane = plane;
  world.lives += 1;
  return plane;
}

/** SIGKILL; whatever lives goes on without. */
export async function killPlane(world: World): Promise<void> {
  const { plane } = world;
  world.plane = undefined;
  await plane?.kill();
}
