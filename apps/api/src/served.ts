import type { Stack } from '@showrunner/operations';
import type { Platform } from '@showrunner/platform';

/** The stack as the wires use it; who opened it brings it up and closes it. */
export type ServedStack = Omit<Stack, 'bringUp' | 'close' | 'refreshCatalog'>;

/** What of the outside world the wires touch themselves. */
export type ServedPlatform = Pick<
  Platform,
  'files' | 'network' | 'clock' | 'ids' | 'logger' | 'openDatabase' | 'compression'
>;

/** How long a request may take to arrive, in milliseconds. */
export interface ArrivalTimes {
  readonly headersMs: number;
  readonly requestMs: number;
}

/** What was decided about the listener. */
export interface ServerSettings {
  readonly host: string;
  readonly port: number;
  /** Further ports, with the same behind them. */
  readonly extraPorts?: readonly number[];
  /** Real path of the data root; the empty string is `/`. */
  readonly dataRoot: string;
  readonly demo: boolean;
  readonly version: string;
  /** One-time code that the first account needs from another machine; whoever starts us prints it. */
  readonly setupCode: string;
  /** Lets everybody in while signing in is switched off. The operator must have said so. */
  readonly allowOpen: boolean;
  /** Switches sign-in by password on again where only a provider lets people in. The operator must have said so. */
  readonly localSignIn?: boolean;
  /** Names beside loopback, addresses and local names that may stand in the Host header. */
  readonly allowedHosts: readonly string[];
  /** Where the built dashboard is; absent: API only. */
  readonly dashboardDir?: string;
  /** Filled with the ports that pages of services are shown on, as any service that wants one gets it. */
  readonly pagePorts: Set<number>;
  /** Warnings about this machine, and files on it, that a person should see now. */
  readonly warnings: () => readonly string[];
  /** DUMB's file of accounts; absent: `config/users.json` in the data root. */
  readonly dumbUsersPath?: string;
  /** Absent: 15 s for the headers, 60 s for all of it. */
  readonly arrival?: ArrivalTimes;
}
