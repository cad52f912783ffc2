import { expect, it } from 'vitest';
import { toOperationId } from '@showrunner/contracts';
import { smallCatalog as catalog, openSmallStack } from './fixtures/small-stack.ts';
import { viewServices } from './services-view.ts';
import type { AppliedTable } from './store/applied.table.ts';

it('tells what a service needs, how it needs it, and who needs it', async () => {
  const stack = openSmallStack();
  const { id } = await stack.operations.run({ kind: 'compose', cores: [], optionals: ['indexer'] }, 'test');
  await stack.operations.whenDone(toOperationId(id));
  const views = viewServices({
    catalog,
    effective: stack.document().effective,
    engine: stack.fake.engine,
    applied: { versions: () => ({}), requestedPorts: () => ({}) } as unknown as AppliedTable, // only these are read
    simulated: false,
    now: 0,
  });
  expect(
    views.map(({ processName, needs, neededBy, needsHow }) => ({ processName, needs, neededBy, needsHow })),
  ).toEqual([
    { processName: 'Database', needs: [], neededBy: ['Indexer'], needsHow: [] },
    {
      processName: 'Indexer',
      needs: ['Database'],
      neededBy: [],
      needsHow: [
        {
          processName: 'Database',
          kind: 'database',
          until: 'healthy',
          required: true,
          on: { restarted: 'ignore', unhealthy: 'ignore', gone: 'ignore' },
        },
      ],
    },
  ]);
});
