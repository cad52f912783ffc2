import type { BlockSpec } from '../shape/shape.ts';

/** Single settings of the control plane. */
export const dumbScalars: BlockSpec = {
  defaults: {
    log_level: 'INFO',
    log_name: 'DUMB',
    log_dir: '/log',
    log_count: 2,
    log_size: '10M',
    color_log: true,
    plex_token: '',
    plex_address: '',
    github_token: '',
    github_rate_limit_max_wait_seconds: 300,
    github_username: '',
    onboarding_completed: false,
  },
  fields: {
    log_count: {
      label: 'Rotated logs kept',
      description: 'For each program; the oldest is deleted first, and one is always kept.',
      types: ['number', 'string'],
    },
    log_days: {
      label: 'Days a log is kept',
      description: 'A log is rotated after so many days at the latest, and a rotated one deleted after so many.',
      types: ['number', 'string'],
      minimum: 0,
    },
    log_size: { label: 'Size at which a log is rotated', types: ['string', 'number'] },
    plex_token: { label: 'Plex token', secret: true },
    plex_address: { label: 'Address of an external Plex' },
    github_token: { label: 'GitHub token', secret: true },
    github_rate_limit_max_wait_seconds: { minimum: 0, maximum: 3600 },
  },
};
