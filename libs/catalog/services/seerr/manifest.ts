import { defineService } from '../../vocabulary/manifest.ts';
import { optionalDatabase } from '../../families/database.ts';
import type { Requirement } from '../../vocabulary/links.ts';

/** Blank: waits for every media server; otherwise for those that the instance names. */
const mediaServers = ['plex', 'jellyfin', 'emby'].flatMap((service): readonly Requirement[] => {
  const order = {
    service,
    kind: 'order',
    until: 'started',
    enable: false,
    reason: 'signs people in with their account there',
  } as const;
  const named = { truthy: '${self.core_service}' };
  return [
    { ...order, when: { not: named } },
    { ...order, instance: 'tagged', when: named },
  ];
});

export const seerr = defineService({
  key: 'seerr',

  displayName: 'Seerr',
  aliases: ['overseerr', 'jellyseerr'],
  role: 'core',
  kind: 'unit',
  description: 'Where family and friends ask for films and shows; passes what is approved to the Arrs.',
  links: {
    project: 'https://github.com/seerr-team/seerr',
    sponsor: 'https://opencollective.com/seerr',
  },
  defaults: {
    enabled: false,
    postgres_enabled: false,
    postgres_database: '',
    sync_role: 'disabled',
    core_service: '',
    process_name: 'Seerr',
    repo_owner: 'seerr-team',
    repo_name: 'seerr',
    release_version_enabled: false,
    release_version: 'latest',
    commit_sha: '',
    branch_enabled: false,
    branch: 'main',
    suppress_logging: false,
    log_level: 'INFO',
    port: 5055,
    auto_update: false,
    auto_update_mode: 'install',
    auto_update_interval: 24,
    auto_update_start_time: '04:00',
    clear_on_update: true,
    exclude_dirs: ['/seerr/default/config'],
    platforms: ['pnpm'],
    command: ['node', 'dist/index.js'],
    config_dir: '/seerr/default',
    config_file: '/seerr/default/config/settings.json',
    log_file: '/seerr/default/config/logs/jellyseerr.log',
    env: {
      NODE_ENV: 'production',
      PORT: '{port}',
    },
  },
  fields: {
    postgres_enabled: { label: 'Use PostgreSQL', description: 'Data that is already in SQLite is not moved.' },
    postgres_database: { label: 'Database', description: 'Blank: a name made from the service.' },
    sync_role: {
      label: 'Part in Seerr Sync',
      description: 'Requests of the primary are copied to all subordinates.',
      enum: ['disabled', 'primary', 'subordinate'],
    },
    core_service: {
      label: 'Media servers',
      description: 'Which of them it waits for at the start. Blank: all that are enabled.',
      types: ['string', 'array'],
    },
    'env.PORT': { derived: true },
    'env.DB_PASS': { types: ['string'], secret: true, derived: true },
    command: { derived: true },
  },
  instances: { template: 'Default', processName: 'Seerr ${instance.name}', pathPrefix: '/seerr/default' },
  onboarding: { name: 'Seerr', description: 'A page for wishes, for everyone at home.', order: 14 },
  ports: [{ id: 'web', field: 'port', default: 5055, role: 'ui', protocol: 'http' }],
  requires: [
    ...mediaServers,
    ...optionalDatabase({ field: 'postgres_database', name: 'seerr', instanceName: 'seerr_${instance.slug}' }),
  ],
  ui: { port: 'web', path: '/' },
  stop: { signal: 'SIGTERM', graceMs: 30_000 },
  stopTier: 'apps',
});
