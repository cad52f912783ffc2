import { describe, expect, it } from 'vitest';
import { readSample } from '../../stand-in-kit/read-sample.ts';
import { pgadmin } from './manifest.ts';

describe('manifest of pgadmin', () => {
  it('reads the levels of a real log', () => {
    const logs = pgadmin.runtime?.logs ?? { from: 'output', patterns: [] };
    const levels = readSample(logs, new URL('fixtures/log.txt', import.meta.url)).map(([level]) => level);
    expect(levels).toEqual(['INFO', 'ERROR']);
  });

  it('writes every setting of the file that the original writes', () => {
    const names = pgadmin.runtime?.files?.[0]?.ops.map((op) => op.at[0]);
    expect(names).toEqual([
      'SERVER_MODE',
      'DATA_DIR',
      'DEFAULT_SERVER',
      'DEFAULT_SERVER_PORT',
      'LOG_FILE',
      'CONFIG_DATABASE_URI',
      'SESSION_DB_PATH',
      'STORAGE_DIR',
      'DEFAULT_BINARY_PATHS',
    ]);
  });
});
