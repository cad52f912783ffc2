import type { Condition } from '../../vocabulary/condition.ts';
import type { FileOp } from '../../vocabulary/files.ts';
import type { RuntimeSpec } from '../../vocabulary/manifest.ts';
import type { SourceSpec } from '../../vocabulary/source.ts';

/** Where a program of the family comes from. */
export interface ArrSource {
  readonly displayName: string;
  /** Update server of the project: `https://radarr.servarr.com/v1/update`. */
  readonly feed: string;
  /** Branch that a new installation follows. */
  readonly branch: string;
  /** Name of an asset on GitHub per architecture; absent: the project publishes no builds there. */
  readonly asset?: { readonly amd64: string; readonly arm64: string };
}

const byRelease: Condition = { truthy: '${self.release_version_enabled}' };
const onPostgres: Condition = { is: '${self.postgres_enabled}', equal: true };
const isDefault: Condition = { is: '${instance.name}', equal: 'Default' };

/** How one of the Arrs is installed, set up, run and watched. They are one code base, so all of it is the same. */
export function arrRuntime(key: string, source: ArrSource): RuntimeSpec {
  const { displayName } = source;
  return {
    source: sourceOf(source),
    artifact: {
      root: `/opt/${key}`,
      apart: {
        root: `/opt/${key}/instances/\${instance.slug}`,
        fields: ['release_version_enabled', 'pinned_version', 'branch'],
      },
      ready: [`${displayName}/${displayName}`],
      executables: [`${displayName}/${displayName}`],
      version: { kind: 'marker' },
      persist: ['instances'],
      exclusive: true,
    },
    directories: [{ path: '${self.config_dir}', mode: 0o755, owner: 'service' }],
    files: [
      {
        path: '${self.config_file}',
        format: 'xml',
        seed: '<Config>\n</Config>\n',
        mode: 0o600,
        owner: 'service',
        ops: [...settings(source), ...databaseSettings(key)],
      },
    ],
    run: {
      argv: [`\${artifact}/${displayName}/${displayName}`, '--nobrowser', '--data=${self.config_dir}'],
      cwd: '${self.config_dir}',
      user: 'service',
    },
    health: { probes: [{ kind: 'http', port: 'web', path: '/ping', expect: { text: '"OK"' } }], startupMs: 180_000 },
    logs: {
      from: { own: '${self.log_file}' },
      patterns: [
        '^(?<time>\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d+)\\|(?<level>\\w+)\\|(?<component>[^|]*)\\|(?<message>.*)$',
      ],
    },
    diagnoses: [
      {
        pattern: 'address already in use',
        code: 'port.conflict',
        message: 'another program holds its port.',
      },
      {
        pattern: 'password authentication failed|28P01',
        code: 'service.setting',
        message: 'PostgreSQL refuses the password in its config.xml.',
      },
      {
        pattern: 'database disk image is malformed',
        code: 'service.setting',
        message: 'its SQLite database is damaged; put a backup of it back (System → Backup keeps some).',
      },
    ],
    simulated: true,
  };
}

/** The update server of the project; GitHub for what it does not have, and for whoever asks for a release by its tag. */
function sourceOf({ displayName, feed, branch, asset }: ArrSource): SourceSpec {
  const vendor: SourceSpec = { kind: 'servarr-feed', feed, branch, branchWish: '${self.branch}' };
  if (asset === undefined) return vendor;
  const github: SourceSpec = {
    kind: 'github-asset',
    repository: `\${self.repo_owner}/\${self.repo_name}`,
    asset: {
      amd64: `${displayName}.${branch}.\${version}.${asset.amd64}.tar.gz`,
      arm64: `${displayName}.${branch}.\${version}.${asset.arm64}.tar.gz`,
    },
    archive: 'tar.gz',
    verify: 'github-digest',
    selectors: ['latest', 'tag', 'prerelease', 'nightly'],
  };
  return { kind: 'first', of: [{ ...vendor, when: { not: byRelease } }, github] };
}

/** Words of the program for ours. */
const levels: Readonly<Record<string, string>> = {
  DEBUG: 'debug',
  INFO: 'info',
  WARNING: 'warn',
  ERROR: 'error',
  CRITICAL: 'fatal',
};

/**
 * Every start sets what the stack decides: port, name, database. A new file also gets what is sensible here and is the
 * person's from then on: it is reached on this machine only, where our own login stands in front of its page; and it is
 * updated by us, not by itself.
 */
function settings({ branch }: ArrSource): readonly FileOp[] {
  const set = (name: string, value: string, more: Partial<FileOp> = {}): FileOp => ({
    op: 'set',
    at: ['Config', name],
    value,
    ...more,
  });
  const seed = (name: string, value: string): FileOp => set(name, value, { mode: 'seed' });
  return [
    seed('BindAddress', '127.0.0.1'),
    set('BindAddress', '${self.host}', { when: { truthy: '${self.host}' } }),
    set('Port', '${port.web}'),
    { op: 'set-if-blank', at: ['Config', 'ApiKey'], value: '${secret.api_key}', secret: true },
    seed('AuthenticationMethod', 'External'),
    seed('AuthenticationRequired', 'DisabledForLocalAddresses'),
    seed('Branch', branch),
    set('Branch', '${self.branch}', { when: { truthy: '${self.branch}' } }),
    seed('LogLevel', 'info'),
    ...Object.entries(levels).map(([word, level]) =>
      set('LogLevel', level, { when: { is: '${self.log_level}', equal: word } }),
    ),
    set('InstanceName', '${self.process_name}'),
    seed('LaunchBrowser', 'False'),
    seed('UpdateMechanism', 'External'),
    seed('UpdateAutomatically', 'False'),
    seed('AnalyticsEnabled', 'False'),
  ];
}

function databaseSettings(key: string): readonly FileOp[] {
  const values: Readonly<Record<string, string>> = {
    PostgresUser: '${svc.postgres.user}',
    PostgresPassword: '${svc.postgres.password}',
    PostgresPort: '${svc.postgres.port}',
    PostgresHost: '${svc.postgres.host}',
  };
  const secret = (name: string): Partial<FileOp> => (name === 'PostgresPassword' ? { secret: true } : {});
  return [
    ...Object.entries(values).map(([name, value]): FileOp => ({
      op: 'set',
      at: ['Config', name],
      value,
      when: onPostgres,
      ...secret(name),
    })),
    ...databaseName('PostgresMainDb', 'postgres_main_db', `${key}-main`, `${key}_\${instance.slug}_main`),
    ...databaseName('PostgresLogDb', 'postgres_log_db', `${key}-log`, `${key}_\${instance.slug}_log`),
    // Without a host it uses SQLite. A server that somebody else has named there is none of ours.
    ...['PostgresHost', 'PostgresPassword'].map((name): FileOp => ({
      op: 'remove',
      at: ['Config', name],
      value: values[name] ?? '',
      when: { not: onPostgres },
      ...secret(name),
    })),
  ];
}

/** The names by which `optionalDatabase` makes the databases. */
function databaseName(element: string, field: string, name: string, instanceName: string): readonly FileOp[] {
  const given: Condition = { truthy: `\${self.${field}}` };
  const when = (...conditions: readonly Condition[]): Condition => ({ all: [onPostgres, ...conditions] });
  const set = (value: string, condition: Condition): FileOp => ({
    op: 'set',
    at: ['Config', element],
    value,
    when: condition,
  });
  return [
    set(`\${self.${field}}`, when(given)),
    set(name, when({ not: given }, isDefault)),
    set(instanceName, when({ not: given }, { not: isDefault })),
  ];
}
