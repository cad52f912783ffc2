import type { ServerResponse } from 'node:http';
import { sendJson, sendText, type StandInRequest } from '../server.ts';

/** An Arr that has spoken to it: its category, and how it is reached. */
export interface KnownArr {
  readonly name: string;
  readonly host: string;
  readonly token: string;
}

/**
 * The part of qBittorrent's interface that the Arrs use. Whoever logs in with an address and a key is remembered under
 * its category, and there is no other way for an Arr to become known.
 */
export function createQbit(downloadFolder: string) {
  const arrs = new Map<string, KnownArr>();
  const categories = new Set<string>();
  let caller: { readonly host: string; readonly token: string } | undefined;
  const remember = (category: string): void => {
    if (category === '') return;
    categories.add(category);
    if (caller !== undefined) arrs.set(category, { name: category, ...caller });
  };
  return {
    arrs: (): readonly KnownArr[] => [...arrs.values()],
    /** Whether it was a path of that interface. */
    async answer(path: string, request: StandInRequest, response: ServerResponse): Promise<void> {
      const form = request.method === 'POST' ? new URLSearchParams(await request.text()) : new URLSearchParams();
      const value = (name: string): string => form.get(name) ?? request.query.get(name) ?? '';
      switch (path) {
        case '/auth/login':
          if (request.method !== 'POST') return sendText(response, 405, '');
          caller = value('username') === '' ? undefined : { host: value('username'), token: value('password') };
          remember(value('category'));
          return sendText(response, 200, 'Ok.');
        case '/app/version':
          return sendText(response, 200, 'v4.3.2');
        case '/app/webapiVersion':
          return sendText(response, 200, '2.7');
        case '/app/preferences':
          return sendJson(response, 200, { save_path: downloadFolder, dht: true, max_ratio_enabled: false });
        case '/torrents/info':
          remember(value('category'));
          return sendJson(response, 200, []);
        case '/torrents/categories':
          return sendJson(
            response,
            200,
            Object.fromEntries([...categories].map((name) => [name, { name, savePath: `${downloadFolder}/${name}` }])),
          );
        case '/torrents/createCategory':
          if (value('category') === '') return sendText(response, 400, 'No name provided');
          remember(value('category'));
          return sendText(response, 200, '');
        default:
          return sendText(response, 404, '404 page not found\n');
      }
    },
  };
}
