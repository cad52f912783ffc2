import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A living process that belongs to a run of this test, as the kernel has it. Our own bookkeeping is not asked. */
export interface MarkedProcess {
  readonly pid: number;
  readonly parent: number;
  readonly session: number;
  readonly mark: string;
  readonly unit: string;
}

/**
 * Everything that lives and carries the mark of a run that is or was recorded under this state directory.
 * @param marks unit by mark; grows with every look, since records of former runs are removed
 */
export function markedProcesses(stateDir: string, marks: Map<string, string>): readonly MarkedProcess[] {
  noteMarks(join(stateDir, 'units'), marks);
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => Number.isInteger(pid) && pid > 0)
    .flatMap((pid) => {
      const found = look(pid);
      const unit = found === undefined ? undefined : marks.get(found.mark);
      return found === undefined || unit === undefined ? [] : [{ ...found, unit }];
    });
}

function look(pid: number): Omit<MarkedProcess, 'unit'> | undefined {
  try {
    const [, rest = ''] = /\) (.*)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? [];
    const [state, parent, , session] = rest.split(' ');
    const mark = /SHOWRUNNER_RUN=([\w-]+)/.exec(readFileSync(`/proc/${pid}/environ`, 'latin1'))?.[1];
    if (state === 'Z' || state === 'X' || mark === undefined) return undefined;
    return { pid, parent: Number(parent), session: Number(session), mark };
  } catch {
    return undefined; // gone meanwhile
  }
}

function noteMarks(units: string, marks: Map<string, string>): void {
  for (const unit of listed(units)) {
    for (const name of listed(join(units, unit))) {
      const mark = name.startsWith('exit-') ? firstLine(join(units, unit, name)).split(' ')[2] : undefined;
      if (mark !== undefined) marks.set(mark, unit);
    }
  }
}

function listed(directory: string): readonly string[] {
  try {
    return readdirSync(directory);
  } catch {
    return []; // nothing was recorded yet, or it was forgotten meanwhile
  }
}

function firstLine(path: string): string {
  try {
    return readFileSync(path, 'utf8').split('\n')[0] ?? '';
  } catch {
    return ''; // its run was forgotten meanwhile
  }
}
