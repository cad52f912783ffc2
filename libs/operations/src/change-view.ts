import type { Catalog } from '@showrunner/catalog';
import { maskSecrets, SECRET_MASK } from '@showrunner/config';
import type { CoreSelection, JsonObject, Requester, StackChange } from '@showrunner/contracts';

/** A change as it may be journalled and shown: no key, no password. */
export function maskChange(change: StackChange, catalog: Catalog): StackChange {
  switch (change.kind) {
    case 'compose':
      return { ...change, cores: change.cores.map(maskCore), ...maskOptions(change.optionalOptions) };
    case 'edit':
      // A document that came over the wire is JSON.
      return { ...change, document: maskSecrets(change.document as JsonObject, catalog) };
    default:
      return change;
  }
}

function maskCore(core: CoreSelection): CoreSelection {
  const { debrid_key: key, service_options: options, ...rest } = core;
  const masked = Array.isArray(key) ? key.map(() => SECRET_MASK) : key ? SECRET_MASK : key;
  return {
    ...rest,
    ...(masked === undefined ? {} : { debrid_key: masked }),
    ...(options ? { service_options: maskValues(options) } : {}),
  };
}

type Options = NonNullable<Extract<StackChange, { kind: 'compose' }>['optionalOptions']>;

function maskOptions(options: Options | undefined): { optionalOptions?: Options } {
  return options === undefined ? {} : { optionalOptions: maskValues(options) };
}

/** Option values are masked by their names: which of them are secret is known only once they are routed to a service. */
function maskValues(options: Options): Options {
  return Object.fromEntries(
    Object.entries(options).map(([service, values]) => [
      service,
      Object.fromEntries(
        Object.entries(values).map(([name, value]) => [
          name,
          /key|token|pass|secret|claim/i.test(name) && value ? SECRET_MASK : value,
        ]),
      ),
    ]),
  );
}

/** Title of an operation, as a person would say it. */
export function titleOf(change: StackChange, catalog: Catalog): string {
  switch (change.kind) {
    case 'compose':
      return `Set up ${listNames(namesOf(change, catalog))}`;
    case 'edit':
      return 'Change the configuration';
    case 'reconcile':
      return 'Bring up the stack';
    case 'update':
      return `Update ${change.processName}${sayVersion(change.to)}`;
    case 'pin':
      return change.version === null
        ? `Let ${change.processName} follow new versions`
        : `Keep ${change.processName} at ${change.version}`;
    case 'reset':
      return `${change.action === 'remove' ? 'Remove' : 'Reset'} ${change.processName}`;
    case 'update-policy':
      return `Change when ${change.processName} is updated`;
    case 'reconnect':
      return change.connections.length === 1 ? 'Make a connection again' : 'Make connections again';
    case 'scale':
      return sayCopies(change.processName, change.replicas);
    default:
      return `${change.kind[0]?.toUpperCase()}${change.kind.slice(1)} ${listNames(change.processNames)}`;
  }
}

function sayVersion(to = 'configured'): string {
  if (to === 'configured') return '';
  return to === 'latest' || to === 'prerelease' || to === 'nightly' ? ` to the newest (${to})` : ` to ${to}`;
}

function sayCopies(processName: string, replicas: number): string {
  if (replicas === 0) return `Stop all copies of ${processName}`;
  return `Run ${replicas} ${replicas === 1 ? 'copy' : 'copies'} of ${processName}`;
}

/** The control plane itself, where no person asked for an operation. */
export const ownActor = 'showrunner';

/** Who stands behind what an operation does to units: the person who asked for just that, else the operation. */
export function requesterOf(change: StackChange, actor: string, catalog: Catalog): Requester {
  const person = actor === ownActor ? '' : ` of ${actor}`;
  switch (change.kind) {
    case 'compose':
      return { by: 'plan', actor: `the set-up of ${listNames(namesOf(change, catalog))}` };
    case 'edit':
      return { by: 'plan', actor: `a change of the configuration${person}` };
    case 'reconcile':
      return { by: 'plan', actor: 'the start of the stack' };
    case 'update':
      return { by: 'plan', actor: `an update of ${change.processName}${person}` };
    default:
      return actor === ownActor ? { by: 'plan', actor: 'Showrunner' } : { by: 'person', actor };
  }
}

/** Names under which the services are offered; what is no key was a name already. */
function namesOf(change: Extract<StackChange, { kind: 'compose' }>, catalog: Catalog): readonly string[] {
  return [...change.cores.map((core) => core.name), ...change.optionals].map((name) => {
    const manifest = catalog.manifest(name);
    return manifest?.onboarding?.name ?? manifest?.displayName ?? name;
  });
}

function listNames(names: readonly string[]): string {
  if (names.length <= 1) return names[0] ?? 'nothing';
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
