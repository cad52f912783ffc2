import type { Role } from '@showrunner/contracts';

/** What a role may, in words. */
export const roleWords: Readonly<Record<Role, { readonly short: string; readonly long: string }>> = {
  viewer: { short: 'may look', long: 'May look: status, logs, metrics' },
  operator: { short: 'may run services', long: 'May run services: start, stop, restart' },
  admin: { short: 'may do everything', long: 'May do everything, settings and accounts too' },
};
