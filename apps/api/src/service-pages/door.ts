import type { IncomingMessage, ServerResponse } from 'node:http';
import type { KnownHosts } from '../http/guards/known-hosts.ts';
import type { Handler } from './listeners.ts';
import { refuseUpgrade, sendNotice } from './notice.ts';
import { isSecure } from './origins.ts';
import type { ServicePage } from './page.ts';

const oldLink = /^\/service\/ui\/([^/?]+)(\/[^?]*)?(\?.*)?$/;

/** The first port: old links to pages lead on from here, and the names of pages where they have names. */
export function createDoor(tools: {
  hosts: Pick<KnownHosts, 'isOurs'>;
  pages: () => readonly ServicePage[];
  /** The page that a host name belongs to, where pages have names. */
  named: (request: IncomingMessage) => ServicePage | undefined;
  page: Handler;
  addressOf: (page: ServicePage, host: string, secure: boolean) => string | undefined;
}): Handler {
  return {
    request(request, response) {
      if (tools.named(request) !== undefined) return tools.page.request(request, response);
      if (!tools.hosts.isOurs(request.headers.host)) return nothing(request, response);
      const [, name = '', rest = '', query = ''] = oldLink.exec(request.url ?? '/') ?? [];
      const page = find(tools.pages(), name);
      const base = page && tools.addressOf(page, request.headers.host ?? '', isSecure(request));
      if (page === undefined || base === undefined) return nothing(request, response);
      const path = rest === '' || rest === '/' ? page.path : rest;
      response.writeHead(307, { location: `${base}${path}${query}`, 'cache-control': 'no-store' }).end();
    },
    upgrade(request, socket, head) {
      if (tools.named(request) === undefined) return refuseUpgrade(socket, '404 Not Found');
      tools.page.upgrade(request, socket, head);
    },
  };
}

function find(pages: readonly ServicePage[], name: string): ServicePage | undefined {
  let slug: string;
  try {
    slug = decodeURIComponent(name).toLowerCase();
  } catch {
    return undefined; // not an encoded name
  }
  return pages.find((page) => page.slug === slug || page.id === slug);
}

function nothing(request: IncomingMessage, response: ServerResponse): void {
  const text = 'Pages of services are opened from Showrunner: each service that has one shows it in its tab “Page”.';
  sendNotice(request, response, { status: 404, title: 'There is no page here', text }, []);
}
