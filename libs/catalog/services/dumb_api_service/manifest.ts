import { defineService } from '../../vocabulary/manifest.ts';

export const dumbApiService = defineService({
  key: 'dumb_api_service',

  documentPath: ['dumb', 'api_service'],
  displayName: 'DUMB API',
  role: 'infrastructure',
  kind: 'control-plane',
  description: 'The control plane itself: what answers the API and runs everything else.',
  links: {
    project: 'https://github.com/I-am-PUID-0/DUMB',
    docs: 'https://dumbarr.com/',
    sponsor: 'https://github.com/sponsors/I-am-PUID-0',
  },
  defaults: {
    enabled: true,
    process_name: 'DUMB API',
    log_level: 'INFO',
    host: '127.0.0.1',
    port: 8000,
  },
  ports: [{ id: 'api', field: 'port', default: 8000, role: 'api', protocol: 'http' }],
  requires: [],
  ui: { port: 'api', path: '/scalar' },
  stop: { signal: 'SIGTERM', graceMs: 30_000 },
  stopTier: 'clients',
});
