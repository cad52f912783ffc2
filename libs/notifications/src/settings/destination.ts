import type { Severity } from '@showrunner/contracts';

/** Who is told what. */
export interface Destination {
  readonly id: string;
  readonly name: string;
  readonly enabled: boolean;
  readonly provider: 'apprise' | 'webhook';
  /** Empty: there is none yet. */
  readonly url: string;
  readonly verifyTls: boolean;
  readonly headers: Readonly<Record<string, string>>;
  readonly minimumSeverity: Severity;
  /** Empty: all. */
  readonly eventTypes: readonly string[];
  /** Process names; empty: all. */
  readonly serviceNames: readonly string[];
  readonly cooldownSec: number;
  readonly sendRecovery: boolean;
}

/** Above these, and for so long, something is told. */
export interface Thresholds {
  readonly cpuPct: number;
  readonly memoryPct: number;
  readonly diskPct: number;
  readonly inodePct: number;
  readonly durationSec: number;
}

/** `dumb.notifications`, read. */
export interface NotificationSettings {
  readonly enabled: boolean;
  readonly monitorIntervalSec: number;
  readonly historyRetentionDays: number;
  readonly maxAttempts: number;
  readonly retryBaseSec: number;
  readonly thresholds: Thresholds;
  readonly destinations: readonly Destination[];
}
