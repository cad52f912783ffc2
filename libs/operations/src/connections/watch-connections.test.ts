import { Problem, toOperationId } from '@showrunner/contracts';
import { describe, expect, it, vi } from 'vitest';
import { openSmallStack } from '../fixtures/small-stack.ts';
import type { WatchedConnection } from '../store/watched-connection.table.ts';
import { watchConnections } from './watch-connections.ts';

const day = 24 * 60 * 60_000;
const key = 'connection:indexer:rows:database';

/** An indexer that the database was told of, and a program whose memory a test can change. */
async function open() {
  const program = { knows: false, answers: true, takes: true, told: 0 };
  const stack = openSmallStack(
    {
      connect: async () => {
        if (!program.takes) throw new Problem('connection.refused', 'The database does not take it.');
        program.knows = true;
        program.told += 1;
        return 'done';
      },
      disconnect: async () => 'done',
      isMade: async () => {
        if (!program.answers) throw new Problem('connection.not-ready', 'The database is busy.');
        return program.knows;
      },
    },
    false,
  );
  const run = async (change: Parameters<typeof stack.operations.run>[0]) => {
    const { id } = await stack.operations.run(change, 'test');
    return stack.operations.whenDone(toOperationId(id));
  };
  await run({ kind: 'compose', cores: [], optionals: ['indexer'] });
  const rows = new Map<string, WatchedConnection>();
  const { platform, applied } = stack.tools;
  const watch = watchConnections({
    ...stack,
    platform,
    applied,
    table: {
      get: (one) => rows.get(one),
      save: (one, row) => void rows.set(one, row),
      forget: (one) => void rows.delete(one),
    },
  });
  const state = async () => (await watch.list()).map((view) => view.state);
  return { ...stack, program, watch, run, state };
}

describe('a connection that somebody has taken out of a program by hand', () => {
  it('is made again, as an operation of its own that restarts nothing', async () => {
    const { program, watch, operations, log } = await open();
    program.knows = false;
    log.length = 0;
    await watch.check();
    expect(program).toMatchObject({ knows: true, told: 2 });
    expect(operations.list().at(-1)).toMatchObject({
      title: 'Make a connection again',
      actor: 'showrunner',
      state: 'succeeded',
      steps: [{ kind: 'connect', state: 'done' }],
    });
    expect(log).toEqual([]);
    expect(await watch.list()).toMatchObject([
      { key, state: 'made', message: 'It was missing, and was made again.', self: 'Indexer', peer: 'Database' },
    ]);
    await watch.check();
    expect(program.told).toBe(2);
  });

  it('twice within a week stays out, until it is asked for', async () => {
    const { program, watch, state, run, clock } = await open();
    program.knows = false;
    await watch.check();
    await clock.advance(6 * day);
    program.knows = false;
    await watch.check();
    await watch.check();
    expect(program.told).toBe(2);
    expect(await state()).toEqual(['left-out']);
    expect((await run({ kind: 'reconnect', connections: [key] })).state).toBe('succeeded');
    await watch.check();
    expect(await state()).toEqual(['made']);
    program.knows = false;
    await watch.check();
    expect(program.told).toBe(4);
  });

  it('once in a while is lost rather than meant: it is made again', async () => {
    const { program, watch, clock } = await open();
    program.knows = false;
    await watch.check();
    await clock.advance(8 * day);
    program.knows = false;
    await watch.check();
    expect(program.told).toBe(3);
  });

  it('and left out is another one with other values', async () => {
    const { program, watch, state, run, document } = await open();
    program.knows = false;
    await watch.check();
    program.knows = false;
    await watch.check();
    const { stored } = document();
    await run({ kind: 'edit', document: { ...stored, indexer: { ...(stored['indexer'] as object), port: 9000 } } });
    expect(program.knows).toBe(true);
    expect(await state()).toEqual(['made']);
  });

  it('is not missing while the program does not answer, or does not run', async () => {
    const { program, watch, run } = await open();
    program.knows = false;
    program.answers = false;
    await watch.check();
    program.answers = true;
    await run({ kind: 'stop', processNames: ['Indexer'] });
    await watch.check();
    expect(program.told).toBe(1);
    await run({ kind: 'start', processNames: ['Indexer'] });
    await watch.check();
    expect(program.told).toBe(2);
  });

  it('and is refused is made by the next plan that concerns one of the two', async () => {
    const { program, watch, state, run } = await open();
    program.knows = false;
    program.takes = false;
    await watch.check();
    expect(await state()).toEqual(['open']);
    program.takes = true;
    await run({ kind: 'start', processNames: ['Indexer'] });
    expect(program.knows).toBe(true);
    expect(await state()).toEqual(['made']);
  });
});

describe('the watch', () => {
  it('looks when it starts and every quarter of an hour, and leaves nothing behind', async () => {
    const { program, watch, clock } = await open();
    program.knows = false;
    watch.start();
    await vi.waitFor(() => expect(program.told).toBe(2));
    await vi.waitFor(() => expect(clock.pending).toBe(1));
    await clock.advance(8 * day);
    await vi.waitFor(() => expect(clock.pending).toBe(1));
    program.knows = false;
    await clock.advance(15 * 60_000);
    await vi.waitFor(() => expect(program.told).toBe(3));
    await vi.waitFor(() => expect(clock.pending).toBe(1));
    await watch.close();
    expect(clock.pending).toBe(0);
  });
});
