import type { ServicePackage } from '../../../vocabulary/manifest.ts';
import { manifestFile, type Rule } from '../../finding.ts';

const name = 'onboarding';

/** The wizard's two lists, core services and the others, have an order without ties; a process name is used once. */
export const onboarding: Rule = {
  name,
  check: (packages) => [
    ...ties(packages, placeInList, (place) => [
      `Another service is also at place ${place} of the wizard's list.`,
      'Give each service of a list an `order` of its own.',
    ]),
    ...ties(packages, processName, (text) => [
      `Another service also has the process name ${text}.`,
      'A process name identifies one program; choose another.',
    ]),
  ],
};

function placeInList({ manifest }: ServicePackage): string | undefined {
  if (manifest.onboarding === undefined) return undefined;
  return `${manifest.onboarding.order} (${manifest.role === 'core' ? 'core' : 'optional'})`;
}

function processName({ manifest }: ServicePackage): string | undefined {
  const value = manifest.defaults['process_name'];
  return typeof value === 'string' ? value : undefined;
}

function ties(
  packages: readonly ServicePackage[],
  valueOf: (service: ServicePackage) => string | undefined,
  say: (value: string) => readonly [message: string, remedy: string],
) {
  const seen = new Set<string>();
  return packages.flatMap((service) => {
    const value = valueOf(service);
    if (value === undefined) return [];
    if (!seen.has(value)) {
      seen.add(value);
      return [];
    }
    const [message, remedy] = say(value);
    return [{ rule: name, file: manifestFile(service.manifest.key), message, remedy }];
  });
}
