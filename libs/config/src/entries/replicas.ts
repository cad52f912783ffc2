import type { JsonObject } from '@showrunner/contracts';
import type { ServiceManifest } from '@showrunner/catalog';
import { getIn, setIn } from '../json/path.ts';
import type { Entry } from './list-entries.ts';

/**
 * The copies of an entry, by its field `scale`. The first is the entry itself; the others are derived from it: another
 * name (`Riven Frontend-1`), the next ports, a log of their own. Nothing of them stands in the document.
 */
export function withReplicas(entry: Entry, manifest: ServiceManifest): readonly Entry[] {
  if (manifest.replicas === undefined || !entry.enabled) return [entry];
  const { scale } = entry.config;
  const count = typeof scale === 'number' ? scale : 1;
  if (count === 0) return [{ ...entry, enabled: false }];
  return Array.from({ length: count }, (_, index) => {
    const replica = { index, count, of: entry.processName };
    return index === 0 ? { ...entry, replica } : toReplica(entry, manifest, replica);
  });
}

function toReplica(entry: Entry, manifest: ServiceManifest, replica: NonNullable<Entry['replica']>): Entry {
  const { index } = replica;
  const processName = `${entry.processName}-${index}`;
  const logFile = entry.config['log_file'];
  const own: JsonObject = {
    ...entry.config,
    process_name: processName,
    ...(typeof logFile === 'string' && logFile !== '' ? { log_file: suffixed(logFile, index) } : {}),
  };
  const config = manifest.ports.reduce((result, { field, default: standard }) => {
    if (field === undefined) return result;
    const path = field.split('.');
    const first = getIn(result, path);
    return setIn(result, path, (typeof first === 'number' ? first : standard) + index);
  }, own);
  return { ...entry, path: [...entry.path, 'scale', String(index)], processName, config, replica };
}

function suffixed(file: string, index: number): string {
  return /\.[a-z]+$/.test(file) ? file.replace(/(\.[a-z]+)$/, `-${index}$1`) : `${file}-${index}`;
}
