import { defineService } from '../../vocabulary/manifest.ts';

export const seerrSync = defineService({
  key: 'seerr_sync',

  displayName: 'Seerr Sync',
  role: 'infrastructure',
  kind: 'settings',
  description: 'Copies requests from one Seerr to others. Part of the control plane, not a program of its own.',
  links: {
    project: 'https://github.com/I-am-PUID-0/DUMB',
    docs: 'https://dumbarr.com/features/seerr-sync/',
    sponsor: 'https://github.com/sponsors/I-am-PUID-0',
  },
  defaults: {
    enabled: false,
    poll_interval_seconds: 60,
    external_primary: {
      enabled: false,
      url: '',
      api_key: '',
    },
    external_subordinates: [],
    options: {
      sync_pending: true,
      sync_approved: true,
      sync_declined: false,
      sync_deletes: true,
      sync_4k_separately: true,
      user_mapping: 'admin',
      wait_for_approval: false,
      retry_failed_after_hours: 24,
    },
  },
  fields: {
    poll_interval_seconds: { label: 'Look every (seconds)', minimum: 10 },
    'external_primary.url': { label: 'Address of the primary', pattern: '^$|^https?://' },
    'external_primary.api_key': { label: 'API key of the primary', secret: true },
    'external_subordinates.*': { types: ['object'] },
    'external_subordinates.*.url': { types: ['string'], label: 'Address', pattern: '^$|^https?://' },
    'external_subordinates.*.api_key': { types: ['string'], label: 'API key', secret: true },
    'options.user_mapping': { label: 'Requests belong to', enum: ['admin', 'email_match'] },
    'options.wait_for_approval': {
      label: 'Wait for the approval of the primary',
      description:
        'Otherwise a pending request is approved on the subordinates at once, by the key that makes it there.',
    },
    'options.retry_failed_after_hours': { label: 'Try again after (hours)', minimum: 0 },
  },
  ports: [],
  requires: [{ service: 'seerr', kind: 'port', until: 'started', enable: false, reason: 'copies its requests' }],
  stop: { signal: 'SIGTERM', graceMs: 30_000 },
  stopTier: 'apps',
});
