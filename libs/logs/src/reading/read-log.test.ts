import { createFakeFiles } from '@showrunner/platform/fakes';
import { expect, it } from 'vitest';
import { readLogTail } from './read-log.ts';

const path = '/log/riven.log';

it('a tail reads on into rotated siblings, oldest line first', async () => {
  const files = createFakeFiles();
  await files.write(path, 'e\nf');
  await files.write(`${path}.1`, 'c\nd\n');
  await files.write(`${path}.2`, 'a\nb\n');
  await files.write(`${path}.10`, 'zero\n');
  await files.write(`${path}.bak`, 'no\n');
  const redact = (line: string) => line;
  expect(await readLogTail({ files, path, lines: 5, limitBytes: 1000, redact })).toEqual(['b', 'c', 'd', 'e', 'f']);
  expect(await readLogTail({ files, path, lines: 9, limitBytes: 1000, redact })).toEqual([
    'zero',
    'a',
    'b',
    'c',
    'd',
    'e',
    'f',
  ]);
  expect(await readLogTail({ files, path: '/log/none.log', lines: 5, limitBytes: 1000, redact })).toEqual([]);
});
