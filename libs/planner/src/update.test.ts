import { getIn } from '@showrunner/config';
import { describe, expect, it } from 'vitest';
import { createCatalog } from '@showrunner/catalog';
import { smallService } from './fixtures/catalog.ts';
import { apply, compose, plan, type TestStack, testStack, withValues } from './fixtures/stack.ts';

const riven = compose(
  [{ name: 'riven_backend', debrid_service: 'RealDebrid', debrid_key: 'K' }],
  ['zilean', 'riven_frontend'],
);
const running = (): TestStack => {
  const stack = testStack();
  return apply(stack, plan(stack, riven));
};
const ids = (result: ReturnType<typeof plan>) => result.steps.map(({ id }) => id);
const zurg = 'Zurg w/ Riven';
const update = (stack: TestStack, to?: string, processName = zurg) =>
  plan(stack, { kind: 'update', processName, ...(to === undefined ? {} : { to }) });
const pin = (stack: TestStack, version: string | null, processName = zurg) =>
  plan(stack, { kind: 'pin', processName, version });

describe('an update', () => {
  it('builds beside what runs, stops it only to put the new version in place, and waits for it to stay healthy', () => {
    const result = update(running(), 'v2');
    const own = result.steps.filter(({ id, kind }) => id.endsWith(':zurg-w-riven') && kind !== 'run-hook');
    expect(own.map(({ id }) => id)).toEqual([
      'stage:zurg-w-riven',
      'stop-unit:zurg-w-riven',
      'install:zurg-w-riven',
      'start-unit:zurg-w-riven',
      'await-healthy:zurg-w-riven',
    ]);
    const [stage, stop, install, start, healthy] = own;
    expect(stage).toMatchObject({ title: 'Fetch Zurg w/ Riven v2', artifact: { version: { kind: 'tag', tag: 'v2' } } });
    expect(stop).toMatchObject({ after: [stage?.id], forRestart: true });
    expect(install?.after).toEqual([stage?.id, stop?.id]);
    // What is prepared before each start is prepared for the new version.
    const before = result.steps.filter(({ id }) => start?.after.includes(id) && id !== install?.id);
    expect(before.every(({ after }) => after.includes(install?.id ?? ''))).toBe(true);
    expect(healthy).toMatchObject({ timeoutMs: 300_000, stableMs: 15_000 });
  });

  it('leaves nothing to do afterwards, whatever version it brought', () => {
    for (const to of [undefined, 'v2', 'latest', 'nightly']) {
      const stack = running();
      expect(plan(apply(stack, update(stack, to)), { kind: 'reconcile' }).steps).toEqual([]);
    }
  });

  it('leaves nothing to do afterwards where a pinned release was let go before', () => {
    const pinned = apply(running(), pin(running(), 'v9'));
    const installed = apply(pinned, update(pinned));
    const free = apply(installed, pin(installed, null));
    expect(plan(apply(free, update(free)), { kind: 'reconcile' }).steps).toEqual([]);
  });

  it('takes the time to prove itself from the document', () => {
    const stack = withValues(
      running(),
      [['dumb', 'install_cache', 'activation_health_timeout_seconds'], 600],
      [['dumb', 'install_cache', 'activation_stabilization_seconds'], 1],
    );
    const healthy = update(stack, 'v2').steps.find(({ kind }) => kind === 'await-healthy');
    expect(healthy).toMatchObject({ timeoutMs: 600_000, stableMs: 1_000 });
  });

  it('only replaces the program of what does not run', () => {
    const stack = running();
    const units = stack.facts.units.map((unit) =>
      unit.unitId === 'zurg-w-riven'
        ? { ...unit, state: 'stopped' as const, healthy: false, held: true, runningFingerprint: undefined }
        : unit,
    );
    expect(ids(update({ ...stack, facts: { ...stack.facts, units } }, 'v2'))).toEqual(['install:zurg-w-riven']);
  });

  it('stops and starts everything that runs by the same program', () => {
    const small = smallService('first');
    const { manifest } = smallService('second');
    const source = { kind: 'shared-with' as const, service: 'first' };
    const shared = { manifest: { ...manifest, runtime: { ...manifest.runtime!, source } } };
    const catalog = createCatalog([small, shared]);
    const stack = withValues(testStack({ catalog }), [['first', 'enabled'], true], [['second', 'enabled'], true]);
    const up = apply(stack, plan(stack, { kind: 'reconcile' }));
    const result = update(up, 'v2', 'FIRST');
    expect(ids(result).filter((id) => /^(stage|stop|install|start)/.test(id))).toEqual([
      'stage:first',
      'stop-unit:first',
      'stop-unit:second',
      'install:first',
      'start-unit:first',
      'start-unit:second',
    ]);
    expect(result.steps.find(({ id }) => id === 'start-unit:second')?.after).toContain('install:first');
  });

  it('of something that is not there is refused', () => {
    expect(() => update(running(), undefined, 'Nothing')).toThrow(/not found/);
  });
});

describe('a pin', () => {
  it('at what is installed changes the document and nothing that runs, and so does its end', () => {
    const stack = apply(running(), update(running(), 'v1'));
    const pinned = pin(stack, 'v1');
    expect(ids(pinned)).toEqual(['save-document']);
    const after = apply(stack, pinned);
    expect(plan(after, { kind: 'restart', processNames: [zurg] }).steps.some(({ kind }) => kind === 'install')).toBe(
      false,
    );
    const free = pin(after, null);
    expect(ids(free)).toEqual(['save-document']);
    expect(plan(apply(after, free), { kind: 'reconcile' }).steps).toEqual([]);
  });

  it('is kept in the field that the entry has for it', () => {
    const zurgEntry = getIn(pin(running(), 'v1').document, ['zurg', 'instances', 'Riven']);
    expect(zurgEntry).toMatchObject({ release_version_enabled: true, release_version: 'v1' });
  });

  it('is refused where a branch is followed, and says so', () => {
    const stack = withValues(running(), [['zilean', 'branch_enabled'], true], [['zilean', 'branch'], 'main']);
    expect(() => pin(stack, 'v1', 'Zilean')).toThrow(/built from the branch main/);
  });
});

describe('an update policy', () => {
  it('is kept in the four fields of the entry and restarts nothing', () => {
    const result = plan(running(), {
      kind: 'update-policy',
      processName: 'Zilean',
      mode: 'notify',
      intervalHours: 12,
      startTime: '03:30',
    });
    expect(ids(result)).toEqual(['save-document']);
    expect(getIn(result.document, ['zilean'])).toMatchObject({
      auto_update: true,
      auto_update_mode: 'check_only',
      auto_update_interval: 12,
      auto_update_start_time: '03:30',
    });
  });

  it('says that a pinned service is not updated by itself', () => {
    const stack = apply(running(), pin(running(), 'v1'));
    const { warnings } = plan(stack, { kind: 'update-policy', processName: zurg, mode: 'install' });
    expect(warnings).toContain('Zurg w/ Riven is kept at one version, so no update is installed until that ends.');
  });
});
