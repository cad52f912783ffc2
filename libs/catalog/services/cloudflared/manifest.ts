import { logLevel } from '../../families/log-level.ts';
import { defineService } from '../../vocabulary/manifest.ts';

/** Where a token may stand; the first that is not blank counts. The original copied it into the second. */
const tokenFields = ['tunnel_token', 'env.TUNNEL_TOKEN', 'env.CLOUDFLARED_TUNNEL_TOKEN', 'env.CF_TUNNEL_TOKEN'];

export const cloudflared = defineService({
  key: 'cloudflared',

  displayName: 'Cloudflared',
  aliases: ['Cloudflare Tunnel'],
  role: 'optional',
  kind: 'unit',
  description: 'Cloudflare tunnel: reaches the stack from outside without an open port at home.',
  links: {
    project: 'https://github.com/cloudflare/cloudflared',
    docs: 'https://developers.cloudflare.com/cloudflare-one/',
    sponsor: 'https://github.com/sponsors/cloudflare',
  },
  defaults: {
    enabled: false,
    process_name: 'Cloudflared',
    pinned_version: 'latest',
    suppress_logging: false,
    log_level: 'INFO',
    auto_update: false,
    auto_update_mode: 'install',
    auto_update_interval: 24,
    auto_update_start_time: '04:00',
    config_dir: '/cloudflared',
    log_file: '/log/cloudflared.log',
    tunnel_token: '',
    command: ['/bin/bash', '-c', 'exec /cloudflared/cloudflared tunnel --no-autoupdate run --token "$TUNNEL_TOKEN"'],
    env: {
      HOME: '/cloudflared',
    },
  },
  fields: {
    pinned_version: { label: 'Version', description: 'latest, or a release as it is tagged: 2026.7.1, without a v.' },
    tunnel_token: { label: 'Tunnel token', description: 'From the page of the tunnel at Cloudflare.', secret: true },
    'env.TUNNEL_TOKEN': { types: ['string'], secret: true, derived: true },
    'env.CLOUDFLARED_TUNNEL_TOKEN': { types: ['string'], secret: true },
    'env.CF_TUNNEL_TOKEN': { types: ['string'], secret: true },
    command: { derived: true },
  },
  onboarding: {
    name: 'Cloudflared',
    description: 'Makes the stack reachable through Cloudflare. Needs a tunnel token.',
    order: 13,
    dependencies: ['traefik'],
    phase: 'after-core',
  },
  ports: [{ id: 'metrics', default: 20241, role: 'internal', protocol: 'http' }],
  requires: [{ service: 'traefik', kind: 'port', until: 'healthy', enable: true, reason: 'publishes its entry point' }],
  stop: { signal: 'SIGTERM', graceMs: 30_000 },
  stopTier: 'clients',
  runtime: {
    source: {
      kind: 'github-asset',
      repository: 'cloudflare/cloudflared',
      asset: { amd64: 'cloudflared-linux-amd64', arm64: 'cloudflared-linux-arm64' },
      archive: 'none',
      verify: 'github-digest',
      selectors: ['latest', 'tag'],
    },
    artifact: {
      root: '${self.config_dir}',
      ready: ['cloudflared'],
      executables: ['cloudflared'],
      version: { kind: 'marker' },
      persist: [],
    },
    run: {
      // Whoever sees the list of processes must not see the token, so that it is no argument.
      argv: ['${artifact}/cloudflared', 'tunnel', '--no-autoupdate', '--metrics', '127.0.0.1:${port.metrics}', 'run'],
      cwd: '${self.config_dir}',
      env: {
        HOME: '${path.config_dir}',
        TUNNEL_TOKEN: tokenFields.map((field) => ({
          when: { truthy: `\${self.${field}}` },
          value: `\${self.${field}}`,
        })),
        TUNNEL_LOGLEVEL: logLevel({ DEBUG: 'debug', INFO: 'info', WARNING: 'warn', ERROR: 'error', CRITICAL: 'fatal' }),
      },
      user: 'service',
    },
    // That it runs says nothing: it is ready once Cloudflare has taken a connection.
    health: { probes: [{ kind: 'http', port: 'metrics', path: '/ready', expect: { jsonKey: 'readyConnections' } }] },
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
    needs: [
      {
        field: 'tunnel_token',
        message: 'Cloudflared needs the token of a tunnel; Cloudflare shows it on the page of the tunnel.',
        when: { not: { any: tokenFields.map((field) => ({ truthy: `\${self.${field}}` })) } },
      },
    ],
    diagnoses: [
      {
        pattern: 'Tunnel token is not valid',
        code: 'service.setting',
        message: 'its token is none. Copy the whole token from the page of the tunnel.',
      },
      {
        pattern: 'Unauthorized: (Invalid tunnel secret|Tunnel not found)',
        code: 'service.setting',
        message: 'Cloudflare does not know its token any more. Take the one that the page of the tunnel shows now.',
      },
    ],
    simulated: true,
  },
});
