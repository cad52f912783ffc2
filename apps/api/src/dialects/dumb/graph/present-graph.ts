import type { Entry } from '@showrunner/config';
import type { DependencyGraphAnswer } from '@showrunner/contracts';
import { toCoreOffers } from '../process/present-offers.ts';
import { type ProcessFacts, toProcessEntry } from '../process/present-process.ts';
import { byNature, dependencyKeys, findLinks, type Link, type LinkSource } from './links.ts';
import { createRows } from './rows.ts';
import { type Signal, signalTable, toLinkFields } from './signals.ts';

export interface GraphRequest extends LinkSource {
  readonly target: Entry;
  readonly facts: ProcessFacts;
  readonly at: number;
}

/** The answer of `dependency-graph` for one process. */
export function toDependencyGraph(request: GraphRequest): DependencyGraphAnswer {
  const { target, entries, catalog, soft } = request;
  const links = findLinks(request);
  const outgoing = links.filter(({ from }) => from === target);
  const incoming = links.filter(({ to }) => to === target);
  const rows = createRows(request);
  const before = reached(target, links);
  return {
    process_name: target.processName,
    config_key: target.serviceKey,
    scope: soft ? 'all' : 'runtime',
    ...toContext(request),
    processes: entries.map((entry) => withoutUpdates(toProcessEntry(entry, request.facts))),
    statuses: Object.fromEntries(entries.map((entry) => [entry.processName, rows.status(entry)])),
    startup_order: keysOf([...before, target]).map((key) =>
      rows.row(
        key,
        signalsOf(links, ({ from, to }) => to.serviceKey === key || (from === target && from.serviceKey === key)),
      ),
    ),
    dependency_rows: withNature(
      outgoing.map(({ to }) => to.serviceKey),
      natureOf(catalog, target.serviceKey),
    ).map((key) =>
      rows.dependency(
        key,
        rowSignals(outgoing, ({ to }) => to.serviceKey === key),
      ),
    ),
    dependent_rows: withNature(
      incoming.map(({ from }) => from.serviceKey),
      dependentCores(request),
    ).map((key) => ({
      ...rows.row(
        key,
        rowSignals(incoming, ({ from }) => from.serviceKey === key),
      ),
      missing_deps: needsOf(catalog, key).filter((needed) => rows.stateOf(needed) !== 'running'),
    })),
    linked_outgoing_rows: outgoing.map(({ to, signals }) => rows.linked(to, signals)),
    linked_incoming_rows: incoming.map(({ from, signals }) => rows.linked(from, signals)),
    nodes: [target, ...before, ...incoming.map(({ from }) => from)]
      .map((entry) => rows.node(entry))
      .toSorted((a, b) => a.label.localeCompare(b.label)),
    edges: links
      .filter(({ from, to }) => from === target || to === target || (before.has(from) && before.has(to)))
      .map(({ from, to, signals }) => ({ source: to.processName, target: from.processName, ...toLinkFields(signals) })),
    parallel_groups: toGroups(target, outgoing, incoming),
    dependency_truth_table: [...signalTable],
    updated_at: new Date(request.at).toISOString().replace(/\.\d+Z$/, 'Z'),
  };
}

function toContext({ target: { serviceKey: key }, catalog }: GraphRequest) {
  const cores = toCoreOffers(catalog).map(({ dependencies, ...offer }) => ({
    key: offer.key,
    name: offer.name,
    dependencies,
  }));
  const manifest = catalog.manifest(key);
  const name = manifest?.onboarding?.name ?? manifest?.displayName ?? key;
  const core = cores.find((one) => one.key === key);
  const hasNeeds = needsOf(catalog, key).length > 0;
  return {
    context: {
      mode: core !== undefined || hasNeeds ? ('core' as const) : ('dependency' as const),
      key,
      core: core ?? { key, name, dependencies: [] },
    },
    core_services: cores,
  };
}

/** What the target is linked to and all that those cannot do without, what is needed first coming first. */
function reached(target: Entry, links: readonly Link[]): ReadonlySet<Entry> {
  const done = new Set<Entry>();
  const seen = new Set<Entry>([target]);
  const visit = (entry: Entry): void => {
    for (const { from, to, signals } of links) {
      if (from !== entry || seen.has(to)) continue;
      if (from !== target && toLinkFields(signals).classification !== 'hard') continue;
      seen.add(to);
      visit(to);
      done.add(to);
    }
  };
  visit(target);
  return done;
}

function toGroups(target: Entry, outgoing: readonly Link[], incoming: readonly Link[]) {
  const groups: DependencyGraphAnswer['parallel_groups'] = [];
  const add = (id: string, label: string, members: readonly Entry[]) => {
    if (members.length === 0) return;
    const type = id === 'core_target' ? ('serial' as const) : ('parallel' as const);
    groups.push({ id, label, type, members: [...new Set(members.map(({ processName }) => processName))] });
  };
  add(
    'pre_core',
    'Parallel prerequisites',
    outgoing.map(({ to }) => to),
  );
  add('core_target', 'Core target', [target]);
  add(
    'post_core',
    'Dependents',
    incoming.map(({ from }) => from),
  );
  return groups;
}

function needsOf(catalog: GraphRequest['catalog'], key: string): readonly string[] {
  const manifest = catalog.manifest(key);
  return manifest === undefined ? [] : dependencyKeys(manifest);
}

function natureOf(catalog: GraphRequest['catalog'], key: string): readonly string[] {
  const manifest = catalog.manifest(key);
  return manifest === undefined ? [] : byNature(manifest);
}

/** Core services that are nothing without the one that was asked for, configured or not. */
function dependentCores({ catalog, target }: GraphRequest): readonly string[] {
  return catalog.all
    .filter(({ manifest }) => byNature(manifest).includes(target.serviceKey))
    .map(({ manifest }) => manifest.key);
}

function withNature(linked: readonly string[], nature: readonly string[]): readonly string[] {
  return [...new Set([...linked, ...nature])];
}

/** A row without a link between processes is there by nature. */
function rowSignals(links: readonly Link[], matters: (link: Link) => boolean): ReadonlySet<Signal> {
  const signals = signalsOf(links, matters);
  return signals.size > 0 ? signals : new Set(['core_service_map']);
}

function keysOf(entries: readonly Entry[]): readonly string[] {
  return [...new Set(entries.map(({ serviceKey }) => serviceKey))];
}

function signalsOf(links: readonly Link[], matters: (link: Link) => boolean): ReadonlySet<Signal> {
  return new Set(links.filter(matters).flatMap(({ signals }) => [...signals]));
}

function withoutUpdates(entry: ReturnType<typeof toProcessEntry>) {
  const { supports_manual_update: _manual, update_status: _status, ...rest } = entry;
  return rest;
}
