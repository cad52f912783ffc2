import { toProblem } from '@showrunner/contracts';
import type { Clock, Logger } from '@showrunner/platform';
import type { ToldTable } from './delivery/told.table.ts';
import type { Notice } from './notice.ts';
import { type ConditionStates, judgeConditions, type MachineReadings } from './select/judge-conditions.ts';
import type { NotificationSettings } from './settings/destination.ts';

export interface MonitorParts {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly told: ToldTable;
  settings(): NotificationSettings;
  measure(): Promise<MachineReadings>;
  tell(notice: Notice): void;
}

const prefix = 'condition ';

/** Looks at the machine again and again, while there is somebody to tell. The answer ends it. */
export function startMonitor(parts: MonitorParts): () => void {
  const { clock, told, logger } = parts;
  const startedAt = clock.monotonic();
  let states: ConditionStates = new Map(told.active(prefix).map((key) => [key, { since: startedAt, told: true }]));
  let isClosed = false;
  let cancel: () => void = () => undefined;

  const look = async (): Promise<void> => {
    const { enabled, destinations, thresholds } = parts.settings();
    if (!enabled || !destinations.some((one) => one.enabled && one.url !== '')) return;
    const readings = await parts.measure();
    if (isClosed) return;
    const judged = judgeConditions(readings, thresholds, states, clock.monotonic());
    states = judged.states;
    for (const notice of judged.notices) {
      told.setActive(prefix + notice.condition, notice.recovers.length === 0, clock.now());
      parts.tell(notice);
    }
  };
  const lookLater = () => {
    if (isClosed) return;
    cancel = clock.after(parts.settings().monitorIntervalSec * 1000, () => {
      look()
        .catch((error: unknown) => logger.warn('notification.not-measured', { message: toProblem(error).message }))
        .finally(lookLater);
    });
  };
  lookLater();
  return () => {
    isClosed = true;
    cancel();
  };
}
