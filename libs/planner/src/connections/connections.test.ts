import { type ConnectionSpec, createCatalog, type ServiceManifest } from '@showrunner/catalog';
import { type Json, toUnitId } from '@showrunner/contracts';
import { describe, expect, it } from 'vitest';
import { smallService } from '../fixtures/catalog.ts';
import { apply, plan, testStack, type TestStack, withValues } from '../fixtures/stack.ts';
import { toPlanView } from '../plan-view.ts';
import type { Step } from '../plan-model.ts';

const spec: ConnectionSpec = {
  id: 'application',
  to: { capability: 'arr' },
  instance: 'all',
  title: 'Add ${peer.name} to ${self.process_name}',
  reason: 'It hands its indexers to ${peer.name}',
  undo: 'Remove ${peer.name} from ${self.process_name}',
  keptBy: 'self',
  hook: 'arr-application',
  values: {
    url: 'http://127.0.0.1:${port.web}',
    key: '${secret.api_key}',
    name: '${peer.offer.application} (${peer.instance})',
    arr_url: '${peer.offer.url}',
    arr_key: '${peer.offer.api_key}',
    folder: [{ when: { tagged: 'hub', of: 'peer' }, value: '/tagged/${peer.slug}' }, { value: '/other/${peer.slug}' }],
  },
};

const arr = (key: string, port: number) =>
  smallService(key, {
    displayName: key,
    instances: { template: 'Default', processName: `${key} \${instance.name}` },
    ports: [{ id: 'web', field: 'port', default: port, role: 'ui' }],
    secrets: { api_key: { kind: 'hex32' } },
    provides: {
      arr: {
        url: 'http://127.0.0.1:${port.web}',
        api_key: '${secret.api_key}',
        api: '/api/v3',
        application: key === 'shows' ? 'Shows' : 'Films',
        media: 'shows',
      },
    },
    ...instanced(key, port),
  });

function instanced(key: string, port: number): Partial<ServiceManifest> {
  return {
    defaults: {
      enabled: false,
      core_service: '',
      process_name: key,
      port,
      config_dir: `/${key}/default`,
      env: {},
    },
  };
}

function stackWith(change: Partial<ConnectionSpec> = {}): TestStack {
  const hub = smallService('hub', {
    aliases: ['oldhub'],
    secrets: { api_key: { kind: 'hex32' } },
    defaults: { enabled: false, process_name: 'Hub', port: 4000, config_dir: '/hub', env: {}, core_service: '' },
    connections: [{ ...spec, ...change }],
  });
  return testStack({ catalog: createCatalog([hub, arr('shows', 5000), arr('films', 6000)]) });
}

const entry = (key: string, name: string, port: number, more: object = {}): Json => ({
  enabled: true,
  core_service: '',
  process_name: `${key} ${name}`,
  port,
  config_dir: `/${key}/${name.toLowerCase()}`,
  env: {},
  ...more,
});
const hubOn = [['hub', 'enabled'], true] as const;
const shows = (name: string, port: number, more: object = {}) =>
  [['shows', 'instances', name], entry('shows', name, port, more)] as const;
const edit = (stack: TestStack, ...values: Parameters<typeof withValues>[1][]) =>
  plan(stack, { kind: 'edit', document: withValues(stack, ...values).document });
const run = (stack: TestStack, ...values: Parameters<typeof withValues>[1][]) => apply(stack, edit(stack, ...values));
const links = (steps: readonly Step[]) =>
  steps.flatMap((step) =>
    step.kind === 'connect' || step.kind === 'disconnect' ? [`${step.kind}: ${step.title}`] : [],
  );
const valuesOf = (steps: readonly Step[], title: string) => {
  const step = steps.find((one) => one.title === title);
  return step?.kind === 'connect' || step?.kind === 'disconnect' ? step.connection.values : undefined;
};

describe('connections', () => {
  it('are made once for every pair of instances, after both are healthy, and then never again', () => {
    const stack = stackWith();
    const result = edit(stack, hubOn, shows('Default', 5000), shows('Anime', 5001));
    expect(links(result.steps)).toEqual(['connect: Add shows Default to Hub', 'connect: Add shows Anime to Hub']);
    expect(result.steps.find(({ title }) => title === 'Add shows Anime to Hub')).toMatchObject({
      id: 'connect:hub:application:shows-anime',
      reason: 'It hands its indexers to shows Anime',
      processName: 'Hub',
      after: ['await-healthy:hub', 'await-healthy:shows-anime'],
    });
    const running = apply(stack, result);
    expect(plan(running, { kind: 'reconcile' }).steps).toEqual([]);
    expect(
      plan(running, { kind: 'restart', processNames: ['Hub'] }).steps.filter(({ kind }) => kind === 'connect'),
    ).toEqual([]);
  });

  it('carry what the other end publishes, and no value of it is shown', () => {
    const result = edit(stackWith(), hubOn, shows('TV 4K', 5001, { core_service: ['other', 'oldhub'] }));
    expect(valuesOf(result.steps, 'Add shows TV 4K to Hub')).toEqual({
      url: 'http://127.0.0.1:4000',
      key: 'hex32:hub/api_key',
      name: 'Shows (TV 4K)',
      arr_url: 'http://127.0.0.1:5001',
      arr_key: 'hex32:shows/TV 4K/api_key',
      folder: '/tagged/tv_4k',
    });
    expect(JSON.stringify(toPlanView(result))).not.toContain('hex32:');
  });

  it('are made with who comes later, and wait for neither when it runs', () => {
    const stack = run(stackWith(), hubOn, shows('Default', 5000));
    const result = edit(stack, [['films', 'instances', 'Default'], entry('films', 'Default', 6000)]);
    expect(links(result.steps)).toEqual(['connect: Add films Default to Hub']);
    expect(result.steps.at(-1)?.after).toEqual(['await-healthy:films-default']);
  });

  it('wait for an end that runs and is not healthy', () => {
    const stack = run(stackWith(), hubOn);
    const units = stack.facts.units.map((unit) => ({ ...unit, healthy: false }));
    const result = edit({ ...stack, facts: { ...stack.facts, units } }, shows('Default', 5000));
    expect(result.steps.at(-1)).toMatchObject({ after: ['await-healthy:shows-default', 'await-healthy:hub'] });
  });

  it('are not made with what does not run, and are made once it does', () => {
    const stack = run(stackWith(), hubOn, shows('Default', 5000));
    const stopped = apply(stack, plan(stack, { kind: 'stop', processNames: ['shows Default'] }));
    expect(stopped.facts.connections).toEqual(stack.facts.connections);
    const unconnected = { ...stopped, facts: { ...stopped.facts, applied: {} } };
    expect(links(plan(unconnected, { kind: 'restart', processNames: ['Hub'] }).steps)).toEqual([]);
    expect(links(plan(unconnected, { kind: 'start', processNames: ['shows Default'] }).steps)).toEqual([
      'connect: Add shows Default to Hub',
    ]);
  });

  it.each([
    ['a port of the other end', [['shows', 'instances', 'Default', 'port'], 5050]],
    ['a port of its own', [['hub', 'port'], 4040]],
    ['a tag that decides a value', [['shows', 'instances', 'Default', 'core_service'], 'hub']],
  ] as const)('are made again when %s changes', (_what, change) => {
    const stack = run(stackWith(), hubOn, shows('Default', 5000));
    const result = edit(stack, change);
    expect(links(result.steps)).toEqual(['connect: Add shows Default to Hub']);
    expect(result.steps.at(-1)?.reason).toBe(
      'It hands its indexers to shows Default; what one of the two was told of the other is not true any more',
    );
    expect(plan(apply(stack, result), { kind: 'reconcile' }).steps).toEqual([]);
  });

  it('that failed are tried again by a change of one of the two, not by a change of something else', () => {
    const stack = run(stackWith(), hubOn, shows('Default', 5000), [
      ['films', 'instances', 'Default'],
      entry('films', 'Default', 6000),
    ]);
    const key = 'connection:hub:application:shows/Default';
    const { [key]: _, ...applied } = stack.facts.applied;
    const failed = { ...stack, facts: { ...stack.facts, applied } };
    expect(links(plan(failed, { kind: 'restart', processNames: ['films Default'] }).steps)).toEqual([]);
    const again = ['connect: Add shows Default to Hub'];
    expect(links(plan(failed, { kind: 'start', processNames: ['Hub'] }).steps)).toEqual(again);
    expect(links(plan(failed, { kind: 'start', processNames: ['shows Default'] }).steps)).toEqual(again);
    expect(links(plan(failed, { kind: 'reconcile' }).steps)).toEqual(again);
  });

  it('are made again where they are named, whatever is recorded of them, and nothing else happens', () => {
    const stack = run(stackWith(), hubOn, shows('Default', 5000), shows('Anime', 5001));
    const key = 'connection:hub:application:shows/Anime';
    const result = plan(stack, { kind: 'reconnect', connections: [key] });
    expect(result.steps.map(({ title }) => title)).toEqual(['Add shows Anime to Hub']);
    expect(plan(apply(stack, result), { kind: 'reconcile' }).steps).toEqual([]);
    const stopped = apply(stack, plan(stack, { kind: 'stop', processNames: ['shows Anime'] }));
    expect(plan(stopped, { kind: 'reconnect', connections: [key] }).steps).toEqual([]);
    expect(() => plan(stack, { kind: 'reconnect', connections: ['connection:nobody'] })).toThrow(
      'There is no connection connection:nobody.',
    );
  });

  describe('are undone', () => {
    const running = () => run(stackWith(), hubOn, shows('Default', 5000), shows('Anime', 5001));
    const undoAnime = ['disconnect: Remove shows Anime from Hub'];

    it('when the other end is switched off', () => {
      const stack = running();
      const result = edit(stack, [['shows', 'instances', 'Anime', 'enabled'], false]);
      expect(links(result.steps)).toEqual(undoAnime);
      expect(result.steps.at(-1)?.reason).toBe('shows Anime is not switched on any more');
      const after = apply(stack, result);
      expect(Object.keys(after.facts.connections)).toEqual(['connection:hub:application:shows/Default']);
      expect(plan(after, { kind: 'reconcile' }).steps).toEqual([]);
    });

    it('when its entry is removed, also by a later plan that knows nothing of it', () => {
      const stack = running();
      const document = withValues(stack, [
        ['shows', 'instances'],
        { Default: entry('shows', 'Default', 5000) },
      ]).document;
      const result = plan(stack, { kind: 'edit', document });
      expect(links(result.steps)).toEqual(undoAnime);
      expect(valuesOf(result.steps, 'Remove shows Anime from Hub')).toMatchObject({
        url: 'http://127.0.0.1:4000',
        key: 'hex32:hub/api_key',
        name: 'Shows (Anime)',
      });
      const units = stack.facts.units.filter(({ unitId }) => unitId !== toUnitId('shows Anime'));
      const lost = { ...stack, document, facts: { ...stack.facts, units } };
      const late = plan(lost, { kind: 'reconcile' });
      expect(links(late.steps)).toEqual(undoAnime);
      expect(valuesOf(late.steps, 'Remove shows Anime from Hub')).toEqual(
        valuesOf(result.steps, 'Remove shows Anime from Hub'),
      );
    });

    it('only while the end that holds them runs: else they are kept for later', () => {
      const stack = running();
      const off = apply(stack, edit(stack, [['hub', 'enabled'], false]));
      const less = edit(off, [['shows', 'instances', 'Anime', 'enabled'], false]);
      expect(links(less.steps)).toEqual([]);
      const back = edit(apply(off, less), hubOn);
      expect(links(back.steps)).toEqual(undoAnime);
      expect(back.steps.find(({ kind }) => kind === 'disconnect')?.after).toEqual(['await-healthy:hub']);
    });

    it('at the other end, where that one holds them', () => {
      const stack = run(stackWith({ keptBy: 'peer' }), hubOn, shows('Default', 5000));
      const result = edit(stack, [['hub', 'enabled'], false]);
      expect(links(result.steps)).toEqual(['disconnect: Remove shows Default from Hub']);
      expect(result.steps.at(-1)).toMatchObject({
        processName: 'shows Default',
        reason: 'Hub is not switched on any more',
      });
    });

    it('before another takes the place, so that nothing of one name is made and removed', () => {
      const stack = running();
      const document = withValues(stack, [
        ['shows', 'instances'],
        { Default: entry('shows', 'Default', 5000), Cartoons: entry('shows', 'Cartoons', 5001) },
      ]).document;
      const result = plan(stack, { kind: 'edit', document });
      const made = result.steps.find(({ title }) => title === 'Add shows Cartoons to Hub');
      expect(made?.after).toContain('disconnect:hub:application:shows-anime');
      expect(plan(apply(stack, result), { kind: 'reconcile' }).steps).toEqual([]);
    });

    it('when the condition or the rule stops to hold, and not when a person only stops a process', () => {
      const stack = run(stackWith({ instance: 'tagged' }), hubOn, shows('Default', 5000, { core_service: 'hub' }));
      expect(links(plan(stack, { kind: 'stop', processNames: ['shows Default'] }).steps)).toEqual([]);
      const result = edit(stack, [['shows', 'instances', 'Default', 'core_service'], 'films']);
      expect(links(result.steps)).toEqual(['disconnect: Remove shows Default from Hub']);
      expect(result.steps.at(-1)?.reason).toBe('As the two are set now, they are not to be connected');
    });
  });

  describe('reach', () => {
    const reached = (change: Partial<ConnectionSpec>, own: string | string[], tags: Readonly<Record<string, Json>>) => {
      const stack = stackWith(change);
      const instances = Object.entries(tags).map(([name, tag], index) =>
        shows(name, 5000 + index, { core_service: tag }),
      );
      const { steps } = edit(stack, hubOn, [['hub', 'core_service'], own], ...instances);
      return steps.flatMap((step) => (step.kind === 'connect' ? [step.connection.record.peer.instance] : []));
    };
    const tags = { One: 'hub', Several: ['films', 'hub'], List: 'films, oldhub', None: '', Other: 'films' };

    it.each<[Partial<ConnectionSpec>, string | string[], string[]]>([
      [{ instance: 'all' }, '', ['One', 'Several', 'List', 'None', 'Other']],
      [{ instance: 'tagged' }, '', ['One', 'Several', 'List']],
      [{ instance: 'shared-tag' }, '', []],
      [{ instance: 'shared-tag' }, 'films', ['Several', 'List', 'Other']],
      [{ instance: 'shared-tag' }, ['hub'], ['One', 'Several', 'List']],
      [{ instance: 'shared-tag-or-untagged' }, '', ['One', 'Several', 'List', 'None', 'Other']],
      [{ instance: 'shared-tag-or-untagged' }, 'hub', ['One', 'Several', 'List']],
      [{ instance: 'linked' }, '', ['One']],
      [{ to: { service: 'films' } }, '', []],
      [{ when: { is: '${peer.port.web}', equal: 5001 } }, '', ['Several']],
      [{ when: { not: { tagged: 'films', of: 'peer' } } }, '', ['One', 'None']],
    ])('%j with own tag %j', (change, own, wanted) => {
      expect(reached(change, own, tags)).toEqual(wanted);
    });
  });
});
