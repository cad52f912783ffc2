import type { Catalog, ServiceManifest } from '@showrunner/catalog';
import type { CoreServiceOffer, JsonObject, OptionalServiceOffer } from '@showrunner/contracts';
import { offeredFields } from './offered-fields.ts';

type Texts = Record<string, string>;

/** Core services in the order of the wizard. Made from the catalogue, not from what is configured. */
export function toCoreOffers(catalog: Catalog): readonly CoreServiceOffer[] {
  return offered(catalog, 'core').map((manifest) => {
    const dependencies = [...(manifest.onboarding?.dependencies ?? [])];
    const involved = [manifest, ...dependencies.flatMap((key) => catalog.manifest(key) ?? [])];
    const own = fieldsOf(manifest);
    const template = manifest.instances?.template;
    return {
      name: manifest.onboarding?.name ?? manifest.displayName,
      key: manifest.key,
      dependencies,
      description: describe(manifest),
      debrid_providers: [...(manifest.onboarding?.debridProviders ?? [])],
      service_options: Object.fromEntries(involved.map((one) => [one.key, fieldsOf(one)])),
      service_option_descriptions: Object.fromEntries(involved.map((one) => [one.key, textsOf(one)])),
      supports_instances: template !== undefined,
      installable: manifest.runtime !== undefined,
      instance_options: template === undefined ? {} : { [template]: own },
      instance_option_descriptions: template === undefined ? {} : { [template]: textsOf(manifest) },
    };
  });
}

/**
 * Optional services beside a core service: without what that one brings itself, and without what another chosen
 * optional service brings.
 */
export function toOptionalOffers(
  catalog: Catalog,
  beside: { core: string | undefined; chosen: readonly string[] },
): readonly OptionalServiceOffer[] {
  const brought = new Set(catalog.manifest(beside.core ?? '')?.onboarding?.dependencies ?? []);
  for (const key of beside.chosen) {
    for (const requirement of catalog.manifest(key)?.requires ?? [])
      if (requirement.enable) brought.add(requirement.service);
  }
  const offers = offered(catalog, 'optional').filter(({ key }) => !brought.has(key));
  return offers.map((manifest) => ({
    name: manifest.onboarding?.name ?? manifest.displayName,
    key: manifest.key,
    description: describe(manifest),
    service_options: fieldsOf(manifest),
    service_option_descriptions: textsOf(manifest),
    supports_instances: false,
    installable: manifest.runtime !== undefined,
    instance_options: {},
    instance_option_descriptions: {},
  }));
}

function offered(catalog: Catalog, role: 'core' | 'optional'): readonly ServiceManifest[] {
  const isOffered = ({ role: own, onboarding }: ServiceManifest) =>
    onboarding !== undefined && (role === 'core' ? own === 'core' : own !== 'core');
  return catalog.all
    .map(({ manifest }) => manifest)
    .filter(isOffered)
    .toSorted((a, b) => (a.onboarding?.order ?? 0) - (b.onboarding?.order ?? 0));
}

function fieldsOf({ defaults, fields }: ServiceManifest): JsonObject {
  const shown = Object.entries(defaults).filter(([key]) => key in offeredFields && fields?.[key]?.derived !== true);
  return Object.fromEntries(shown);
}

function textsOf(manifest: ServiceManifest): Texts {
  const keys = Object.keys(fieldsOf(manifest));
  return Object.fromEntries(keys.map((key) => [key, manifest.fields?.[key]?.description ?? offeredFields[key] ?? key]));
}

function describe({ displayName, description, onboarding, links, deprecated }: ServiceManifest): string {
  const providers = onboarding?.debridProviders ?? [];
  return [
    `${onboarding?.name ?? displayName}`,
    `- ${onboarding?.description ?? description}`,
    ...(deprecated === undefined ? [] : [`- Deprecated: ${deprecated}`]),
    '',
    `Documentation: ${links.docs ?? links.project}`,
    ...(providers.length === 0 ? [] : ['', `Supported debrid providers: ${providers.join(', ')}`]),
  ].join('\n');
}
