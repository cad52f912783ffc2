import type { ShowrunnerEvent } from '@showrunner/contracts';
import type { Clock, Files, Ids, Logger, Machine, Network, Processes } from '@showrunner/platform';

/** What the supervisor needs of the world, and whom it tells. */
export interface SupervisorParts {
  readonly processes: Processes;
  readonly files: Files;
  readonly network: Network;
  readonly machine: Machine;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly logger: Logger;
  /** Directory of our own state, made real; `units/<unitId>/` and the lock are in it. */
  readonly stateDir: string;
  /** Takes secrets out of one line of a program's output. */
  redactLine(line: string): string;
  /** Comes before each start, while nobody writes to the output file: the moment at which it may be renamed. */
  readonly readyOutput?: (outputFile: string) => Promise<void>;
  /** Tells everybody what is already true. */
  publish(event: ShowrunnerEvent): void;
}
