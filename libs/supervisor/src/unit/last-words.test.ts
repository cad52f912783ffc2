import { createFakeFiles } from '@showrunner/platform/fakes';
import { describe, expect, it } from 'vitest';
import { readLastWords } from './last-words.ts';

const path = '/log/riven.log';

async function wordsOf(text: string, options: { offset?: number; punched?: number } = {}) {
  const files = createFakeFiles();
  await files.write(path, text);
  const { id = '' } = (await files.facts(path)) ?? {};
  if (options.punched !== undefined) await files.punch(path, id, options.punched);
  const redactLine = (line: string) => line.replace('hunter2', '[REDACTED]');
  return await readLastWords({ files, redactLine }, path, options.offset ?? 0);
}

describe('scenario 40: last words', () => {
  it('end with the line that has no end, secrets taken out', async () => {
    expect(await wordsOf('before\none\npanic: hunter2', { offset: 7 })).toEqual(['one', 'panic: [REDACTED]']);
  });

  it('are whole lines when the log is long', async () => {
    const words = await wordsOf(`${'x'.repeat(99)}\n`.repeat(1_000));
    expect(words).toHaveLength(20);
    expect(words.every((line) => line === 'x'.repeat(99))).toBe(true);
  });

  it('of a log that was rotated begin behind the hole, with the first line there', async () => {
    expect(await wordsOf('gone\ngone\nfirst\nlast', { punched: 10 })).toEqual(['first', 'last']);
  });
});
