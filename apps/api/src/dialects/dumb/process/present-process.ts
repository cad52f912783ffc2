import type { Catalog } from '@showrunner/catalog';
import { type Entry, maskEntry } from '@showrunner/config';
import type { ProcessAnswer, ProcessEntry, UpdateView } from '@showrunner/contracts';
import { toUpdateStatus } from '../updates/present-update.ts';

/** What the presenters of processes need to know beside the entry. */
export interface ProcessFacts {
  readonly catalog: Catalog;
  /** Installed version by process name. */
  readonly versions: ReadonlyMap<string, string | null>;
  /** What is known about updates, by process name. */
  readonly updates: ReadonlyMap<string, UpdateView>;
  /** Our own version. */
  readonly version: string;
}

/** One entry of `GET /process/processes`. */
export function toProcessEntry(entry: Entry, facts: ProcessFacts): ProcessEntry {
  return {
    name: entry.path.join(' '),
    process_name: entry.processName,
    enabled: entry.enabled,
    ...common(entry, facts),
    key: entry.path.at(-1) ?? entry.serviceKey,
  };
}

/** `GET /process` of one entry. */
export function toProcessAnswer(entry: Entry, facts: ProcessFacts): ProcessAnswer {
  return { process_name: entry.processName, ...common(entry, facts), symlink_backup_status: null, install_info: null };
}

function common(entry: Entry, { catalog, versions, updates, version }: ProcessFacts) {
  const update = updates.get(entry.processName);
  const manifest = catalog.manifest(entry.serviceKey);
  const isOurs = manifest?.kind === 'control-plane';
  return {
    config: maskEntry(entry.config, catalog, entry.serviceKey),
    version: isOurs ? version : (versions.get(entry.processName) ?? null),
    config_key: entry.serviceKey,
    repo_url: repositoryOf(entry) ?? manifest?.links.project ?? null,
    sponsorship_url: manifest?.links.sponsor ?? null,
    // A flag that promises what cannot be done would show buttons that fail.
    supports_manual_update: update !== undefined && update.state !== 'unsupported',
    update_status: update === undefined ? null : toUpdateStatus(update),
  };
}

function repositoryOf({ config }: Entry): string | undefined {
  const { repo_owner: owner, repo_name: name } = config;
  if (typeof owner !== 'string' || typeof name !== 'string' || owner === '' || name === '') return undefined;
  return `https://github.com/${owner}/${name}`;
}
