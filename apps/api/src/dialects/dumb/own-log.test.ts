import { once } from 'node:events';
import { createFiles } from '@showrunner/host';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { startMark } from '../../own-log/own-log.ts';
import { startTestServer, type TestServer } from '../../testing/test-server.ts';

let server: TestServer;
beforeEach(async () => {
  server = await startTestServer();
});
afterEach(() => server.close());

const at = new Date(2026, 10, 1, 23, 37, 32).getTime();
const say = (text: string) => server.ownLog.take({ at, level: 'info', text });
const settle = () =>
  server.ownLog.settle({
    files: createFiles(),
    document: () => server.stack.document().effective,
    realPath: (path) => server.stack.realPath(path),
    redact: (line) => server.stack.redact(line),
  });

it.each(['DUMB', 'dumb_api', 'DMB API  service'])('is read as %s, from the last start on', async (name) => {
  const read = async (more = '') =>
    (await server.ask('GET', `/logs?process_name=${encodeURIComponent(name)}${more}`)).json as { cursor: number };
  expect(await read()).toMatchObject({ chunk: '', file_id: null });
  for (const text of [startMark, 'old', `${startMark} version=1`, 'new very-secret-key']) say(text);
  settle();
  const first = await read();
  const head = 'Nov  1, 2026 23:37:32 - INFO -';
  const chunk = `${head} ${startMark} version=1\n${head} new [REDACTED]\n`;
  expect(first).toMatchObject({ chunk, log: chunk, reset: true });
  say('more');
  expect(await read(`&cursor=${first.cursor}`)).toMatchObject({ chunk: `${head} more\n`, log: null, reset: false });
});

it('comes over the socket without the words of a program', async () => {
  settle();
  const socket = new WebSocket(`ws://127.0.0.1:${server.port}/ws/logs`);
  await once(socket, 'open');
  const message = once(socket, 'message');
  // An answered ping shows that somebody listens.
  socket.send('ping');
  expect(String((await message)[0])).toBe('pong');
  const line = once(socket, 'message');
  say('hello');
  expect(String((await line)[0])).toBe('Nov  1, 2026 23:37:32 - INFO - hello');
  socket.close();
});
