import { toProblem, type UnitId } from '@showrunner/contracts';
import type { SupervisorParts } from '../parts.ts';

/** What of the stack-wide brake must survive us: that it is on, and for what. Who waits asks again. */
export interface SavedBrake {
  readonly since: number;
  readonly cause?: UnitId;
  readonly failed: readonly UnitId[];
}

/** One file; there is none while the brake is off. */
export interface BrakeStore {
  /** `undefined`: it was off, or nothing of it means anything any more. */
  load(): Promise<SavedBrake | undefined>;
  /** Writes one after the other; the last one counts. A failure is logged: the brake goes on from memory. */
  save(brake: SavedBrake | undefined): void;
  /** Resolves when everything is written. */
  idle(): Promise<void>;
}

const version = 1;

/**
 * Opens the store under the supervisor's state directory. In another boot nothing of before lives, so nothing is held, and
 * the file need not outlive a loss of power.
 */
export function createBrakeStore(
  { files, logger, stateDir }: Pick<SupervisorParts, 'files' | 'logger' | 'stateDir'>,
  bootId: string,
): BrakeStore {
  const path = `${stateDir}/brake.json`;
  let writing = Promise.resolve();
  let wanted: string | undefined;
  const write = async () => {
    try {
      if (wanted === undefined) await files.remove(path);
      else await files.write(path, wanted, { mode: 0o600, durable: false });
    } catch (error) {
      const { code, message } = toProblem(error);
      logger.error('brake.unsaved', { code, message });
    }
  };
  return {
    async load() {
      const text = await files.readText(path);
      wanted = text;
      return text === undefined ? undefined : parse(text, bootId);
    },
    save(brake) {
      const text = brake === undefined ? undefined : JSON.stringify({ version, bootId, ...brake });
      if (text === wanted) return;
      wanted = text;
      writing = writing.then(write);
    },
    idle: () => writing,
  };
}

function parse(text: string, boot: string): SavedBrake | undefined {
  try {
    // Written whole by `save`, in a directory that only we can write.
    const saved = JSON.parse(text) as SavedBrake & { readonly version: number; readonly bootId: string };
    if (saved.version !== version || saved.bootId !== boot) return undefined;
    return { since: saved.since, failed: saved.failed, ...(saved.cause === undefined ? {} : { cause: saved.cause }) };
  } catch {
    return undefined; // damaged: the failures of the last moments are still in the memory of the units
  }
}
