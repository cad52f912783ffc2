import { createFakeFiles } from '@showrunner/platform/fakes';
import { expect, it } from 'vitest';
import { createHookContext } from '../../stand-in-kit/hook-context.ts';
import { makeAccessLog } from './make-access-log.ts';

it('makes the file once, and never empties one that has lines', async () => {
  const files = createFakeFiles();
  const values = { path: '/log/traefik_access.log' };
  await makeAccessLog(createHookContext({ values, files }));
  expect(await files.readText(values.path)).toBe('');
  await files.append(values.path, '{}\n');
  await makeAccessLog(createHookContext({ values, files }));
  expect(await files.readText(values.path)).toBe('{}\n');
});
