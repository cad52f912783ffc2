import type { Reactions } from '../vocabulary/edges.ts';
import type { Requirement } from '../vocabulary/links.ts';

/** Everything that mounts a library: a media server must not scan while one of them is away. */
export const libraryMounts: readonly Requirement[] = ['rclone', 'decypharr', 'altmount'].map((service) => ({
  service,
  kind: 'mount',
  until: 'healthy',
  enable: false,
  reason: 'plays from its mount',
}));

/** For what only makes links that point into a mount: it opens nothing there, so another mount is the same to it. */
export const onlyLinks: Reactions = { restarted: 'ignore', unhealthy: 'ignore', gone: 'ignore' };
