import { defineService } from '../../vocabulary/manifest.ts';

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
    tunnel_token: { label: 'Tunnel token', description: 'From the page of the tunnel at Cloudflare.', secret: true },
    'env.TUNNEL_TOKEN': { types: ['string'], secret: true },
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
  ports: [],
  requires: [{ service: 'traefik', kind: 'port', until: 'healthy', enable: true, reason: 'publishes its entry point' }],
  stop: { signal: 'SIGTERM', graceMs: 30_000 },
  stopTier: 'clients',
});
