import type { Condition } from '../../vocabulary/condition.ts';
import { defineService } from '../../vocabulary/manifest.ts';
import {
  allDebrid,
  fromDecypharr,
  fromInfinidysk,
  fromZurg,
  premiumize,
  realDebrid,
  remoteOps,
  torBox,
  torBoxFtp,
  unknownRemote,
  zurgLogin,
} from './remote.ts';

const fuse: Condition = { host: 'fuse' };
const remoteControl: Condition = { any: [fromDecypharr, fromInfinidysk] };
const level = (...names: readonly string[]): Condition => ({ is: '${self.log_level}', oneOf: names });

export const rclone = defineService({
  key: 'rclone',
  displayName: 'rclone',
  role: 'dependency',
  kind: 'unit',
  description: 'Mounts a debrid or Usenet library as a folder that media servers can read.',
  links: {
    project: 'https://rclone.org',
    docs: 'https://rclone.org/commands/rclone_mount/',
    sponsor: 'https://rclone.org/sponsor/',
  },
  defaults: {
    enabled: false,
    core_service: '',
    process_name: 'rclone w/ RealDebrid',
    suppress_logging: false,
    log_level: 'INFO',
    key_type: 'RealDebrid',
    zurg_enabled: true,
    decypharr_enabled: false,
    mount_dir: '/mnt/debrid',
    mount_name: 'rclone_RD',
    cache_dir: '/cache',
    config_dir: '/config',
    config_file: '/config/rclone.config',
    log_file: '/log/rclone_w_realdebrid.log',
    zurg_config_file: '/zurg/RD/config.yml',
    command: [],
    api_key: '',
    username: '',
    password: '',
    customer_id: '',
  },
  fields: {
    api_key: { label: 'Provider key', secret: true },
    password: { label: 'Provider password', secret: true },
    mount_name: { label: 'Name of the mount', pattern: '^[A-Za-z0-9_][A-Za-z0-9_. -]*$' },
    core_service: { description: 'Key of the core service that this instance belongs to.', types: ['string', 'array'] },
    command: { derived: true, types: ['array', 'string'] },
    extra_args: {
      label: 'Further arguments',
      description:
        'Flags of rclone, one a line: `--vfs-read-ahead=128M`. What Showrunner itself relies on cannot be changed.',
      types: ['array'],
    },
  },
  instances: { template: 'RealDebrid', processName: 'rclone w/ ${instance.name}' },
  ports: [
    { id: 'rc', default: 5572, role: 'internal', protocol: 'http', when: remoteControl },
    { id: 'serve', default: 5580, role: 'api', protocol: 'http', when: { not: fuse } },
  ],
  requires: [
    {
      service: 'zurg',
      kind: 'port',
      until: 'healthy',
      enable: true,
      instance: 'same-name',
      when: fromZurg,
      reason: 'mounts the library that it serves',
    },
    {
      service: 'decypharr',
      kind: 'port',
      until: 'healthy',
      enable: false,
      when: fromDecypharr,
      reason: 'mounts the library that it serves',
    },
    {
      service: 'infinidysk',
      kind: 'port',
      until: 'healthy',
      enable: false,
      when: fromInfinidysk,
      reason: 'mounts the library that it serves',
    },
  ],
  companion: {
    processName: 'Rclone w/ ${owner.display}',
    set: {
      core_service: '${owner.key}',
      key_type: '${request.provider}',
      mount_dir: '/mnt/debrid',
      mount_name: '${owner.slug}',
      log_file: '/log/rclone_w_${owner.slug}.log',
      zurg_enabled: true,
      decypharr_enabled: false,
      zurg_config_file: '/zurg/RD/${owner.display}/config.yml',
    },
  },
  stop: { signal: 'SIGTERM', graceMs: 48_000 },
  stopTier: 'clients',
  runtime: {
    source: {
      kind: 'first',
      of: [
        { kind: 'system', program: 'rclone' },
        {
          kind: 'github-asset',
          repository: 'rclone/rclone',
          asset: { amd64: 'rclone-${tag}-linux-amd64.zip', arm64: 'rclone-${tag}-linux-arm64.zip' },
          archive: 'zip',
          strip: 1,
          verify: { checksumFile: 'SHA256SUMS' },
          selectors: ['latest', 'tag'],
        },
      ],
    },
    artifact: {
      root: '/rclone',
      ready: ['rclone'],
      executables: ['rclone'],
      version: { kind: 'command', argv: ['rclone', '--version'], pattern: '^rclone (\\S+)' },
      persist: [],
    },
    directories: [
      { path: '${self.mount_dir}', mode: 0o755, owner: 'service', when: fuse },
      { path: '${self.mount_dir}/${self.mount_name}', mode: 0o755, owner: 'service', when: fuse },
      { path: '${self.cache_dir}', mode: 0o755, owner: 'service' },
    ],
    files: [{ path: '${self.config_file}', format: 'ini', mode: 0o600, owner: 'invoker', ops: remoteOps }],
    run: {
      argv: [
        'rclone',
        { when: fuse, args: ['mount', '${self.mount_name}:', '${path.mount_dir}/${self.mount_name}'] },
        // Without FUSE the library is still there, as WebDAV on a port of its own.
        { when: { not: fuse }, args: ['serve', 'webdav', '${self.mount_name}:', '--addr=127.0.0.1:${port.serve}'] },
        { when: { not: fromInfinidysk }, args: ['--dir-cache-time=10s'] },
        {
          // A week. Older versions of rclone know hours only.
          when: fromInfinidysk,
          args: [
            '--vfs-cache-mode=full',
            '--buffer-size=1024M',
            '--dir-cache-time=168h',
            '--vfs-cache-max-size=5G',
            '--vfs-cache-max-age=168h',
            '--links',
            '--use-cookies',
          ],
        },
        // The last of two equal flags counts: a person's beat the defaults above, and what we rely on beats a person's.
        { each: '${self.extra_args}' },
        // Our log is what rclone prints.
        { when: { truthy: '${self.extra_args}' }, args: ['--log-file='] },
        '--config=${path.config_file}',
        { when: fuse, args: ['--uid=${system.puid}', '--gid=${system.pgid}', '--allow-non-empty'] },
        { when: { all: [fuse, { host: 'userAllowOther' }] }, args: ['--allow-other'] },
        '--poll-interval=0',
        '--cache-dir=${path.cache_dir}',
        { when: level('DEBUG', 'INFO', 'ERROR'), args: ['--log-level=${self.log_level}'] },
        // rclone has no such words.
        { when: level('WARNING'), args: ['--log-level=NOTICE'] },
        { when: level('CRITICAL'), args: ['--log-level=ERROR'] },
        { when: remoteControl, args: ['--rc', '--rc-addr=127.0.0.1:${port.rc}', '--rc-no-auth'] },
      ],
      cwd: '${self.config_dir}',
      path: ['${artifact}'],
      // Mounting needs the rights that we have; who owns the files is said by --uid and --gid.
      user: 'invoker',
      mounts: [{ path: '${self.mount_dir}/${self.mount_name}', when: fuse }],
    },
    gates: [
      {
        kind: 'http',
        url: 'http://127.0.0.1:${link.zurg.port}/dav/',
        method: 'PROPFIND',
        timeoutMs: 600_000,
        when: { all: [fromZurg, { not: zurgLogin }] },
      },
      { kind: 'tcp', host: '127.0.0.1', port: '${link.zurg.port}', timeoutMs: 600_000, when: zurgLogin },
      {
        kind: 'http',
        url: 'http://127.0.0.1:${svc.decypharr.port}/webdav/',
        method: 'PROPFIND',
        timeoutMs: 600_000,
        when: fromDecypharr,
      },
      {
        kind: 'tcp',
        host: '127.0.0.1',
        port: '${svc.infinidysk.backend_port}',
        timeoutMs: 600_000,
        when: fromInfinidysk,
      },
    ],
    health: {
      probes: [
        { kind: 'mount', path: '${self.mount_dir}/${self.mount_name}', when: fuse },
        { kind: 'http', port: 'serve', path: '/', method: 'PROPFIND', when: { not: fuse } },
        {
          kind: 'http',
          port: 'rc',
          path: '/core/version',
          method: 'POST',
          expect: { jsonKey: 'version' },
          when: remoteControl,
        },
      ],
      startupMs: 60_000,
    },
    logs: {
      from: 'output',
      patterns: ['^(?<time>\\d{4}/\\d\\d/\\d\\d \\d\\d:\\d\\d:\\d\\d) (?<level>[A-Z]+)\\s*: (?<message>.*)$'],
      levels: { NOTICE: 'INFO' },
    },
    hooks: [
      {
        name: 'obscure-password',
        at: 'prepare',
        title: 'Store the password of the remote the way rclone wants it',
        values: {
          artifact: '${artifact}',
          config_file: '${path.config_file}',
          section: '${self.mount_name}',
          zurg_user: '${link.zurg.user}',
          zurg_password: '${link.zurg.password}',
          infinidysk_password: '${svc.infinidysk.webdav_password}',
          infinidysk_secret: '${svc.infinidysk.secret.webdav_password}',
        },
      },
    ],
    needs: [
      { field: 'mount_name', message: 'rclone needs a name for its mount.' },
      {
        field: 'username',
        message: 'This provider’s WebDAV needs a user name.',
        when: { any: [realDebrid, torBox, torBoxFtp] },
      },
      {
        field: 'password',
        message: 'This provider’s WebDAV needs a password.',
        when: { any: [realDebrid, torBox, torBoxFtp] },
      },
      { field: 'api_key', message: 'This provider’s WebDAV needs an API key.', when: { any: [allDebrid, premiumize] } },
      { field: 'customer_id', message: 'Premiumize’s WebDAV needs the customer id.', when: premiumize },
    ],
    refuses: [
      {
        when: { all: [fromZurg, fromDecypharr] },
        field: 'decypharr_enabled',
        message: 'rclone can mount the library of Zurg or that of Decypharr, not both. Switch one of the two off.',
      },
      {
        when: unknownRemote,
        field: 'key_type',
        message:
          'rclone knows no WebDAV of that provider. RealDebrid, AllDebrid, Premiumize, TorBox and TorBox-FTP have one; Debrid Link works through Decypharr.',
      },
    ],
    simulated: false,
  },
});
