import { describe, expect, it } from 'vitest';
import { createKeyedMutex } from './mutex.ts';

/** Work that notes when it begins and ends, and ends when it is told to. */
function openWork(log: string[]) {
  const ends = new Map<string, (error?: Error) => void>();
  const work = (name: string) => () =>
    new Promise<void>((resolve, reject) => {
      log.push(`${name} begins`);
      ends.set(name, (error) => {
        log.push(`${name} ends`);
        if (error === undefined) resolve();
        else reject(error);
      });
    });
  return { work, end: (name: string, error?: Error) => ends.get(name)?.(error) };
}

const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('a keyed mutex', () => {
  it('lets what shares no key run side by side, and what shares one in turn', async () => {
    const log: string[] = [];
    const hold = createKeyedMutex<string>();
    const { work, end } = openWork(log);
    const all = [hold(['a', 'b'], work('ab')), hold(['c'], work('c')), hold(['b', 'c'], work('bc'))];
    await settle();
    expect(log).toEqual(['ab begins', 'c begins']);
    end('ab');
    await settle();
    expect(log).toEqual(['ab begins', 'c begins', 'ab ends']);
    end('c');
    await settle();
    expect(log.at(-1)).toBe('bc begins');
    end('bc');
    await Promise.all(all);
  });

  it('goes on after work that failed, and tells its caller', async () => {
    const log: string[] = [];
    const hold = createKeyedMutex<string>();
    const { work, end } = openWork(log);
    const failing = hold(['a'], work('first'));
    const next = hold(['a'], work('second'));
    await settle();
    end('first', new Error('no'));
    await expect(failing).rejects.toThrow('no');
    await settle();
    end('second');
    await next;
    expect(log).toEqual(['first begins', 'first ends', 'second begins', 'second ends']);
  });
});
