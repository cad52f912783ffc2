import { createFakeFiles } from '@showrunner/platform/fakes';
import { expect, it } from 'vitest';
import { createHookContext } from '../../stand-in-kit/hook-context.ts';
import { keepHost } from './keep-host.ts';

async function after(address: string) {
  const files = createFakeFiles();
  const values = { config_file: '/traefik.yml', address, port: '18082' };
  await files.write('/traefik.yml', 'entryPoints:\n  web:\n    address: ":18082" # follows\n');
  await keepHost(createHookContext({ values, files }));
  return files.readText('/traefik.yml');
}

it('keeps the host in front of a port that has moved, and the comments beside it', async () => {
  expect(await after('10.0.0.5:18080')).toContain('address: "10.0.0.5:18082" # follows');
  expect(await after('[::1]:18080')).toContain('"[::1]:18082"');
  expect(await after(':18080')).toContain('":18082"');
});
