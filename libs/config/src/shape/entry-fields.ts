import type { FieldSpec } from '@showrunner/catalog';
import { memoryPattern } from '../limits/memory-size.ts';

const list: FieldSpec = { types: ['array', 'null'] };
const owners: FieldSpec = {
  types: ['string', 'array'],
  label: 'Core service',
  description: 'Which core services this instance belongs to: a name, a comma list or a list.',
};

/**
 * Fields that an entry of any program may carry although its defaults do not name them: written by earlier versions, or
 * added by a person.
 */
export const optionalEntryFields: Readonly<Record<string, FieldSpec>> = {
  core_service: owners,
  core_services: owners,
  depends_on: {
    types: ['array', 'object'],
    label: 'Starts after',
    description:
      'Process names that must be healthy before this one starts, beyond what it needs in any case; or the long form of Compose: a name with condition, restart, required.',
  },
  env: { types: ['object'], description: 'Added to the environment of the program.' },
  mem_limit: {
    types: ['string', 'number'],
    pattern: memoryPattern,
    label: 'Memory limit',
    description:
      'The most memory that the program and all that it starts may use, such as 512m or 2g; a number is bytes.',
  },
  cpus: {
    types: ['number'],
    minimum: 0.01,
    label: 'Processor limit',
    description: 'The most processor time that it may use, in processors: 0.5 is half of one.',
  },
  pids_limit: {
    types: ['number'],
    minimum: 1,
    label: 'Process limit',
    description: 'The most processes and threads that it may have at once.',
  },
  ulimits: { types: ['object'], label: 'Limits of each process' },
  'ulimits.nofile': {
    types: ['number'],
    minimum: 16,
    label: 'Open files',
    description: 'The most files and connections that each of its processes may have open at once.',
  },
  install_dir: { types: ['string'] },
  wait_for_dir: { types: ['string', 'null'] },
  wait_for_mounts: list,
  wait_for_tcp: list,
  wait_for_url: list,
  symlink_backup_enabled: { types: ['boolean'] },
  symlink_backup_interval: { types: ['number'], minimum: 1 },
  symlink_backup_start_time: { types: ['string'] },
  symlink_backup_path: { types: ['string'] },
  symlink_backup_include_broken: { types: ['boolean'] },
  symlink_backup_retention_count: { types: ['number'], minimum: 0 },
  symlink_backup_roots: { types: ['array', 'string'] },
};
