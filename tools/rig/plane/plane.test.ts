import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openRig, type Rig } from '../open-rig.ts';
import { waitUntil } from '../wait.ts';
import { openPlane, type Plane } from './open-plane.ts';
import { toUnitSpec } from './unit-spec.ts';

// The control plane is plain JavaScript, which no compiler holds to the rooms that it is made of.
const before = process.execArgv;
let rig: Rig;

beforeAll(() => {
  process.execArgv = ['--conditions=source', '--no-warnings'];
  rig = openRig('plane-test');
});
afterAll(() => {
  rig.close();
  process.execArgv = before;
});

const aUnit = () =>
  toUnitSpec('unit-0', {
    argv: ['/bin/sh', '-c', 'for n in 1 2 3 4 5; do printf "%08d\\n" "$n"; done; exec sleep 60'],
    cwd: rig.directory,
    env: rig.env,
    outputFile: join(rig.directory, 'unit-0.log'),
  });
const pidOf = async (plane: Plane) => (await plane.tell('list', {}))[0]?.pid;

it('a control plane of the rig does everything that it can be told, and the next one adopts', async () => {
  const { unitId, outputFile } = aUnit();
  const stateDir = join(rig.directory, 'state');
  writeFileSync(outputFile, '');
  const first = await openPlane(rig, stateDir);
  await first.tell('neverRead', { path: outputFile });
  await first.tell('follow', { path: outputFile, lines: 5 });
  await first.tell('up', { specs: [aUnit()] });
  expect(await first.tell('followed', {})).toMatchObject({ lines: 5, missed: 0, disordered: 0 });
  await first.tell('restart', { unit: unitId });
  await first.tell('stop', { unit: unitId });
  expect(await first.tell('count', {})).toBe(0);
  await first.tell('start', { unit: unitId });
  const pid = await pidOf(first);
  expect((await first.tell('memory', {})).heap).toBeGreaterThan(0);
  expect(await first.tell('timers', {})).toBeGreaterThanOrEqual(0);
  await expect(first.tell('start', { unit: 'nobody' as typeof unitId })).rejects.toMatchObject({
    code: 'unit.unknown',
  });
  await first.kill();

  const second = await openPlane(rig, stateDir);
  expect(second.adopted).toEqual([unitId]);
  expect(await pidOf(second)).toBe(pid);
  await second.tell('close', { stopUnits: true });
  await second.gone;
  await waitUntil('nothing is left', 5_000, () => rig.sweep() === 0);
});
