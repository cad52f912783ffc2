import type { Json } from '@showrunner/contracts';
import type { ServiceManifest } from '../vocabulary/manifest.ts';

/** Fields that an entry of any program may carry although its defaults do not name them. */
const anywhere = new Set(['core_service', 'core_services', 'env', 'install_dir']);

/** Whether an entry can have a field, and what the default is. `field` is dotted. */
export function fieldAt(manifest: ServiceManifest, field: string): { readonly known: boolean; readonly value?: Json } {
  let at: Json | undefined = manifest.defaults;
  for (const key of field.split('.')) at = isRecord(at) && Object.hasOwn(at, key) ? at[key] : undefined;
  if (at !== undefined) return { known: true, value: at };
  return {
    known: isDeclared(manifest, field) || isInOpenMap(manifest, field) || anywhere.has(field.split('.')[0] ?? ''),
  };
}

function isRecord(value: Json | undefined): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isDeclared(manifest: ServiceManifest, field: string): boolean {
  return Object.keys(manifest.fields ?? {}).some((name) => {
    const parts = name.split('.');
    const wanted = field.split('.');
    return parts.length === wanted.length && parts.every((part, index) => part === '*' || part === wanted[index]);
  });
}

/** `env` and maps that are empty by default take any key. */
function isInOpenMap(manifest: ServiceManifest, field: string): boolean {
  const [first = '', second] = field.split('.');
  const map = manifest.defaults[first];
  return second !== undefined && isRecord(map) && (first === 'env' || Object.keys(map).length === 0);
}
