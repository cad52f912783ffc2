import { expect, it } from 'vitest';
import { readOrigins } from './origins.ts';

it('reads which fixtures were captured and which were made', () => {
  const readme = [
    '`log.txt`: captured PostgreSQL 15.20. `before.conf`, `after.conf`: constructed from the',
    'file that initdb writes; a `word` in between: means nothing. `ping.json`: guessed.',
  ].join('\n');
  expect([...readOrigins(readme)]).toEqual([
    ['log.txt', 'captured'],
    ['before.conf', 'constructed'],
    ['after.conf', 'constructed'],
  ]);
});
