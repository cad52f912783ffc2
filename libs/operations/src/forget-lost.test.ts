import { createFakeFiles, createFakeLogger } from '@showrunner/platform/fakes';
import { describe, expect, it } from 'vitest';
import { forgetLost } from './forget-lost.ts';
import type { AppliedTable } from './store/applied.table.ts';

describe('what is recorded of a program', () => {
  it('is forgotten when its files are gone, and of no other program', async () => {
    const files = createFakeFiles();
    await files.write('/data/zilean/zilean-api', 'program');
    const keys = new Set(['install:/data/zurg', 'files:zurg', 'hook:zurg:x', 'install:/data/zilean', 'files:zilean']);
    const artifacts = new Map([
      ['/data/zurg', 'Zurg'],
      ['/data/zilean', 'Zilean'],
    ]);
    const applied = {
      artifacts: () => [...artifacts].map(([root, processName]) => ({ root, processName })),
      all: () => Object.fromEntries([...keys].map((key) => [key, 'x'])),
      forget: (key: string) => void keys.delete(key),
      forgetInstalled: (root: string) => void artifacts.delete(root),
    } as unknown as AppliedTable; // the rest of the table is not looked at
    await forgetLost(applied, files, createFakeLogger());
    expect([...keys]).toEqual(['install:/data/zilean', 'files:zilean']);
    expect([...artifacts.keys()]).toEqual(['/data/zilean']);
  });
});
