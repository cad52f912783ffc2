import { setTimeout as sleep } from 'node:timers/promises';
import { countMembers, signalMember } from './census.ts';
import { violate, type World } from './world.ts';

/** Programs that end by themselves may be between two runs; this long a look may take. */
const settledMs = 30_000;

/**
 * The last wishes: half of the units are started, half are stopped, at once; then what lives must be what was wished for.
 * Then all are stopped together with the control plane, and nothing may be left.
 */
export async function endWorld(world: World): Promise<void> {
  const { plane, units } = world;
  if (plane === undefined) throw new Error('There is no control plane to end.');
  countMembers(world.rig).forEach((member) => signalMember(member, 'SIGCONT'));
  const wishes = units.map(
    ({ spec }, index) => ({ unit: spec.unitId, wish: index % 2 === 0 ? 'start' : 'stop' }) as const,
  );
  const answers = wishes.map(async ({ unit, wish }) => {
    const answer = plane.tell(wish, { unit }).then(
      () => undefined,
      (error: unknown) => String(error),
    );
    const late = sleep(settledMs, 'no answer' as const, { ref: false });
    const problem = await Promise.race([answer, late]);
    if (problem === 'no answer') violate(world, 'commands settle', `the last ${wish} of ${unit} was not answered`);
  });
  await Promise.all(answers);
  const living = new Set(countMembers(world.rig).map(({ unit }) => unit));
  for (const { unit, wish } of wishes) {
    if (wish === 'stop' && living.has(unit)) violate(world, 'the last wish counts', `${unit} was stopped and lives`);
  }
  const told = new Map((await plane.tell('list', {})).map((status) => [status.unitId, status]));
  for (const { unit, wish } of wishes) {
    const status = told.get(unit);
    const resting = status === undefined || status.state === 'stopped';
    if (wish === 'start' && resting)
      violate(world, 'the last wish counts', `${unit} was started and is ${status?.state ?? 'unknown'}`);
  }
  const closed = plane.tell('close', { stopUnits: true });
  await Promise.race([closed, sleep(70_000, undefined, { ref: false })]);
  for (const { pid, comm, unit } of countMembers(world.rig))
    violate(world, 'nothing is left', `${unit}: ${comm} ${pid}`);
  await plane.kill();
}
