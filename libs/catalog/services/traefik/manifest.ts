import { defineService } from '../../vocabulary/manifest.ts';

export const traefik = defineService({
  key: 'traefik',

  displayName: 'Traefik',
  role: 'infrastructure',
  kind: 'unit',
  description: 'Reverse proxy that brings the pages of all services and your own routes to one port.',
  links: {
    project: 'https://github.com/traefik/traefik',
    docs: 'https://doc.traefik.io/traefik/',
    sponsor: 'https://github.com/sponsors/traefik',
  },
  defaults: {
    enabled: false,
    process_name: 'Traefik',
    pinned_version: 'v3.6.6',
    suppress_logging: false,
    log_level: 'INFO',
    log_file: '/log/traefik.log',
    access_log_file: '/log/traefik_access.log',
    port: 18080,
    entrypoints: {
      web: {
        address: ':18080',
        http: {
          encodedCharacters: {
            allowEncodedSlash: true,
          },
        },
      },
    },
    command: ['/traefik/traefik', '--configFile=/config/traefik/traefik.yml'],
    config_dir: '/config/traefik',
    config_file: '/config/traefik/traefik.yml',
  },
  fields: {
    pinned_version: { label: 'Version', description: 'The release that is installed, such as v3.6.6.' },
    port: {
      label: 'Web port',
      description: 'The page of Traefik itself is on the port above it.',
      minimum: 1,
      maximum: 65534,
    },
    'entrypoints.web.address': { description: 'Follows the web port; the host in front of the colon is kept.' },
    services: { types: ['object'], description: 'Further routes: a name, and the address behind it.' },
    middlewares: { types: ['object'], description: 'Handed to Traefik as they are.' },
    version: { types: ['string'], description: 'Earlier name of the pinned version.' },
    command: { derived: true },
  },
  ports: [
    { id: 'web', field: 'port', default: 18080, role: 'ui', protocol: 'http' },
    { id: 'dashboard', default: 18081, role: 'internal', protocol: 'http', adjacent: { to: 'web', offset: 1 } },
  ],
  requires: [
    {
      service: 'traefik_proxy_admin',
      kind: 'port',
      until: 'healthy',
      enable: false,
      reason: 'takes its routes from it',
    },
  ],
  ui: { port: 'dashboard', path: '/dashboard/', pathPrefix: '/dashboard' },
  stop: { signal: 'SIGTERM', graceMs: 30_000 },
  stopTier: 'clients',
});
