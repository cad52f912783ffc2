import { describe, expect, it } from 'vitest';
import { limitLines } from './limit-words.ts';

const kept = { enforcedBy: 'cgroup-v2', sentence: 'Kept by the control groups of the kernel.' } as const;

describe('limits of a service in plain words', () => {
  it('are one line where they are kept alike', () => {
    const lines = limitLines([
      { resource: 'memory', most: 512 * 2 ** 20, ...kept },
      { resource: 'cpus', most: 2, ...kept },
    ]);
    expect(lines).toEqual([
      { line: 'Memory 512 MiB · 2 processors', keeper: 'Enforced by the kernel’s control groups' },
    ]);
  });

  it('say what nothing enforces, and why', () => {
    const sentence = 'Not enforced: the machine has no control groups. Start it where it has.';
    const lines = limitLines([
      { resource: 'pids', most: 1, enforcedBy: 'nothing', sentence },
      { resource: 'open-files', most: 64, enforcedBy: 'rlimit', sentence: 'Kept by the kernel for each process.' },
    ]);
    expect(lines).toEqual([
      { line: '1 process', keeper: 'Not enforced', note: sentence },
      { line: '64 open files', keeper: 'Enforced by the kernel for each process' },
    ]);
  });

  it('are none where nothing is limited', () => {
    expect(limitLines(undefined)).toEqual([]);
  });
});
