import type { CoreSelection, JsonObject } from '@showrunner/contracts';
import type { ServiceManifest } from '@showrunner/catalog';
import { SECRET_MASK, setIn } from '@showrunner/config';
import { toProviderWord, toSentenceList } from '../resolve/names.ts';

/** A chosen debrid provider and its key; the key is blank where none was given. */
export interface Credential {
  readonly provider: string;
  readonly key: string;
}

/** The pairs of a request. A key without a provider is for the core's first provider. */
export function credentialsOf(core: CoreSelection, manifest: ServiceManifest): readonly Credential[] {
  const providers = toList(core.debrid_service);
  const keys = toList(core.debrid_key);
  const standard = manifest.onboarding?.debridProviders?.[0];
  const named = providers.length === 0 && keys.length > 0 && standard !== undefined ? [standard] : providers;
  return named.map((provider, index) => ({ provider, key: keys[index] ?? '' }));
}

/** What a person should know about the providers that were chosen. */
export function credentialWarnings(credentials: readonly Credential[], manifest: ServiceManifest): readonly string[] {
  const supported = manifest.onboarding?.debridProviders ?? [];
  const name = manifest.onboarding?.name ?? manifest.displayName;
  if (supported.length === 0) return [];
  return credentials.flatMap(({ provider, key }) => {
    if (!supported.some((word) => toProviderWord(word) === toProviderWord(provider))) {
      return [`${name} cannot use ${provider}, only ${toSentenceList(supported)}; its key is not used.`];
    }
    return key.trim() === '' ? [`No key was given for ${provider}; what is stored stays.`] : [];
  });
}

/** An entry with the keys in the fields that the manifest names for their providers. */
export function applyCredentials(
  config: JsonObject,
  manifest: ServiceManifest,
  credentials: readonly Credential[],
): JsonObject {
  let result = config;
  for (const { provider, key } of credentials) {
    if (key.trim() === '' || key === SECRET_MASK) continue;
    for (const spec of manifest.credentials ?? []) {
      if (toProviderWord(spec.provider) === toProviderWord(provider))
        result = setIn(result, spec.field.split('.'), key.trim());
    }
  }
  return result;
}

function toList(value: string | readonly string[] | null | undefined): readonly string[] {
  if (value === null || value === undefined || value === '') return [];
  return typeof value === 'string' ? [value] : value;
}
