import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findFreePort } from './free-port.ts';
import { runStandIn } from './run-program.ts';

/** The settings that a Seerr in that folder keeps. */
export const readSeerrSettings = async (directory: string) =>
  JSON.parse(await readFile(join(directory, 'config/settings.json'), 'utf8')) as {
    main: { apiKey: string };
    sonarr: readonly object[];
    mine?: string;
  };

/** A Seerr of which nobody is owner yet, and calls with its key. */
export async function startSeerr(folder: string, env: Readonly<Record<string, string>> = {}) {
  const port = await findFreePort();
  const program = runStandIn('seerr', {
    cwd: folder,
    env: { NODE_ENV: 'production', PORT: String(port), ...env },
  });
  await program.whenSaid(`Server ready on port ${port}`);
  const { apiKey } = (await readSeerrSettings(folder)).main;
  const call = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
    const response = await fetch(`http://127.0.0.1:${port}/api/v1${path}`, {
      method,
      headers: {
        'x-api-key': apiKey,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? undefined : JSON.parse(text), headers: response.headers };
  };
  const asUser = (id: number) => (method: string, path: string, body?: unknown) =>
    call(method, path, body, { 'x-api-user': String(id) });
  const withOwner = async () => {
    await call('POST', '/auth/plex', { authToken: 'good' });
    return call;
  };
  return { program, port, apiKey, call, asUser, withOwner, [Symbol.asyncDispose]: program[Symbol.asyncDispose] };
}
