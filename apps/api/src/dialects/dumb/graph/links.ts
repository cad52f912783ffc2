import type { Catalog, ConnectionSpec, Requirement, ServiceManifest } from '@showrunner/catalog';
import type { Entry } from '@showrunner/config';
import type { ServiceView } from '@showrunner/contracts';
import type { Signal } from './signals.ts';

/** One process needs another, or can use it. */
export interface Link {
  readonly from: Entry;
  readonly to: Entry;
  readonly signals: ReadonlySet<Signal>;
}

export interface LinkSource {
  readonly catalog: Catalog;
  readonly entries: readonly Entry[];
  /** With what the planner found that each unit needs. */
  readonly services: readonly ServiceView[];
  /** Whether links count that only say "can work together". */
  readonly soft: boolean;
}

/** Services of which every core service has an instance of its own. */
export const perCore: ReadonlySet<string> = new Set(['rclone', 'zurg']);

const rcloneProviders: Readonly<Record<string, Signal>> = {
  zurg: 'rclone_provider_zurg',
  decypharr: 'rclone_provider_decypharr',
  infinidysk: 'rclone_provider_nzbdav',
};

/**
 * Who needs whom, process by process. For what is switched on, the planner's graph is the answer; for the rest, what
 * its manifest always needs.
 */
export function findLinks(source: LinkSource): readonly Link[] {
  const { catalog, entries, services } = source;
  const views = new Map(services.map((service) => [service.processName, service]));
  return entries.flatMap((from) => {
    const manifest = catalog.manifest(from.serviceKey);
    if (manifest === undefined) return [];
    const needed = new Set(from.enabled ? views.get(from.processName)?.needs : []);
    const planned = entries.filter(({ processName }) => needed.has(processName));
    const hard = planned.length > 0 ? planned : alwaysNeeded(from, manifest, entries);
    const links: Link[] = hard.map((to) => ({ from, to, signals: signalsOf(manifest, to) }));
    if (!source.soft) return links;
    const after = manifest.requires.filter((one) => !isHard(one)).flatMap(({ service }) => ofService(service, entries));
    const soft = new Set([...after, ...connectedWith(from, manifest, source)]);
    const others = [...soft].filter((to) => to !== from && !hard.includes(to));
    return [...links, ...others.map((to) => ({ from, to, signals: new Set([softSignal(to)]) }))];
  });
}

/** Whom a connection of its manifest can lead to; whether its condition holds, only a plan knows. */
function connectedWith(from: Entry, { connections = [] }: ServiceManifest, { catalog, entries }: LinkSource) {
  const isEnd = (entry: Entry, to: ConnectionSpec['to']) =>
    'service' in to
      ? entry.serviceKey === to.service
      : catalog.manifest(entry.serviceKey)?.provides?.[to.capability] !== undefined;
  return connections.flatMap(({ to, instance }) =>
    entries
      .filter((entry) => entry.enabled && isEnd(entry, to))
      .filter((entry) => instance !== 'tagged' || belongsTo(entry, from) || belongsTo(from, entry)),
  );
}

/** Keys of the services that one needs by its nature, whether they are switched on or not. */
export function dependencyKeys(manifest: ServiceManifest): readonly string[] {
  const required = manifest.requires.filter(isHard).map(({ service }) => service);
  return [...new Set([...byNature(manifest), ...required])];
}

/** What a core service cannot be without. */
export function byNature({ role, onboarding }: ServiceManifest): readonly string[] {
  return role === 'core' ? (onboarding?.dependencies ?? []) : [];
}

function alwaysNeeded(from: Entry, manifest: ServiceManifest, entries: readonly Entry[]): readonly Entry[] {
  const unconditional = manifest.requires.filter((one) => isHard(one) && one.when === undefined);
  const keys = [...byNature(manifest), ...unconditional.map(({ service }) => service)];
  return [...new Set(keys)].flatMap((key) => {
    const all = ofService(key, entries);
    return perCore.has(key) ? all.filter((entry) => belongsTo(entry, from)) : all;
  });
}

/** Its enabled entries, else the one that would be switched on. */
function ofService(key: string, entries: readonly Entry[]): readonly Entry[] {
  const own = entries.filter(({ serviceKey }) => serviceKey === key);
  const enabled = own.filter((entry) => entry.enabled);
  return enabled.length > 0 ? enabled : own.slice(0, 1);
}

function isHard({ enable, database }: Requirement): boolean {
  return enable || database !== undefined;
}

function signalsOf(manifest: ServiceManifest, to: Entry): ReadonlySet<Signal> {
  const signals = new Set<Signal>();
  const isRequired = manifest.requires.some((one) => one.service === to.serviceKey && isHard(one));
  if (byNature(manifest).includes(to.serviceKey)) signals.add('core_service_map');
  else if (isRequired) signals.add('non_core_dependency_map');
  const provider = manifest.key === 'rclone' ? rcloneProviders[to.serviceKey] : undefined;
  if (provider !== undefined) signals.add(provider);
  if (signals.size === 0 || isRequired) signals.add('conditional_startup_map');
  return signals;
}

function softSignal(to: Entry): Signal {
  return to.serviceKey === 'zilean' ? 'zilean_optional_integration' : 'documented_integration';
}

/** Whether an instance works for the same core service as another entry, or for that one itself. */
export function belongsTo(entry: Entry, other: Entry): boolean {
  const own = coresOf(entry);
  return own.includes(other.serviceKey) || coresOf(other).some((key) => own.includes(key));
}

/** Named in a text, a list with commas or an array. */
function coresOf({ config }: Entry): readonly string[] {
  return [config['core_service'], config['core_services']]
    .flat()
    .flatMap((tag) => String(tag ?? '').split(','))
    .map((tag) => tag.trim())
    .filter((tag) => tag !== '');
}
