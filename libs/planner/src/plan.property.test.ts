import type { Json, JsonObject } from '@showrunner/contracts';
import { setIn } from '@showrunner/config';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fullCatalog } from './fixtures/catalog.ts';
import { apply, compose, plan, testFacts, testStack, type TestStack } from './fixtures/stack.ts';
import { isObject } from './json.ts';
import { unitSpecs } from './unit-plans.ts';

const manifests = fullCatalog.all.map(({ manifest }) => manifest).filter(({ kind }) => kind === 'unit');
const coreKeys = manifests.filter(({ role }) => role === 'core').map(({ key }) => key);
const optionalKeys = manifests
  .filter(({ role }) => role === 'optional' || role === 'infrastructure')
  .map(({ key }) => key);

const core = fc.record({
  name: fc.constantFrom(...coreKeys),
  instance_name: fc.constantFrom(null, 'Default', 'Anime', 'TV 4K!'),
  debrid_service: fc.constantFrom('RealDebrid', 'TorBox'),
  debrid_key: fc.constantFrom('K1', 'K2'),
});
const cores = fc.array(
  core.map(({ name, ...more }) => {
    const service_options = name === 'decypharr' ? { decypharr: { mount_type: 'external_rclone' } } : {};
    return { name, ...more, service_options };
  }),
  { maxLength: 6 },
);
const changes = fc
  .record({ cores, optionals: fc.subarray(optionalKeys, { maxLength: 5 }) })
  .map((choice) => compose(choice.cores, choice.optionals));
const listeners = fc.uniqueArray(
  fc.constantFrom<number[]>(3000, 8080, 8081, 8096, 8989, 9090, 9091, 5432, 5572, 18081),
  {
    maxLength: 5,
  },
);
const onMachine = (ports: readonly number[]): TestStack =>
  testStack({ facts: testFacts({ ports: ports.map((port) => ({ port, address: '::', program: 'other', pid: 7 })) }) });

const runs = { numRuns: 40 };

describe('planning', () => {
  it('after applying gives the empty plan', () => {
    fc.assert(
      fc.property(listeners, changes, (busy, change) => {
        const stack = onMachine(busy);
        const first = plan(stack, change);
        const applied = apply(stack, first);
        expect(plan(applied, change).steps).toEqual([]);
        expect(plan(applied, { kind: 'reconcile' }).steps).toEqual([]);
        expect(plan(applied, { kind: 'edit', document: applied.document }).steps).toEqual([]);
      }),
      runs,
    );
  });

  it('a second selection after a first comes to rest as well', () => {
    fc.assert(
      fc.property(listeners, changes, changes, (busy, one, two) => {
        const stack = onMachine(busy);
        const first = apply(stack, plan(stack, one));
        const second = apply(first, plan(first, two));
        expect(plan(second, two).steps).toEqual([]);
        expect(plan(second, { kind: 'reconcile' }).steps).toEqual([]);
      }),
      runs,
    );
  });

  it('an edit comes to rest as well', () => {
    const edits = fc.tuple(
      fc.constantFrom(...manifests.filter(({ instances }) => instances === undefined).map(({ key }) => key)),
      fc.oneof(
        fc.tuple(fc.constant('enabled'), fc.boolean()),
        fc.tuple(fc.constant('port'), fc.constantFrom(7000, 8080, 9090)),
        fc.tuple(fc.constant('auto_update_interval'), fc.constantFrom(12, 48)),
      ),
    );
    fc.assert(
      fc.property(changes, fc.array(edits, { maxLength: 3 }), (change, list) => {
        const stack = testStack();
        const first = apply(stack, plan(stack, change));
        const document = list
          .filter(([key, [field]]) =>
            Object.hasOwn(manifests.find((manifest) => manifest.key === key)?.defaults ?? {}, field),
          )
          .reduce<JsonObject>((result, [key, [field, value]]) => setIn(result, [key, field], value), first.document);
        const result = tryPlan(first, { kind: 'edit', document });
        if (result === undefined) return;
        const second = apply(first, result);
        expect(plan(second, { kind: 'edit', document: second.document }).steps).toEqual([]);
        expect(plan(second, { kind: 'reconcile' }).steps).toEqual([]);
      }),
      runs,
    );
  });

  it('does not depend on the order of keys', () => {
    fc.assert(
      fc.property(listeners, changes, (busy, change) => {
        const stack = onMachine(busy);
        const turned = { ...stack, document: reversed(stack.document) };
        expect(plan(turned, change)).toEqual(plan(stack, change));
        expect(plan(stack, change)).toEqual(plan(stack, change));
      }),
      runs,
    );
  });

  it('never gives two units one port', () => {
    fc.assert(
      fc.property(listeners, changes, changes, (busy, one, two) => {
        const stack = onMachine(busy);
        const first = apply(stack, plan(stack, one));
        const result = plan(first, two);
        const { document } = result;
        const specs = unitSpecs({ stored: document, effective: document, catalog: stack.catalog, facts: first.facts });
        const ports = specs.flatMap(({ probes }) => [
          ...new Set(probes.readiness.flatMap((probe) => (probe.kind === 'tcp' ? [probe.port] : []))),
        ]);
        expect(ports.length).toBe(new Set(ports).size);
        expect(ports.filter((port) => busy.includes(port))).toEqual([]);
      }),
      runs,
    );
  });

  it('makes steps that can be done: every edge leads to an earlier step', () => {
    fc.assert(
      fc.property(listeners, changes, (busy, change) => {
        const stack = onMachine(busy);
        const seen = new Set<string>();
        for (const step of plan(stack, change).steps) {
          expect(step.after.filter((id) => !seen.has(id))).toEqual([]);
          expect(seen.has(step.id)).toBe(false);
          seen.add(step.id);
        }
      }),
      runs,
    );
  });

  it('of the largest selection has no refusals, and comes to rest', () => {
    const all = coreKeys.map((name) => ({ name, debrid_service: 'RealDebrid', debrid_key: 'K' }));
    // What the wizard asks for before it lets one go on.
    const asked = {
      aiostreams: { auth_password: 'correct horse battery' },
      authelia: { public_url: 'https://auth.example.org', cookie_domain: 'example.org' },
      cloudflared: { tunnel_token: 'token' },
    };
    const change = compose(all, optionalKeys, asked);
    const stack = testStack();
    const result = plan(stack, change);
    expect(result.refused).toEqual([]);
    expect(result.steps.filter(({ kind }) => kind === 'start-unit').length).toBeGreaterThan(35);
    expect(plan(apply(stack, result), change).steps).toEqual([]);
  });
});

/** An edit may be refused, for example because a setting is blank; then there is nothing to come to rest. */
function tryPlan(stack: TestStack, change: Parameters<typeof plan>[1]) {
  try {
    return plan(stack, change);
  } catch {
    return undefined;
  }
}

/** The same document with its keys the other way round; instances keep their order, which is the user's. */
function reversed(value: JsonObject): JsonObject {
  const turn = (member: Json, key: string): Json => {
    if (!isObject(member)) return member;
    const entries = Object.entries(member).map(([name, item]) => [name, turn(item, name)] as const);
    return Object.fromEntries(key === 'instances' ? entries : entries.reverse());
  };
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, item]) => [key, turn(item, key)] as const)
      .reverse(),
  );
}
