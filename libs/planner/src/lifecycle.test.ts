import { createCatalog } from '@showrunner/catalog';
import { getIn, setIn } from '@showrunner/config';
import { describe, expect, it } from 'vitest';
import { fullCatalog, smallService } from './fixtures/catalog.ts';
import { apply, compose, plan, starts, testFacts, testStack, type TestStack, withValues } from './fixtures/stack.ts';
import { unitSpecs } from './unit-plans.ts';

const riven = compose(
  [{ name: 'riven_backend', debrid_service: 'RealDebrid', debrid_key: 'K' }],
  ['zilean', 'riven_frontend'],
);
const running = (): TestStack => {
  const stack = testStack();
  return apply(stack, plan(stack, riven));
};
const edit = (stack: TestStack, path: readonly string[], value: Parameters<typeof setIn>[2]) =>
  plan(stack, { kind: 'edit', document: setIn(stack.document, path, value) });
const ids = (result: ReturnType<typeof plan>) => result.steps.map(({ id }) => id);
const stopped = (stack: TestStack, unitId: string): TestStack => ({
  ...stack,
  facts: {
    ...stack.facts,
    ports: stack.facts.ports.filter((listener) => listener.unitId !== unitId),
    units: stack.facts.units.map((unit) =>
      unit.unitId === unitId
        ? { ...unit, state: 'stopped' as const, healthy: false, held: true, runningFingerprint: undefined }
        : unit,
    ),
  },
});

describe('an edit', () => {
  it('that changes only a schedule saves the document and nothing else', () => {
    expect(ids(edit(running(), ['zilean', 'auto_update_interval'], 12))).toEqual(['save-document']);
  });

  it('that changes nothing is an empty plan', () => {
    const stack = running();
    expect(plan(stack, { kind: 'edit', document: { ...stack.document } }).steps).toEqual([]);
  });

  it('of how restarts are done restarts nothing', () => {
    expect(ids(edit(running(), ['dumb', 'auto_restart', 'enabled'], true))).toEqual(['save-document']);
  });

  it('stops what has to be prepared before it is prepared, and starts it afterwards', () => {
    const result = edit(running(), ['postgres', 'port'], 5499);
    const own = result.steps.filter(({ id }) => id.endsWith(':postgresql') || id.includes(':postgresql:'));
    expect(own.map(({ id }) => id)).toEqual([
      'write-files:postgresql',
      'stop-unit:postgresql',
      'run-hook:postgresql:initialise-cluster',
      'start-unit:postgresql',
      'await-healthy:postgresql',
      'run-hook:postgresql:create-extensions',
      'provision-database:postgresql',
    ]);
    expect(own[1]).toMatchObject({ forRestart: true, remove: false, after: ['write-files:postgresql'] });
    expect(plan(apply(running(), result), { kind: 'reconcile' }).steps).toEqual([]);
  });

  it('of a port restarts that unit and those that use the port, and says why', () => {
    const result = edit(running(), ['riven_backend', 'port'], 8090);
    const restarts = result.steps.filter((step) => step.kind === 'start-unit');
    expect(restarts.map(({ title, reason }) => [title, reason])).toEqual([
      [
        'Restart Riven Backend',
        'Riven Backend is restarted: its port changes from 8080 to 8090, its arguments change, its environment changes (BACKEND_URL) and its settings change (server.json)',
      ],
      [
        'Restart Riven Frontend',
        'Riven Frontend is restarted: its environment changes (BACKEND_URL) and its settings change (server.json)',
      ],
    ]);
    expect(restarts.every((step) => step.restart)).toBe(true);
  });

  it('that switches an entry on switches on what it requires, and starts it', () => {
    const result = edit(testStack(), ['zilean', 'enabled'], true);
    expect(getIn(result.document, ['postgres', 'enabled'])).toBe(true);
    expect(starts(result)).toEqual(['PostgreSQL', 'Zilean']);
  });

  it('that switches an entry off stops and forgets its unit, and names who loses it', () => {
    const result = edit(running(), ['postgres', 'enabled'], false);
    expect(result.steps.filter(({ kind }) => kind === 'stop-unit').map(({ title }) => title)).toEqual([
      'Stop PostgreSQL and forget it',
    ]);
    expect(result.warnings).toContain(
      'Zilean loses PostgreSQL and goes on without it: it keeps its index in the database.',
    );
  });

  it('that renames a process stops the old unit before it starts the new one', () => {
    const stack = running();
    const result = edit(stack, ['zilean', 'process_name'], 'Indexer');
    expect(result.steps.find(({ id }) => id === 'start-unit:indexer')?.after).toContain('run-hook:indexer:copy-env');
    expect(result.steps.find(({ id }) => id === 'run-hook:indexer:copy-env')?.after).toContain('stop-unit:zilean');
    const applied = apply(stack, result);
    expect(plan(applied, { kind: 'reconcile' }).steps).toEqual([]);
  });

  it('that is not valid is refused with the path', () => {
    expect(() => edit(running(), ['zilean', 'port'], 'x')).toThrow(/not valid/);
  });

  it('never writes what the environment lays over the document', () => {
    const stack = running();
    const effective = setIn(stack.document, ['zurg', 'instances', 'Riven', 'api_key'], 'from-a-secret-file');
    const document = setIn(stack.document, ['zilean', 'log_level'], 'DEBUG');
    const result = plan(stack, { kind: 'edit', document }, effective);
    expect(JSON.stringify(result.document)).not.toContain('from-a-secret-file');
  });
});

describe('start, stop and restart', () => {
  it('start brings up what it needs, and installs what is missing', () => {
    const stack = withValues(testStack(), [['zilean', 'enabled'], true], [['postgres', 'enabled'], true]);
    const result = plan(stack, { kind: 'start', processNames: ['Zilean'] });
    expect(starts(result)).toEqual(['PostgreSQL', 'Zilean']);
    expect(ids(result)).toContain('install:zilean');
  });

  it('start of a stopped unit starts just that', () => {
    const result = plan(stopped(running(), 'zilean'), { kind: 'start', processNames: ['Zilean'] });
    expect(ids(result)).toEqual(['run-hook:zilean:copy-env', 'start-unit:zilean', 'await-healthy:zilean']);
  });

  it('start of an entry that is switched off switches it on', () => {
    const result = plan(testStack(), { kind: 'start', processNames: ['Jellyfin Media Server'] });
    expect(getIn(result.document, ['jellyfin', 'enabled'])).toBe(true);
  });

  it('restart restarts what runs although nothing changed', () => {
    const result = plan(running(), { kind: 'restart', processNames: ['Zilean'] });
    expect(
      result.steps.filter((step) => step.kind === 'start-unit').map((step) => [step.restart, step.reason]),
    ).toEqual([[true, 'You asked for it']]);
  });

  it('stop stops, and names who loses it', () => {
    const result = plan(running(), { kind: 'stop', processNames: ['Zurg w/ Riven'] });
    expect(ids(result)).toEqual(['stop-unit:zurg-w-riven']);
    expect(result.warnings[0]).toContain('Rclone w/ Riven loses Zurg w/ Riven');
  });

  it('stop takes those along that cannot live without it, and ends them first', () => {
    const base = { service: 'base', kind: 'network', until: 'healthy', enable: true, reason: 'lives in it' } as const;
    const catalog = createCatalog([...control, smallService('base'), smallService('top', { requires: [base] })]);
    const first = testStack({ catalog });
    const stack = apply(first, plan(first, compose([{ name: 'top' }])));
    const result = plan(stack, { kind: 'stop', processNames: ['BASE'] });
    expect(result.steps.map(({ id, after }) => [id, after])).toEqual([
      ['stop-unit:base', ['stop-unit:top']],
      ['stop-unit:top', []],
    ]);
    expect(result.warnings).toEqual(['TOP loses BASE and stops as well: it lives in it.']);
  });

  it('names that no process has are refused', () => {
    expect(() => plan(running(), { kind: 'stop', processNames: ['zilean'] })).toThrow("Process 'zilean' not found");
  });
});

describe('reconcile', () => {
  it('of what runs as it should is empty', () => {
    expect(plan(running(), { kind: 'reconcile' }).steps).toEqual([]);
  });

  it('starts what is switched on, but not what a person has stopped, nor what would wait for that', () => {
    const result = plan(stopped(stopped(running(), 'postgresql'), 'zilean'), { kind: 'reconcile' });
    expect(result.steps).toEqual([]);
  });

  it('moves no port of what it leaves alone', () => {
    const stack = stopped(stopped(running(), 'postgresql'), 'zilean');
    const other = { port: 8182, address: '::', program: 'other', pid: 9 };
    const busy = { ...stack, facts: { ...stack.facts, ports: [...stack.facts.ports, other] } };
    expect(plan(busy, { kind: 'reconcile' }).moves).toEqual([]);
  });

  it('restarts what failed', () => {
    const stack = running();
    const units = stack.facts.units.map((unit) =>
      unit.unitId === 'zilean'
        ? { ...unit, state: 'failed' as const, healthy: false, runningFingerprint: undefined }
        : unit,
    );
    const result = plan({ ...stack, facts: { ...stack.facts, units } }, { kind: 'reconcile' });
    expect(starts(result)).toEqual(['Zilean']);
  });

  it('waits for what is just starting', () => {
    const stack = running();
    const units = stack.facts.units.map((unit) =>
      unit.unitId === 'zilean' ? { ...unit, state: 'starting' as const, healthy: false } : unit,
    );
    expect(ids(plan({ ...stack, facts: { ...stack.facts, units } }, { kind: 'reconcile' }))).toEqual([
      'await-healthy:zilean',
    ]);
  });

  it('leaves alone what lacks a setting, and says which', () => {
    const stack = withValues(running(), [['zurg', 'instances', 'Riven', 'api_key'], '']);
    const off = { ...stack, facts: { ...stack.facts, units: [], ports: [] } };
    const result = plan(off, { kind: 'reconcile' });
    expect(starts(result)).toEqual(['PostgreSQL', 'Zilean']);
    expect(result.warnings).toContain(
      'Zurg w/ Riven is left alone: Zurg needs the API key of the Real-Debrid account.',
    );
  });
});

describe('a circle of needs', () => {
  it('is named with its edges', () => {
    const needs = (service: string) => [
      { service, kind: 'health', until: 'healthy', enable: true, reason: `asks ${service}` } as const,
    ];
    const catalog = createCatalog([
      ...control,
      smallService('a', { requires: needs('b') }),
      smallService('b', { requires: needs('c') }),
      smallService('c', { requires: needs('a') }),
    ]);
    expect(() => plan(testStack({ catalog }), compose([{ name: 'a' }]))).toThrow(
      'Services need each other in a circle: A → B → C → A.',
    );
  });
});

describe('the specs of all units', () => {
  it('are those that the plan started', () => {
    const stack = running();
    const { document, facts, catalog } = stack;
    const specs = unitSpecs({ stored: document, effective: document, catalog, facts });
    const wanted = plan(testStack(), riven).steps.flatMap((step) => (step.kind === 'start-unit' ? [step.spec] : []));
    const byId = (a: { unitId: string }, b: { unitId: string }) => (a.unitId < b.unitId ? -1 : 1);
    expect(specs.toSorted(byId)).toEqual(wanted.toSorted(byId));
  });

  it('run as puid under root, databases as an account that exists, which is said', () => {
    const facts = testFacts({ machine: { isRoot: true }, databaseAccount: { uid: 33, gid: 33 } });
    const result = plan(testStack({ facts }), riven);
    const users = Object.fromEntries(
      result.steps.flatMap((step) => (step.kind === 'start-unit' ? [[step.processName, step.spec.user]] : [])),
    );
    expect(users).toMatchObject({
      Zilean: { uid: 1000, gid: 1000 },
      PostgreSQL: { uid: 33, gid: 33 },
      'Rclone w/ Riven': undefined,
    });
    expect(result.warnings).toContain('PostgreSQL runs as user 33, because user 1000 has no account on this machine.');
  });
});

const control = fullCatalog.all.filter(({ manifest }) => manifest.kind === 'control-plane');
