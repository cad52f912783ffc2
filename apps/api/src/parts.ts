import type { InstallCache } from '@showrunner/installer';
import type { AuditLog } from './audit/audit-log.ts';
import type { SeerrSync } from '@showrunner/seerr-sync';
import type { Auth } from './auth/open-auth.ts';
import type { LogSource } from './live/logs/log-source.ts';
import type { Notices } from './notices/open-notices.ts';
import type { OwnLog } from './own-log/own-log.ts';
import type { Metrics } from './metrics/open-metrics.ts';
import type { ServicePages } from './service-pages/service-pages.ts';
import type { ServedPlatform, ServedStack, ServerSettings } from './served.ts';
import type { StackReader } from './stack-reader.ts';

/** Everything that controllers and gateways are made of. */
export interface Parts {
  readonly stack: ServedStack;
  readonly cache: InstallCache;
  readonly reader: StackReader;
  readonly auth: Auth;
  readonly audit: AuditLog;
  readonly notices: Notices;
  readonly logs: LogSource;
  /** The log of the control plane itself. */
  readonly ownLog: OwnLog;
  readonly metrics: Metrics;
  readonly seerrSync: SeerrSync;
  readonly platform: ServedPlatform;
  readonly settings: ServerSettings;
  /** Web pages of services, behind our own proxy. */
  readonly pages: ServicePages;
  /** Epoch milliseconds. */
  readonly startedAt: number;
}

/** The one token that is injected: everything is wired by hand, Nest only routes. */
export const PARTS = Symbol('parts');
