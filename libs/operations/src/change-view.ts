import type { Catalog } from '@showrunner/catalog';
import { maskSecrets, SECRET_MASK } from '@showrunner/config';
import type { CoreSelection, JsonObject, StackChange } from '@showrunner/contracts';

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
export function titleOf(change: StackChange): string {
  switch (change.kind) {
    case 'compose': {
      const names = [...change.cores.map((core) => core.name), ...change.optionals];
      return `Set up ${listNames(names)}`;
    }
    case 'edit':
      return 'Change the configuration';
    case 'reconcile':
      return 'Bring up the stack';
    default:
      return `${change.kind[0]?.toUpperCase()}${change.kind.slice(1)} ${listNames(change.processNames)}`;
  }
}

function listNames(names: readonly string[]): string {
  if (names.length <= 1) return names[0] ?? 'nothing';
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
