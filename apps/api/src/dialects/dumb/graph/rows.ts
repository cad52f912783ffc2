import type { Entry } from '@showrunner/config';
import type { GraphState } from '@showrunner/contracts';
import { toProcessState } from '../process/present-health.ts';
import { belongsTo, perCore } from './links.ts';
import type { GraphRequest } from './present-graph.ts';
import { type Signal, toLinkFields } from './signals.ts';

/** Makes the rows of the graph's tables, with the state of what they name. */
export function createRows({ target, catalog, entries, services }: GraphRequest) {
  const running = new Set(
    services.filter(({ status }) => toProcessState(status) === 'running').map(({ processName }) => processName),
  );
  // Whoever reads this has proof that the control plane runs.
  const isRunning = ({ processName, serviceKey }: Entry) =>
    running.has(processName) || catalog.manifest(serviceKey)?.kind === 'control-plane';
  const stateOfAll = (some: readonly Entry[]): GraphState => {
    if (some.length === 0) return 'missing';
    if (some.some(isRunning)) return 'running';
    return some.some(({ enabled }) => enabled) ? 'stopped' : 'disabled';
  };
  const ofKey = (key: string) => entries.filter(({ serviceKey }) => serviceKey === key);
  const stateOf = (key: string) => stateOfAll(ofKey(key));
  const row = (key: string, signals: ReadonlySet<Signal>) => ({
    key,
    label: catalog.manifest(key)?.displayName ?? key,
    state: stateOf(key),
    ...toLinkFields(signals),
  });
  const status = (entry: Entry) => (isRunning(entry) ? ('running' as const) : ('stopped' as const));

  return {
    stateOf,
    status,
    row,
    dependency(key: string, signals: ReadonlySet<Signal>) {
      const scoped = perCore.has(key);
      const own = scoped ? ofKey(key).filter((entry) => belongsTo(entry, target)) : ofKey(key);
      return {
        ...row(key, signals),
        state: stateOfAll(own),
        process_count: own.length,
        scoped,
        starter_process_name: (own.find(({ enabled }) => enabled) ?? own[0])?.processName ?? null,
      };
    },
    linked(entry: Entry, signals: ReadonlySet<Signal>) {
      const { processName, serviceKey } = entry;
      const state = stateOfAll([entry]);
      return { process_name: processName, key: serviceKey, label: serviceKey, state, ...toLinkFields(signals) };
    },
    node(entry: Entry) {
      const { processName, serviceKey } = entry;
      const state = entry === target ? status(entry) : stateOfAll([entry]);
      return { id: processName, process_name: processName, key: serviceKey, label: serviceKey, state };
    },
  };
}
