import type { Issue } from '@showrunner/contracts';
import { toReadablePath } from '../json/pointer.ts';

/** One sentence for all issues: where, what, and what to try. */
export function describeIssues(issues: readonly Issue[]): string {
  const lines = issues.map(({ path, message, remedy }) =>
    remedy === undefined ? `${toReadablePath(path)} ${message}` : `${toReadablePath(path)} ${message} (${remedy})`,
  );
  return `${issues.length === 1 ? 'A value is' : `${issues.length} values are`} wrong: ${lines.join('; ')}.`;
}
