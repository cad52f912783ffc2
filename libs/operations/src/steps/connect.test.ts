import type { ConnectionContext, ConnectionHooks, ConnectionOutcome } from '@showrunner/catalog';
import { Problem, toOperationId, toUnitId } from '@showrunner/contracts';
import { describe, expect, it } from 'vitest';
import { openSmallStack } from '../fixtures/small-stack.ts';
import type { StepReporter, StepTools } from '../performer.ts';
import { connect, disconnect } from './connect.ts';

const compose = { kind: 'compose' as const, cores: [], optionals: ['indexer'] };
const refusal = new Problem('connection.refused', 'The database does not take it. Look at its log.');

/** Hooks that note what they are asked, and answer as they are told to. */
function recorded(answer: (verb: string, calls: readonly string[]) => ConnectionOutcome = () => 'done') {
  const calls: string[] = [];
  const contexts: ConnectionContext[] = [];
  const hook = (verb: string) => async (ctx: ConnectionContext) => {
    await Promise.resolve();
    calls.push(`${verb} ${ctx.self.processName} at ${ctx.values['url']} in ${ctx.peer.processName}`);
    contexts.push(ctx);
    return answer(verb, calls);
  };
  const hooks: ConnectionHooks = { connect: hook('connect'), disconnect: hook('disconnect') };
  return { hooks, calls, contexts };
}

async function composed(hooks: ConnectionHooks) {
  const stack = openSmallStack(hooks);
  const { id } = await stack.operations.run(compose, 'test');
  const ended = await stack.operations.whenDone(toOperationId(id));
  return { ...stack, ended };
}

async function change(stack: ReturnType<typeof openSmallStack>, values: object) {
  const { stored } = stack.document();
  const document = { ...stored, indexer: { ...(stored['indexer'] as object), ...values } };
  const { id } = await stack.operations.run({ kind: 'edit', document }, 'test');
  return stack.operations.whenDone(toOperationId(id));
}

const stateOf = (ended: { steps: readonly { id: string; state: string }[] }, id: string) =>
  ended.steps.find((step) => step.id === id)?.state;

describe('a connection', () => {
  it('is made once, made again when a value changes, and undone when its service goes', async () => {
    const { hooks, calls } = recorded();
    const stack = await composed(hooks);
    expect(stack.ended.state).toBe('succeeded');
    expect((await stack.operations.preview({ kind: 'reconcile' })).steps).toEqual([]);
    await change(stack, { port: 9000 });
    await change(stack, { enabled: false });
    expect(calls).toEqual([
      'connect Indexer at http://127.0.0.1:8182 in Database',
      'connect Indexer at http://127.0.0.1:9000 in Database',
      'disconnect Indexer at http://127.0.0.1:9000 in Database',
    ]);
    expect((await stack.operations.preview({ kind: 'reconcile' })).steps).toEqual([]);
  });

  it('that is refused stops and undoes nothing, says what to mend, and a retry does only that', async () => {
    let refuses = true;
    const { hooks } = recorded(() => {
      if (refuses) throw refusal;
      return 'done';
    });
    const stack = await composed(hooks);
    expect(stack.ended).toMatchObject({
      state: 'failed',
      failedStep: 'connect:indexer:rows:database',
      problem: {
        code: 'connection.refused',
        message: refusal.message,
        hint: expect.stringContaining('retry') as string,
      },
    });
    expect(stack.fake.running.has(toUnitId('Indexer'))).toBe(true);
    expect(stack.log.some((line) => line.startsWith('stop'))).toBe(false);

    refuses = false;
    stack.log.length = 0;
    await stack.operations.retry(stack.ended.id, 'test');
    const again = await stack.operations.whenDone(toOperationId(stack.ended.id));
    expect(again.state).toBe('succeeded');
    expect(stack.log).toEqual([]);
    expect((await stack.operations.preview({ kind: 'reconcile' })).steps).toEqual([]);
  });

  it('that fails does not take back the edit that it came with', async () => {
    const { hooks } = recorded((_verb, { length }) => {
      if (length > 1) throw refusal;
      return 'done';
    });
    const stack = await composed(hooks);
    const ended = await change(stack, { port: 9000 });
    expect(ended).toMatchObject({ state: 'failed', problem: { code: 'connection.refused' } });
    expect(stateOf(ended, 'start-unit:indexer')).toBe('done');
    expect((stack.document().stored['indexer'] as { port: number }).port).toBe(9000);
    await stack.operations.retry(ended.id, 'test');
    const again = await stack.operations.whenDone(toOperationId(ended.id));
    expect(stateOf(again, 'connect:indexer:rows:database')).toBe('failed');
  });

  it('is tried again while the other end is busy, and not for ever', async () => {
    const busy = new Problem('connection.not-ready', 'The database is locked.');
    const { hooks, calls } = recorded((_verb, { length }) => {
      if (length < 3) throw busy;
      return 'done';
    });
    const stack = openSmallStack(hooks);
    const { id } = await stack.operations.run(compose, 'test');
    expect((await stack.operations.whenDone(toOperationId(id))).state).toBe('succeeded');
    expect(calls).toHaveLength(3);

    const never = recorded(() => {
      throw busy;
    });
    const other = openSmallStack(never.hooks);
    const { id: failing } = await other.operations.run(compose, 'test');
    expect(await other.operations.whenDone(toOperationId(failing))).toMatchObject({
      state: 'failed',
      problem: { code: 'connection.not-ready', message: 'The database is locked.' },
    });
    expect(never.calls).toHaveLength(6);
    expect(other.clock.slept).toEqual([1000, 2000, 4000, 8000, 15_000]);
    expect(other.clock.pending).toBe(0);
  });

  it('that is new is taken back with the operation that made it; one that was there is left to the next plan', async () => {
    const { hooks, calls } = recorded();
    const stack = openSmallStack(hooks);
    const tools: StepTools = { ...stack.tools, requester: { by: 'plan', actor: 'test' }, staged: new Map() };
    const report: StepReporter = {
      activity: () => undefined,
      line: () => undefined,
      wrote: () => undefined,
      undoable: () => undefined,
    };
    const { signal } = new AbortController();
    const { steps } = await stack.operations.preview(compose);
    const step = steps.find(({ kind }) => kind === 'connect');
    if (step?.kind !== 'connect') throw new Error('nothing is connected');
    const { key } = step.connection;

    const made = await connect(step, tools, report, signal);
    expect(tools.applied.connections.all()).toEqual({ [key]: step.connection.record });
    await made.undo?.();
    expect(calls.map((call) => call.split(' ')[0])).toEqual(['connect', 'disconnect']);
    expect(tools.applied.connections.all()).toEqual({});

    await connect(step, tools, report, signal);
    expect((await connect(step, tools, report, signal)).undo).toBeUndefined();

    tools.applied.record(key, 'f');
    const undone = await disconnect({ ...step, kind: 'disconnect' }, tools, report, signal);
    expect([tools.applied.connections.all(), tools.applied.get(key)]).toEqual([{}, undefined]);
    await undone.undo?.();
    expect([tools.applied.connections.has(key), tools.applied.get(key)]).toEqual([true, 'f']);
  });

  it('restarts the end that asks for it and waits until it serves again', async () => {
    const { hooks } = recorded(() => 'restart-peer');
    const stack = await composed(hooks);
    expect(stack.ended.state).toBe('succeeded');
    expect(stack.log.filter((line) => line.startsWith('restart'))).toEqual(['restart database 5432']);
  });

  it('asks with a limit of time and size, and what it throws is told in a sentence', async () => {
    const { hooks, contexts } = recorded(() => {
      throw new TypeError('undefined is not a function');
    });
    const stack = await composed(hooks);
    expect(stack.ended.problem).toMatchObject({ code: 'connection.refused' });
    await contexts[0]?.http({ url: 'http://127.0.0.1:5432/' });
    expect(stack.requests).toEqual([expect.objectContaining({ timeoutMs: 10_000, limitBytes: 8 * 1024 * 1024 })]);
  });
});
