import { expect, it } from 'vitest';
import { StateWriter } from './state-writer.ts';

/** A disk that is as slow as the test wants. */
function aWriter() {
  const written: string[] = [];
  const errors: unknown[] = [];
  let finish: ((error?: Error) => void)[] = [];
  const write = (text: string) =>
    new Promise<void>((resolve, reject) => {
      finish.push((error) => {
        if (error !== undefined) return reject(error);
        written.push(text);
        resolve();
      });
    });
  const writer = new StateWriter(write, (error) => errors.push(error));
  const next = async (error?: Error) => {
    const due = finish;
    finish = [];
    due.forEach((end) => end(error));
    for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
  };
  return { writer, written, errors, next };
}

it('does what waits for a state once that state or a newer one is written, in order', async () => {
  const { writer, written, next } = aWriter();
  const done: string[] = [];
  for (const state of ['a', 'b', 'c']) writer.save(state, () => done.push(state));
  expect(done).toEqual([]);
  await next();
  expect({ written, done }).toEqual({ written: ['a'], done: ['a'] });
  await next();
  expect({ written, done }).toEqual({ written: ['a', 'c'], done: ['a', 'b', 'c'] });
});

it('writes nothing twice, and is settled at once then', async () => {
  const { writer, written, next } = aWriter();
  const done: number[] = [];
  writer.save('a', () => done.push(1));
  await next();
  writer.save('a', () => done.push(2));
  expect({ written, done }).toEqual({ written: ['a'], done: [1, 2] });
  await writer.settled();
});

it('goes on after what could not be written and what fails afterwards, and tells both', async () => {
  const { writer, written, errors, next } = aWriter();
  const done: string[] = [];
  writer.save('a', () => {
    throw new Error('a listener fails');
  });
  writer.save('b', () => done.push('b'));
  const settled = writer.settled().then(() => done.push('settled'));
  await next(new Error('no space'));
  await next();
  await settled;
  expect({ written, done }).toEqual({ written: ['b'], done: ['b', 'settled'] });
  expect(errors).toEqual([new Error('no space'), new Error('a listener fails')]);
});
