import { mkdtempSync, rmSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { HttpRequest, HttpResponse } from '@showrunner/platform';
import { answerApi } from './api.ts';
import type { Seerr } from './context.ts';
import { SettingsFile } from './settings.ts';

/** The stand-in of Seerr without a port, for tests of what speaks to it. Its settings are in a folder of their own. */
export function createInMemorySeerr() {
  const folder = mkdtempSync(join(tmpdir(), 'seerr-in-memory-'));
  const settings = new SettingsFile(join(folder, 'settings.json'), undefined);
  const seerr: Seerr = {
    version: '3.1.0',
    configDirectory: folder,
    settings,
    data: { users: [], media: [], requests: [], ids: { user: 0, media: 0, request: 0, season: 0 } },
    sessions: new Map(),
    forcedKey: undefined,
    save: async () => undefined,
    log: () => undefined,
  };
  return {
    settings: settings.value,
    data: seerr.data,
    http: (request: Omit<HttpRequest, 'timeoutMs'>) => answer(seerr, request),
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  };
}

async function answer(
  seerr: Seerr,
  { url, method = 'GET', headers = {}, body }: Omit<HttpRequest, 'timeoutMs'>,
): Promise<HttpResponse> {
  const { pathname, searchParams } = new URL(url);
  const given = { status: 0, body: '' };
  const response = {
    writeHead(status: number) {
      given.status = status;
      return response;
    },
    setHeader: () => response,
    end(text = '') {
      given.body = text;
      return response;
    },
  };
  const lowered = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  const call = { method, path: pathname, query: searchParams, headers: lowered, text: async () => String(body ?? '') };
  // Of a response, the stand-in uses these three.
  await answerApi(seerr, call, response as unknown as ServerResponse);
  return { ...given, headers: {}, truncated: false };
}
