import type { AuditAnswer, AuditQuery } from '@showrunner/contracts';
import type { Platform } from '@showrunner/platform';
import { type NewEntry, openAuditTable } from './audit-table.ts';

/** What was done and what was refused. A request never fails because it could not be written down. */
export interface AuditLog {
  add(entry: NewEntry): void;
  list(query: AuditQuery): AuditAnswer;
  close(): void;
}

export function openAuditLog(platform: Pick<Platform, 'openDatabase' | 'logger'>, path: string): AuditLog {
  const database = platform.openDatabase(path);
  const table = openAuditTable(database);
  return {
    add(entry) {
      try {
        table.add(entry);
      } catch (error) {
        // Then it is at least in our own log.
        platform.logger.error('audit.not-written', { ...entry, error: String(error) });
      }
    },
    list: (query) => table.list(query),
    close: () => database.close(),
  };
}
