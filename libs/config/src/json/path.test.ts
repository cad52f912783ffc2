import { describe, expect, it } from 'vitest';
import { getIn, removeIn, setIn } from './path.ts';
import { parsePointer, toPointer } from './pointer.ts';

const document = { a: { list: [1, { b: 2 }] } };

describe('paths', () => {
  it('reach objects and lists without touching the original', () => {
    expect(getIn(document, ['a', 'list', '1', 'b'])).toBe(2);
    expect(setIn(document, ['a', 'list', '1', 'b'], 3)).toEqual({ a: { list: [1, { b: 3 }] } });
    expect(setIn(document, ['a', 'list', '2'], 4)).toEqual({ a: { list: [1, { b: 2 }, 4] } });
    expect(setIn(document, ['x', 'y'], true)).toEqual({ ...document, x: { y: true } });
    expect(removeIn(document, ['a', 'list', '0'])).toEqual({ a: { list: [{ b: 2 }] } });
    expect(removeIn(document, ['a', 'list'])).toEqual({ a: {} });
    expect(removeIn(document, ['nope', 'list'])).toBe(document);
    expect(document).toEqual({ a: { list: [1, { b: 2 }] } });
  });

  it('never reach a prototype', () => {
    expect(getIn(document, ['constructor'])).toBeUndefined();
    expect(Object.hasOwn(setIn({}, ['__proto__'], { x: 1 }), '__proto__')).toBe(true);
  });

  it('survive as pointers', () => {
    const path = ['a/b', 'c~d', ''];
    expect(parsePointer(toPointer(path))).toEqual(path);
  });
});
