import { createFakeFiles, createFakeLogger } from '@showrunner/platform/fakes';
import { describe, expect, it } from 'vitest';
import { forgetLost } from './forget-lost.ts';
import type { AppliedTable } from './store/applied.table.ts';

describe('what is recorded of a program', () => {
  it('is forgotten when its files are gone, and of no other program', async () => {
    const files = createFakeFiles();
    await files.write('/data/zilean/zilean-api', 'program');
    const end = (processName: string) => ({ serviceKey: 'x', instance: null, processName, ports: {} });
    const connections = {
      'connection:zurg': { connection: 'x', self: end('Rclone'), peer: end('Zurg') },
      'connection:zilean': { connection: 'x', self: end('Zilean'), peer: end('Rclone') },
    };
    const keys = new Set([
      ...Object.keys(connections),
      'install:/data/zurg',
      'files:zurg',
      'hook:zurg:x',
      'install:/data/zilean',
      'files:zilean',
    ]);
    const artifacts = new Map([
      ['/data/zurg', 'Zurg'],
      ['/data/zilean', 'Zilean'],
    ]);
    const applied = {
      artifacts: () => [...artifacts].map(([root, processName]) => ({ root, processName })),
      connections: { all: () => connections },
      all: () => Object.fromEntries([...keys].map((key) => [key, 'x'])),
      forget: (key: string) => void keys.delete(key),
      forgetInstalled: (root: string) => void artifacts.delete(root),
    } as unknown as AppliedTable; // the rest of the table is not looked at
    await forgetLost(applied, files, createFakeLogger());
    expect([...keys]).toEqual(['connection:zilean', 'install:/data/zilean', 'files:zilean']);
    expect([...artifacts.keys()]).toEqual(['/data/zilean']);
  });
});
