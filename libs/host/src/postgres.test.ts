import { createServer, type AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { createPostgres } from './postgres.ts';

it('names a server that is not there, without the password', async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  const address = { host: '127.0.0.1', port, user: 'u', password: 'hunter2', database: 'd' };
  await expect(createPostgres().connect(address, async () => 1)).rejects.toMatchObject({
    code: 'database.failed',
    message: expect.not.stringContaining('hunter2'),
  });
});
