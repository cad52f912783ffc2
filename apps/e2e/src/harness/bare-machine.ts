const hide = [
  'if [ -d /usr/lib/postgresql ]; then mount -t tmpfs tmpfs /usr/lib/postgresql; fi',
  'if [ -e /dev/fuse ]; then mount --bind /dev/null /dev/fuse; fi',
  'exec "$@"',
].join(' && ');

/** Starts a program in a mount namespace of its own, in which Debian's PostgreSQL and FUSE are not there. */
export function bareMachine(): readonly string[] {
  const asOrdinaryUser = process.getuid?.() === 0 ? [] : ['--user', '--map-current-user', '--keep-caps'];
  return ['unshare', ...asOrdinaryUser, '--mount', '--propagation', 'private', 'sh', '-c', hide, 'sh'];
}
