import type { NeedView } from '@showrunner/contracts';
import { expect, it } from 'vitest';
import { needWords } from './need-words.ts';

const need = (changes: Partial<NeedView>): NeedView => ({
  processName: 'PostgreSQL',
  kind: 'database',
  until: 'healthy',
  required: true,
  on: { restarted: 'ignore', unhealthy: 'ignore', gone: 'ignore' },
  ...changes,
});

it('says what is shared, and what happens when it is lost', () => {
  expect(needWords(need({}))).toBe('Database: waits for it; goes on when it restarts, is unhealthy or is gone.');
  expect(needWords(need({ kind: 'mount', on: { restarted: 'restart', unhealthy: 'guard', gone: 'guard' } }))).toBe(
    'Mount: waits for it; is restarted when it restarts; is guarded while it is unhealthy or is gone.',
  );
});

it('says what is not waited for', () => {
  const on = { restarted: 'restart', unhealthy: 'pause', gone: 'pause' } as const;
  expect(needWords(need({ kind: 'network', required: false, on }))).toBe(
    'Network: waits for it only while it is on its way; is restarted when it restarts; is stopped while it is unhealthy or is gone.',
  );
  expect(needWords(need({ kind: 'order', until: 'installed' }))).toBe('Start order: only needs it to be installed.');
});
