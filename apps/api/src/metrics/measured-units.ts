import { posix } from 'node:path';
import type { Entry } from '@showrunner/config';
import type { Json, ServiceView } from '@showrunner/contracts';
import type { MeasuredUnit } from '@showrunner/metrics';
import type { StackReader } from '../stack-reader.ts';

const portFields = ['port', 'frontend_port', 'backend_port', 'webdav_port'];

/** Services that run, with the ports and paths that their entries name. */
export function measuredUnits(reader: StackReader, realPath: (path: string) => string): readonly MeasuredUnit[] {
  const entries = new Map(reader.entries().map((entry) => [entry.processName, entry]));
  return reader.services().flatMap((service) => {
    const { pid, startedAt = 0 } = service.status;
    if (pid === undefined) return [];
    const { unitId, processName } = service;
    const entry = entries.get(processName);
    const paths = pathsOf(entry).map((named) => ({ named, real: realPath(named) }));
    return [{ unitId, processName, pid, startedAt, ports: portsOf(service, entry), paths }];
  });
}

function portsOf({ ports }: ServiceView, entry: Entry | undefined): readonly number[] {
  const env = environmentOf(entry);
  const named = portFields.flatMap((field) => [entry?.config[field], toPort(env[field.toUpperCase()])]);
  const found = [...ports.map(({ port }) => port), ...named].filter((port) => typeof port === 'number');
  return [...new Set(found)].sort((a, b) => a - b);
}

/** Directories of its files, and those that its environment names. */
function pathsOf(entry: Entry | undefined): readonly string[] {
  const { config_dir: directory, config_file: file, log_file: log } = entry?.config ?? {};
  const parents = [file, log].map((path) => (isPath(path) ? posix.dirname(path) : undefined));
  const found = [directory, ...parents, ...Object.values(environmentOf(entry))].filter(isPath);
  return [...new Set(found)].sort();
}

function environmentOf(entry: Entry | undefined): Readonly<Record<string, Json>> {
  const env = entry?.config['env'];
  return typeof env === 'object' && env !== null && !Array.isArray(env) ? (env as Readonly<Record<string, Json>>) : {};
}

/** A template with a variable in it leads nowhere yet. */
function isPath(value: unknown): value is string {
  return typeof value === 'string' && value.startsWith('/') && !value.includes('{');
}

function toPort(value: Json | undefined): number | undefined {
  const port = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
  return typeof port === 'number' && port > 0 && port < 65_536 ? port : undefined;
}
