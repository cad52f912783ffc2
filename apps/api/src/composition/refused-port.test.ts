import { once } from 'node:events';
import { createServer } from 'node:net';
import type { PortHolder } from '@showrunner/platform';
import { expect, it } from 'vitest';
import { toRefusedPort } from './refused-port.ts';

const refusal = (code: string) =>
  Object.assign(new Error(`listen ${code}`), { code, syscall: 'listen', port: 8000, address: '10.9.9.9' });
const explain = (error: unknown, holders: PortHolder[] = []) =>
  toRefusedPort(error, { listeners: () => Promise.resolve(holders) });

it('names the holder of the port as far as it is known', async () => {
  const holder = { port: 8000, address: '0.0.0.0', pid: 812, program: 'nginx' };
  const known = await explain(refusal('EADDRINUSE'), [{ ...holder, port: 80 }, holder]);
  expect(known).toMatchObject({ code: 'control-plane.port', message: 'Port 8000 is held by nginx (pid 812).' });
  expect(await explain(refusal('EADDRINUSE'))).toMatchObject({ message: 'Port 8000 is held by another program.' });
});

it('tells a port of root and a foreign address apart', async () => {
  expect(await explain(refusal('EACCES'))).toMatchObject({ message: 'Port 8000 may be used by root only.' });
  expect(await explain(refusal('EADDRNOTAVAIL'))).toMatchObject({ message: expect.stringContaining('10.9.9.9') });
});

it('knows the error of a real listener, and leaves every other one alone', async () => {
  const holder = createServer().listen(0, '127.0.0.1');
  await once(holder, 'listening');
  const second = createServer().listen(holder.address());
  const [error] = (await once(second, 'error').catch((caught: unknown) => [caught])) as unknown[];
  holder.close();
  expect(await explain(error)).toMatchObject({ code: 'control-plane.port' });
  const other = new Error('no');
  expect(await explain(other)).toBe(other);
});
