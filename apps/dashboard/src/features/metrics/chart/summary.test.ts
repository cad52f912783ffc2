import { expect, it } from 'vitest';
import { summarise } from './summary.ts';

it('tells the newest, the least and the greatest of what was measured', () => {
  expect(summarise([3, null, 1, 2])).toEqual({ now: 2, least: 1, most: 3 });
  expect(summarise([3, null])).toEqual({ now: null, least: 3, most: 3 });
  expect(summarise([])).toBeUndefined();
  expect(summarise([null])).toBeUndefined();
});
