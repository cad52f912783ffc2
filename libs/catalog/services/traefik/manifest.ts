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
    publish_pages: {
      types: ['boolean'],
      label: 'Publish pages of services',
      description:
        'Whoever reaches Traefik may then use them without a sign-in. Behind Authelia they are routed anyway.',
    },
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
  runtime: {
    source: {
      kind: 'github-asset',
      repository: 'traefik/traefik',
      asset: { amd64: 'traefik_${tag}_linux_amd64.tar.gz', arm64: 'traefik_${tag}_linux_arm64.tar.gz' },
      archive: 'tar.gz',
      verify: 'github-digest',
      selectors: ['latest', 'tag', 'prerelease'],
    },
    artifact: {
      root: '/traefik',
      ready: ['traefik'],
      executables: ['traefik'],
      version: { kind: 'command', argv: ['${artifact}/traefik', 'version'], pattern: 'Version:\\s+(\\S+)' },
      persist: [],
    },
    directories: [
      { path: '${self.config_dir}', mode: 0o755, owner: 'service' },
      { path: '${self.config_dir}/dynamic', mode: 0o755, owner: 'service' },
    ],
    files: [
      {
        path: '${self.config_file}',
        format: 'yaml',
        mode: 0o644,
        owner: 'service',
        ops: [
          { op: 'set', at: ['global', 'checkNewVersion'], value: false },
          { op: 'set', at: ['entryPoints'], value: '${self.entrypoints}' },
          { op: 'set', at: ['entryPoints', 'web', 'address'], value: ':${port.web}' },
          {
            op: 'set-default',
            at: ['entryPoints', 'web', 'http', 'encodedCharacters', 'allowEncodedSlash'],
            value: true,
          },
          // Nobody has to sign in there, so that only this machine reaches it.
          { op: 'set', at: ['entryPoints', 'traefik', 'address'], value: '127.0.0.1:${port.dashboard}' },
          { op: 'set', at: ['api'], value: { dashboard: true, insecure: true } },
          { op: 'set', at: ['log', 'level'], value: '${self.log_level}' },
          { op: 'set', at: ['accessLog', 'format'], value: 'json' },
          // In a file of its own: in one with the rest, both are hard to read.
          { op: 'set', at: ['accessLog', 'filePath'], value: '${path.access_log_file}' },
          {
            op: 'set',
            at: ['accessLog', 'fields', 'names'],
            value: { RouterName: 'keep', ServiceName: 'keep', EntryPointName: 'keep' },
          },
          { op: 'set', at: ['providers', 'file', 'directory'], value: '${path.config_dir}/dynamic' },
          { op: 'set', at: ['providers', 'file', 'watch'], value: true },
          {
            op: 'set',
            at: ['providers', 'http'],
            value: {
              endpoint: 'http://127.0.0.1:${svc.traefik_proxy_admin.port}/api/traefik/config?dumb_provider=traefik',
              pollInterval: '10s',
            },
            when: { enabled: 'traefik_proxy_admin' },
          },
          { op: 'remove', at: ['providers', 'http'], when: { not: { enabled: 'traefik_proxy_admin' } } },
        ],
      },
    ],
    run: {
      argv: ['${artifact}/traefik', '--configFile=${self.config_file}'],
      cwd: '${self.config_dir}',
      user: 'service',
    },
    health: {
      probes: [
        { kind: 'tcp', port: 'web' },
        { kind: 'http', port: 'dashboard', path: '/api/version', expect: { jsonKey: 'Version' } },
      ],
    },
    logs: {
      from: 'output',
      patterns: ['^(?<time>\\d{4}-\\d\\d-\\d\\dT\\S+)\\s+(?<level>TRC|DBG|INF|WRN|ERR|FTL|PNC)\\s+(?<message>\\S.*)$'],
      levels: {
        TRC: 'DEBUG',
        DBG: 'DEBUG',
        INF: 'INFO',
        WRN: 'WARNING',
        ERR: 'ERROR',
        FTL: 'CRITICAL',
        PNC: 'CRITICAL',
      },
    },
    hooks: [
      {
        name: 'make-access-log',
        at: 'prepare',
        title: 'Make the access log',
        values: { path: '${path.access_log_file}' },
      },
      {
        name: 'keep-host',
        at: 'prepare',
        title: 'Keep the host of the entry point',
        values: {
          config_file: '${path.config_file}',
          address: '${self.entrypoints.web.address}',
          port: '${port.web}',
        },
      },
      {
        name: 'write-routes',
        at: 'provision',
        title: 'Write the routes to the services',
        values: { config_dir: '${path.config_dir}', pages: '${system.pages}' },
      },
    ],
    diagnoses: [
      {
        pattern: 'address already in use',
        code: 'port.conflict',
        message: 'Another program has the port of Traefik.',
      },
      {
        pattern: 'field not found, node',
        code: 'file.unreadable',
        message: 'The configuration has a setting that this version of Traefik does not know.',
      },
    ],
    simulated: true,
  },
});
