import { defineService } from '../../vocabulary/manifest.ts';

const binaries = [
  'pg',
  'pg-12',
  'pg-13',
  'pg-14',
  'pg-15',
  'pg-16',
  'pg-17',
  'ppas',
  'ppas-12',
  'ppas-13',
  'ppas-14',
  'ppas-15',
  'ppas-16',
  'ppas-17',
];

export const pgadmin = defineService({
  key: 'pgadmin',
  displayName: 'pgAdmin',
  aliases: ['pgadmin4'],
  role: 'optional',
  kind: 'unit',
  description: 'Looks into the databases of the stack from the browser.',
  links: {
    project: 'https://www.pgadmin.org',
    docs: 'https://www.pgadmin.org/docs/',
    sponsor: 'https://www.pgadmin.org/donate/',
  },
  defaults: {
    enabled: false,
    process_name: 'pgAdmin4',
    config_dir: '/pgadmin/data',
    config_file: '/pgadmin/data/config_local.py',
    log_file: '/pgadmin/data/pgadmin4.log',
    port: 5050,
    default_server: '0.0.0.0',
    setup_email: 'DUMB@DUMB.DUMB',
    setup_password: 'postgres',
    command: '',
  },
  fields: {
    setup_email: {
      label: 'E-mail to sign in with',
      description: 'Used only for the first start, while the database is empty.',
    },
    setup_password: {
      label: 'Password to sign in with',
      description: 'Used only for the first start. Change it afterwards.',
      secret: true,
    },
    command: { derived: true },
  },
  onboarding: {
    name: 'pgAdmin',
    description: 'Web administration of the database server.',
    order: 2,
    dependencies: ['postgres'],
    phase: 'before-core',
  },
  ports: [{ id: 'web', field: 'port', default: 5050, role: 'ui', protocol: 'http' }],
  requires: [
    {
      service: 'postgres',
      kind: 'database',
      until: 'healthy',
      enable: true,
      database: 'pgadmin',
      reason: 'keeps its accounts in the database',
    },
  ],
  ui: { port: 'web', path: '/', name: 'pgadmin4' },
  stop: { signal: 'SIGTERM', graceMs: 30_000 },
  stopTier: 'databases',
  runtime: {
    source: { kind: 'python-package', package: 'pgadmin4', version: '9.17' },
    buildToolchains: ['python'],
    artifact: {
      root: '/pgadmin',
      ready: ['venv/bin/python', 'venv/bin/pgadmin4'],
      executables: ['venv/bin/python', 'venv/bin/pgadmin4'],
      version: { kind: 'marker' },
      persist: ['data'],
    },
    directories: [
      { path: '${self.config_dir}', mode: 0o700, owner: 'service' },
      { path: '${self.config_dir}/sessions', mode: 0o700, owner: 'service' },
      { path: '${self.config_dir}/storage', mode: 0o700, owner: 'service' },
    ],
    files: [
      {
        path: '${self.config_file}',
        format: 'python',
        mode: 0o600,
        owner: 'service',
        ops: [
          { op: 'set', at: ['SERVER_MODE'], value: true },
          { op: 'set', at: ['DATA_DIR'], value: '${path.config_dir}' },
          { op: 'set', at: ['DEFAULT_SERVER'], value: '${self.default_server}' },
          { op: 'set', at: ['DEFAULT_SERVER_PORT'], value: '${port.web}' },
          { op: 'set', at: ['LOG_FILE'], value: '${path.log_file}' },
          {
            op: 'set',
            at: ['CONFIG_DATABASE_URI'],
            value:
              'postgresql://${url.svc.postgres.user}:${url.svc.postgres.password}@${svc.postgres.host}:${svc.postgres.port}/pgadmin',
            secret: true,
          },
          { op: 'set', at: ['SESSION_DB_PATH'], value: '${path.config_dir}/sessions' },
          { op: 'set', at: ['STORAGE_DIR'], value: '${path.config_dir}/storage' },
          {
            op: 'set-default',
            at: ['DEFAULT_BINARY_PATHS'],
            value: Object.fromEntries(binaries.map((name) => [name, '/usr/bin'])),
          },
        ],
      },
    ],
    run: {
      argv: ['${artifact}/venv/bin/pgadmin4'],
      cwd: '${self.config_dir}',
      env: {
        PGADMIN_SETUP_EMAIL: '${self.setup_email}',
        PGADMIN_SETUP_PASSWORD: '${self.setup_password}',
        VIRTUAL_ENV: '${artifact}/venv',
      },
      path: ['${artifact}/venv/bin'],
      toolchains: ['python'],
      user: 'service',
    },
    health: {
      probes: [
        { kind: 'tcp', port: 'web' },
        { kind: 'http', port: 'web', path: '/misc/ping' },
      ],
      startupMs: 180_000,
    },
    logs: {
      from: { own: '${path.log_file}' },
      patterns: ['^(?<time>\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d,\\d+): (?<level>[A-Z]+)\\s+(?<message>.*)$'],
    },
    hooks: [
      {
        name: 'link-config',
        at: 'prepare',
        title: 'Give pgAdmin its settings file',
        values: { venv: '${artifact}/venv', config_file: '${path.config_file}' },
      },
      {
        name: 'register-server',
        at: 'provision',
        title: 'Register the database server in pgAdmin',
        values: {
          host: '${svc.postgres.host}',
          port: '${svc.postgres.port}',
          user: '${svc.postgres.user}',
          password: '${svc.postgres.password}',
        },
      },
    ],
    needs: [
      { field: 'setup_email', message: 'pgAdmin needs an e-mail address for its first account.' },
      { field: 'setup_password', message: 'pgAdmin needs a password for its first account.' },
    ],
    simulated: true,
  },
});
