import type { IncomingMessage, ServerResponse } from 'node:http';
import { readClient } from '../http/guards/client.ts';
import type { KnownHosts } from '../http/guards/known-hosts.ts';
import { readCookies, sessionCookie } from './cookies.ts';
import type { Handovers } from './handover.ts';
import type { Passage } from './headers.ts';
import type { Handler } from './listeners.ts';
import { type Notice, refuseUpgrade, sendNotice } from './notice.ts';
import { ancestorsOf, type DashboardPlaces, hostName, isOwnRequest, isSecure } from './origins.ts';
import type { ServicePage } from './page.ts';
import type { PageProxy } from './page-proxy.ts';
import { type PageSessions, sessionSeconds } from './page-session.ts';

/** Paths below it are ours on every page, and never reach the service. */
const ownPath = '/.showrunner';
/** Where a ticket is shown. */
export const enterPath = `${ownPath}/enter`;

export interface PageTools {
  readonly hosts: Pick<KnownHosts, 'isOurs'>;
  readonly sessions: PageSessions;
  readonly handovers: Handovers;
  readonly proxy: PageProxy;
  readonly places: () => DashboardPlaces;
  /** Tells when an account may no longer see pages. */
  readonly onAccountsChange: (listener: () => void) => () => void;
}

/** What one page answers. `find` is asked for each request, as the service may have moved or stopped meanwhile. */
export function createPageHandler(
  find: (request: IncomingMessage) => ServicePage | undefined,
  tools: PageTools,
): Handler {
  const { hosts, sessions, proxy } = tools;

  const admit = (request: IncomingMessage, page: ServicePage) => {
    if (!isOwnRequest(request)) return 'foreign';
    const client = readClient(request);
    const shown = readCookies(request.headers.cookie).filter(([name]) => name === sessionCookie(page.id));
    for (const [, value] of shown) {
      const session = sessions.read(value, page.id, client);
      if (session !== undefined) return session;
    }
    return 'unknown';
  };

  return {
    request(request, response) {
      const page = hosts.isOurs(request.headers.host) ? find(request) : undefined;
      if (page === undefined) return sendNotice(request, response, nothingHere, []);
      const passage = passageOf(request, page, tools);
      const refuse = (notice: Notice) => sendNotice(request, response, notice, passage.ancestors);
      if (pathOf(request).startsWith(`${ownPath}/`)) return enter(request, response, passage, tools);
      const session = admit(request, page);
      if (session === 'foreign') return refuse(foreign(page));
      if (session === 'unknown') return refuse(signInFirst(passage, tools.places()));
      if (page.away !== undefined) return refuse(away(page));
      const renewed = session.stale ? toSetCookie(passage, sessions.issue(session.principal, page.id)) : undefined;
      void proxy.web(request, response, passage, renewed).catch(() => refuse(silent(page)));
    },
    upgrade(request, socket, head) {
      const page = hosts.isOurs(request.headers.host) ? find(request) : undefined;
      if (page === undefined) return refuseUpgrade(socket, '404 Not Found');
      const session = pathOf(request).startsWith(`${ownPath}/`) ? 'unknown' : admit(request, page);
      if (session === 'foreign') return refuseUpgrade(socket, '403 Forbidden');
      if (session === 'unknown') return refuseUpgrade(socket, '401 Unauthorized');
      if (page.away !== undefined) return refuseUpgrade(socket, '503 Service Unavailable');
      const unwatch = tools.onAccountsChange(() => {
        if (!sessions.isStillAdmitted(session.principal)) socket.destroy();
      });
      socket.once('close', unwatch);
      void proxy.upgrade(request, socket, head, passageOf(request, page, tools)).catch(() => socket.destroy());
    },
  };
}

/** A ticket becomes the session of this page; then the browser goes where it wanted to. */
function enter(request: IncomingMessage, response: ServerResponse, passage: Passage, tools: PageTools): void {
  const { page } = passage;
  const query = new URL(request.url ?? '/', 'http://page').searchParams;
  const asked = pathOf(request) === enterPath && request.method === 'GET';
  const principal = asked ? tools.handovers.redeem(query.get('ticket') ?? '', page.id) : undefined;
  if (principal === undefined) {
    return sendNotice(request, response, signInFirst(passage, tools.places()), passage.ancestors);
  }
  response.writeHead(303, {
    location: toOwnPath(query.get('to') ?? page.path),
    'set-cookie': toSetCookie(passage, tools.sessions.issue(principal, page.id)),
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
  });
  response.end();
}

/** A path of this page, whatever was asked for: never the address of somebody else. */
export function toOwnPath(path: string): string {
  const url = new URL(path, 'http://page');
  return url.host === 'page' ? `${url.pathname.replace(/^\/+/, '/')}${url.search}${url.hash}` : '/';
}

function passageOf(request: IncomingMessage, page: ServicePage, { places }: PageTools): Passage {
  const host = request.headers.host ?? '';
  const secure = isSecure(request);
  return {
    page,
    host,
    secure,
    address: request.socket.remoteAddress ?? '',
    ancestors: page.embeds ? ancestorsOf(host, secure, places()) : [],
  };
}

function toSetCookie({ page, secure }: Passage, value: string): string {
  const scope = `Path=/; HttpOnly; SameSite=Lax; Max-Age=${sessionSeconds}`;
  return `${sessionCookie(page.id)}=${value}; ${scope}${secure ? '; Secure' : ''}`;
}

function pathOf(request: IncomingMessage): string {
  return (request.url ?? '/').split('?')[0] ?? '/';
}

const nothingHere: Notice = {
  status: 404,
  title: 'There is no page here',
  text: 'No service that is switched on has its page at this address.',
};

const foreign = ({ processName }: ServicePage): Notice => ({
  status: 403,
  title: 'Not from here',
  text: `A page from elsewhere has asked ${processName} for something. It gets nothing.`,
});

const away = ({ processName, away: reason = '' }: ServicePage): Notice => ({
  status: 503,
  title: `${processName} does not run`,
  text: reason === '' ? 'Start it in Showrunner; this page comes by itself.' : reason,
  again: true,
});

const silent = ({ processName, port }: ServicePage): Notice => ({
  status: 502,
  title: `${processName} does not answer`,
  text: `It runs, but gives no answer on port ${port} yet. Its log in Showrunner says what it is at.`,
  again: true,
});

function signInFirst({ page, host, secure, ancestors }: Passage, { ports }: DashboardPlaces): Notice {
  // Which port leads to us behind somebody else's proxy, only they know.
  const port = secure || ancestors.length === 0 ? undefined : ports[0];
  const path = `/services/${encodeURIComponent(page.processName)}/page`;
  return {
    status: 401,
    title: `Open ${page.processName} from Showrunner`,
    text: 'You are not signed in to this page, or its session has ended. Its tab in Showrunner opens it again.',
    ...(port === undefined
      ? {}
      : { link: { href: `http://${hostName(host)}:${port}${path}`, label: `${page.processName} in Showrunner` } }),
  };
}
