import { createHmac } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { Problem } from '@showrunner/contracts';
import type { KnownHosts } from '../http/guards/known-hosts.ts';
import type { Principal } from '../http/guards/principal.ts';
import type { Parts } from '../parts.ts';
import { createCookieSealer } from './cookies.ts';
import { createDoor } from './door.ts';
import { createHandovers, handoverMs, type Handovers } from './handover.ts';
import { createListeners } from './listeners.ts';
import { hostName } from './origins.ts';
import { type ServicePage, toPages } from './page.ts';
import { createPageHandler, enterPath, type PageTools } from './page-handler.ts';
import { claimedPorts, doorName, planPorts } from './page-ports.ts';
import { createPageProxy } from './page-proxy.ts';
import { createPageSessions } from './page-session.ts';
import { openPortBook } from './port-book.ts';
import { type PageSettings, readPageSettings } from './settings.ts';

/** How the dashboard shows a page. */
export interface OpenedPage {
  /** Lets whoever has it in, once. */
  readonly url: string;
  readonly expiresInMs: number;
  /** Whether the page may be shown inside of the dashboard. */
  readonly embeds: boolean;
}

/** The web pages of services, each behind our own reverse proxy and on an origin of its own. */
export interface ServicePages {
  /** Port of the door; `undefined` while pages are switched off. */
  port(): number | undefined;
  /**
   * Hands a signed-in person over to a page, as reached under the host and scheme of their request.
   * @throws Problem `process.unknown`, `page.unavailable`, `auth.forbidden`
   */
  open(principal: Principal, processName: string, way: { host: string; secure: boolean }): OpenedPage;
  /** Opens and closes ports as the document and the services now want it. Resolves when that is done. */
  settle(): Promise<void>;
  close(): Promise<void>;
}

export interface ServicePagesOptions {
  readonly hosts: KnownHosts;
  /** Ports that the dashboard is served on. */
  readonly dashboardPorts: () => readonly number[];
  /** Further origins of the dashboard. */
  readonly origins: () => readonly string[];
  /** Filled with the ports that we listen on; any service that wants one gets it. */
  readonly held: Set<number>;
}

/** Opens nothing yet; `settle` does. The caller closes it. */
export async function openServicePages(
  parts: Pick<Parts, 'stack' | 'reader' | 'auth' | 'platform' | 'settings'>,
  options: ServicePagesOptions,
): Promise<ServicePages> {
  const { stack, reader, platform } = parts;
  const handovers = createHandovers(platform.clock, platform.ids);
  const settings = () => readPageSettings(stack.document().effective);
  const pages = reader.memo(() => toPages(reader.services(), (key) => stack.catalog.manifest(key)?.ui));
  const tools = createTools(parts, options, { handovers, settings });
  const listeners = createListeners(parts.settings.host);
  const named = (request: IncomingMessage) => {
    const id = idInDomain(request.headers.host, settings());
    return id === undefined ? undefined : pages().find((page) => page.id === id);
  };
  const addressOf = (page: ServicePage, host: string, secure: boolean) => {
    const { domain } = settings();
    const port = listeners.portOf(domain === '' ? page.id : doorName);
    if (port === undefined) return undefined;
    if (domain === '') return `http://${hostName(host)}:${port}`;
    return secure ? `https://${page.id}.${domain}` : `http://${page.id}.${domain}:${port}`;
  };
  const door = createDoor({ hosts: options.hosts, pages, named, page: createPageHandler(named, tools), addressOf });
  const handlerOf = (name: string) =>
    name === doorName ? door : createPageHandler(() => pages().find(({ id }) => id === name), tools);

  const book = await openPortBook(platform.files, `${parts.settings.dataRoot}/config/.showrunner/page-ports.json`);
  const refused = new Set<number>();
  let closed = false;
  const settleOnce = async () => {
    for (let missed: number | undefined = 0; missed !== undefined && !closed;) {
      const taken = new Set([...claimedPorts(reader.services(), options.dashboardPorts()), ...refused]);
      const plan = planPorts(settings(), pages().map(({ id }) => id), taken, book); // prettier-ignore
      missed = await listeners.settle(plan, handlerOf);
      if (missed !== undefined) refused.add(missed);
      options.held.clear();
      for (const port of listeners.ports()) options.held.add(port);
    }
    await book.save();
  };
  let settling: Promise<void> = Promise.resolve();
  const settle = () => (settling = settling.then(settleOnce));
  const stopFollowing = reader.onChange(() => {
    settle().catch((error: unknown) => platform.logger.error('service-pages.failed', { error: String(error) }));
  });

  return {
    port: () => listeners.portOf(doorName),
    open(principal, processName, { host, secure }) {
      if (principal.tokenId !== undefined) {
        throw new Problem('auth.forbidden', 'Pages are for people: a token for programs cannot open one.');
      }
      const page = pages().find((one) => one.processName === processName || one.id === processName);
      const base = page && addressOf(page, host, secure);
      if (page === undefined || base === undefined) throw unavailable(processName, parts);
      const ticket = handovers.issue({ principal, page: page.id });
      return { url: `${base}${enterPath}?ticket=${ticket}`, expiresInMs: handoverMs, embeds: page.embeds };
    },
    settle,
    async close() {
      closed = true;
      stopFollowing();
      await settling;
      await listeners.settle(new Map(), handlerOf);
    },
  };
}

function createTools(
  { auth, platform, settings }: Pick<Parts, 'auth' | 'platform' | 'settings'>,
  { hosts, dashboardPorts, origins }: ServicePagesOptions,
  own: { handovers: Handovers; settings: () => PageSettings },
): PageTools {
  const keyFor = (purpose: string) => createHmac('sha256', auth.pageKey).update(purpose).digest('base64url');
  return {
    hosts: { isOurs: (host) => hosts.isOurs(host) || idInDomain(host, own.settings()) !== undefined },
    sessions: createPageSessions({
      key: keyFor('session'),
      store: auth.store,
      sessions: auth.sessions,
      allowOpen: settings.allowOpen,
      now: () => platform.clock.now(),
    }),
    handovers: own.handovers,
    proxy: createPageProxy(createCookieSealer(keyFor('cookie'))),
    places: () => ({ ports: dashboardPorts(), origins: origins() }),
    onAccountsChange(listener) {
      const ends = [auth.store.onChange(listener), auth.sessions.onEnd(listener)];
      return () => ends.forEach((end) => end());
    },
  };
}

/** The page that a host name below the domain of pages belongs to. */
function idInDomain(host: string | undefined, { domain }: PageSettings): string | undefined {
  const name = hostName(host ?? '');
  return domain !== '' && name.endsWith(`.${domain}`) ? name.slice(0, -domain.length - 1) : undefined;
}

function unavailable(processName: string, { reader, stack }: Pick<Parts, 'reader' | 'stack'>): Problem {
  const service = reader.services().find((one) => one.processName === processName || one.unitId === processName);
  if (service === undefined) return new Problem('process.unknown', `There is no process ${processName}.`);
  if (!readPageSettings(stack.document().effective).enabled) {
    return new Problem('page.unavailable', 'Pages of services are switched off (dumb → service_ui → enabled).');
  }
  if (!service.enabled) return new Problem('page.unavailable', `${processName} is switched off.`);
  if (service.uiPort === null) return new Problem('page.unavailable', `${processName} has no web page.`);
  return new Problem('page.unavailable', `There is no free port for the page of ${processName}.`);
}
