import type { Issue, JsonObject } from '@showrunner/contracts';
import type { Catalog } from '@showrunner/catalog';
import { listEntries } from '../entries/list-entries.ts';
import { leastMemoryBytes, parseMemorySize } from '../limits/memory-size.ts';

/** Limits that a schema cannot judge well: too little memory is nearly always a forgotten unit, and processes are whole. */
export function limitIssues(document: JsonObject, catalog: Catalog): readonly Issue[] {
  return listEntries(document, catalog).flatMap(({ path, config }): readonly Issue[] => {
    const issues: Issue[] = [];
    const memory = config['mem_limit'];
    const bytes = typeof memory === 'number' ? memory : parseMemorySize(memory);
    if (bytes !== undefined && bytes < leastMemoryBytes) {
      const message = `must be at least 4m, not ${JSON.stringify(memory)}; no program starts in less`;
      const remedy = `${typeof memory === 'number' ? 'a number is bytes; ' : ''}write it with its unit, such as 512m`;
      issues.push({ path: [...path, 'mem_limit'], message, remedy });
    }
    const wholes = [
      { at: ['pids_limit'], value: config['pids_limit'] },
      { at: ['ulimits', 'nofile'], value: openFilesOf(config['ulimits']) },
    ];
    for (const { at, value } of wholes) {
      if (typeof value !== 'number' || Number.isInteger(value)) continue;
      issues.push({ path: [...path, ...at], message: `must be a whole number, not ${value}` });
    }
    return issues;
  });
}

function openFilesOf(ulimits: unknown): unknown {
  return typeof ulimits === 'object' && ulimits !== null && 'nofile' in ulimits ? ulimits.nofile : undefined;
}
