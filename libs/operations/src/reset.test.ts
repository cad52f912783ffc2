import { Problem, toOperationId, toUnitId } from '@showrunner/contracts';
import { getIn } from '@showrunner/config';
import { expect, it } from 'vitest';
import { openSmallStack } from './fixtures/small-stack.ts';

const indexer = toUnitId('Indexer');
const root = '/data/indexer';

async function running() {
  const stack = openSmallStack();
  const perform = async (change: Parameters<typeof stack.operations.run>[0]) => {
    const { id } = await stack.operations.run(change, 'test');
    return await stack.operations.whenDone(toOperationId(id));
  };
  await perform({ kind: 'compose', cores: [], optionals: ['indexer'] });
  await stack.tools.platform.files.write(`${root}/library/film.db`, 'x');
  const remove = () => perform({ kind: 'reset', processName: 'Indexer', action: 'remove' });
  return { ...stack, files: stack.tools.platform.files, remove };
}

it('deletes files once the service is stopped, and forgets what was installed there', async () => {
  const stack = await running();
  const before = stack.document().stored;
  const ended = await stack.remove();
  expect(ended.state).toBe('succeeded');
  expect(ended.steps.find(({ kind }) => kind === 'clear-files')?.files).toEqual(['/indexer']);
  expect(await stack.files.facts(root)).toBeUndefined();
  expect(await stack.files.facts(`${root}.removed`)).toBeUndefined();
  expect(stack.fake.running.has(indexer)).toBe(false);
  expect(stack.tools.applied.installedAt(root)).toBeUndefined();
  const [backup = ''] = ended.steps.find(({ kind }) => kind === 'backup-document')?.files ?? [];
  expect(backup).toMatch(/^\/config\/service-reset-backups\/\d{8}-\d{6}-indexer-\w+\.json$/);
  expect(JSON.parse((await stack.files.readText(`/data${backup}`)) ?? '')).toEqual(before);
  expect((await stack.files.facts(`/data${backup}`))?.mode).toBe(0o600);
});

it('takes everything back when the files cannot be deleted: the service runs as before', async () => {
  const stack = await running();
  const before = stack.document().stored;
  stack.mounts.set(`${root}/library`, 'mounted');
  const ended = await stack.remove();
  expect(ended).toMatchObject({ state: 'failed', problem: { code: 'file.unwritable' } });
  expect(ended.problem?.message).toContain(`something is mounted at ${root}/library`);
  expect(await stack.files.readText(`${root}/library/film.db`)).toBe('x');
  expect(stack.document().stored).toEqual(before);
  expect(stack.fake.running.has(indexer)).toBe(true);
  expect(await stack.files.list('/data/config/service-reset-backups')).toEqual([]);
});

it('is not begun when the copy of the document cannot be written', async () => {
  const stack = await running();
  stack.files.write = () => Promise.reject(new Problem('file.unwritable', 'The disk is full.'));
  expect(await stack.remove()).toMatchObject({ state: 'failed', failedStep: 'backup-document' });
  expect(getIn(stack.document().stored, ['indexer', 'enabled'])).toBe(true);
  expect(await stack.files.readText(`${root}/library/film.db`)).toBe('x');
});
