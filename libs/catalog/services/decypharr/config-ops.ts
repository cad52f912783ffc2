import type { Condition } from '../../vocabulary/condition.ts';
import type { FileOp } from '../../vocabulary/files.ts';

const level = (...names: readonly string[]): Condition => ({ is: '${self.log_level}', oneOf: names });

/** Without a provider key there is nothing to mount yet. */
export const externalMount: Condition = {
  all: [{ is: '${self.mount_type}', equal: 'external_rclone' }, { truthy: '${self.api_keys}' }],
};

/** What is one value of `config.json`; the lists are the hook's. */
export const configOps: readonly FileOp[] = [
  { op: 'set-default', at: ['url_base'], value: '/' },
  // A number would not be read.
  { op: 'set', at: ['port'], value: '${text.port.web}' },
  { op: 'set', at: ['log_level'], value: 'debug', when: level('DEBUG') },
  { op: 'set', at: ['log_level'], value: 'info', when: level('INFO') },
  { op: 'set', at: ['log_level'], value: 'warn', when: level('WARNING') },
  { op: 'set', at: ['log_level'], value: 'error', when: level('ERROR', 'CRITICAL') },
  { op: 'set-default', at: ['download_folder'], value: '/mnt/debrid/decypharr_downloads' },
  { op: 'set', at: ['mount', 'type'], value: '${self.mount_type}', when: { truthy: '${self.mount_type}' } },
  { op: 'set', at: ['mount', 'type'], value: 'dfs', when: { not: { truthy: '${self.mount_type}' } } },
  { op: 'set', at: ['mount', 'mount_path'], value: '${path.mount_path}' },
  {
    op: 'set',
    at: ['mount', 'external_rclone', 'rc_url'],
    value: 'http://127.0.0.1:${link.rclone.port.rc}',
    when: externalMount,
  },
];
