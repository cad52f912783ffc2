import { type Json, toProblem } from '@showrunner/contracts';
import type { HttpResponse, Network } from '@showrunner/platform';
import { asObject, listOf, parseJson, textOf } from '../json.ts';
import { toPage, type SeerrPage } from './model.ts';

/** What was asked of a server and could not be had. */
export class SeerrError extends Error {
  /** Absent where no answer came. */
  readonly status: number | undefined;
  constructor(message: string, status?: number) {
    super(message);
    this.status = status;
  }
}

/** What creating a request came to. */
export type Creation =
  | { readonly kind: 'created'; readonly id: number; readonly status: number }
  /** It is there already, or all of its seasons are. */
  | { readonly kind: 'present' }
  | { readonly kind: 'refused'; readonly message: string };

export interface NewRequest {
  readonly mediaType: 'movie' | 'tv';
  readonly mediaId: number;
  readonly is4k: boolean;
  readonly seasons?: readonly number[];
  /** Whom it belongs to, with the rights of the key. */
  readonly userId?: number;
}

export interface PageQuery {
  readonly skip: number;
  readonly sort: 'added' | 'modified';
  readonly sortDirection: 'asc' | 'desc';
}

export const pageSize = 100;
const requestTimeoutMs = 30_000;
const statusTimeoutMs = 5_000;
/** Bodies of Seerr are small; a page of a hundred requests has about 200 KiB. */
const limitBytes = 8 * 1024 * 1024;

/** One Seerr (or Overseerr, Jellyseerr) and the key that we have for it. Redirects are not followed: they would take the key along. */
export interface SeerrClient {
  /** Its status document; the address alone is enough for it. @throws SeerrError */
  status(): Promise<Readonly<Record<string, Json>>>;
  /** Rights of the key's user, as bits. @throws SeerrError */
  permissions(): Promise<number>;
  page(query: PageQuery): Promise<SeerrPage>;
  /** Whether a request is still there, shown in lists or not. @throws SeerrError */
  exists(id: number): Promise<boolean>;
  /** @param actAs id of the user whose rights it is made with. @throws SeerrError where no answer came, or 429 */
  create(request: NewRequest, actAs?: number): Promise<Creation>;
  /** Answers its status afterwards, or `gone`. @throws SeerrError */
  decide(id: number, decision: 'approve' | 'decline'): Promise<number | 'gone'>;
  /** Takes it away; that it is gone already is the same. @throws SeerrError */
  remove(id: number): Promise<void>;
  /** Address in lower case → user id. @throws SeerrError */
  users(): Promise<ReadonlyMap<string, number>>;
}

/** @param signal ends what is under way */
export function createSeerrClient(
  http: Network['http'],
  server: { readonly url: string; readonly key: string },
  signal?: AbortSignal,
): SeerrClient {
  const base = `${server.url.replace(/\/+$/, '')}/api/v1`;
  const ask = async (
    method: string,
    path: string,
    more: { body?: object; actAs?: number; timeoutMs?: number } = {},
  ) => {
    const answer = await http(
      {
        url: `${base}${path}`,
        method,
        headers: {
          accept: 'application/json',
          'x-api-key': server.key,
          ...(more.body === undefined ? {} : { 'content-type': 'application/json' }),
          ...(more.actAs === undefined ? {} : { 'x-api-user': String(more.actAs) }),
        },
        ...(more.body === undefined ? {} : { body: JSON.stringify(more.body) }),
        timeoutMs: more.timeoutMs ?? requestTimeoutMs,
        limitBytes,
      },
      signal,
    ).catch((error: unknown) => {
      signal?.throwIfAborted();
      throw new SeerrError(toProblem(error).message);
    });
    if (answer.status === 429) throw new SeerrError('It asks us to wait (HTTP 429).', 429);
    return answer;
  };
  const expect = async (method: string, path: string, more?: Parameters<typeof ask>[2]) => {
    const answer = await ask(method, path, more);
    if (answer.status < 200 || answer.status > 299) throw refusal(answer);
    return parse(answer);
  };

  return {
    async status() {
      const status = asObject(await expect('GET', '/status', { timeoutMs: statusTimeoutMs }));
      if (typeof status?.['version'] !== 'string') throw new SeerrError('What answers there is no Seerr.');
      return status as Readonly<Record<string, Json>>; // parsed from JSON
    },
    async permissions() {
      const permissions = asObject(await expect('GET', '/auth/me'))?.['permissions'];
      return typeof permissions === 'number' ? permissions : 0;
    },
    async page({ skip, sort, sortDirection }) {
      const query = `take=${pageSize}&skip=${skip}&sort=${sort}&sortDirection=${sortDirection}`;
      const page = toPage(await expect('GET', `/request?${query}`));
      if (page === undefined) throw new SeerrError('Its list of requests is none.');
      return page;
    },
    async exists(id) {
      const answer = await ask('GET', `/request/${id}`);
      if (answer.status === 404) return false;
      if (answer.status !== 200) throw refusal(answer);
      return true;
    },
    async create(request, actAs) {
      const answer = await ask('POST', '/request', { body: request, ...(actAs === undefined ? {} : { actAs }) });
      const created = answer.status === 201 ? asObject(parse(answer)) : undefined;
      if (typeof created?.['id'] === 'number')
        return { kind: 'created', id: created['id'], status: Number(created['status']) };
      // 202: every season that is asked for is requested or there already.
      if (answer.status === 409 || answer.status === 202) return { kind: 'present' };
      return { kind: 'refused', message: refusal(answer).message };
    },
    async decide(id, decision) {
      const answer = await ask('POST', `/request/${id}/${decision}`);
      if (answer.status === 404) return 'gone';
      if (answer.status !== 200) throw refusal(answer);
      return Number(asObject(parse(answer))?.['status']);
    },
    async remove(id) {
      const answer = await ask('DELETE', `/request/${id}`);
      if (answer.status !== 204 && answer.status !== 200 && answer.status !== 404) throw refusal(answer);
    },
    async users() {
      const users = new Map<string, number>();
      for (let skip = 0; ;) {
        const body = asObject(await expect('GET', `/user?take=${pageSize}&skip=${skip}`));
        const results = listOf(body?.['results']).map(asObject);
        for (const user of results) {
          const email = textOf(user?.['email']).toLowerCase();
          if (email !== '' && typeof user?.['id'] === 'number') users.set(email, user['id']);
        }
        skip += results.length;
        if (results.length === 0 || skip >= Number(asObject(body?.['pageInfo'])?.['results'])) return users;
      }
    },
  };
}

/** What a server says against it, short, and never the key. */
function refusal(answer: HttpResponse): SeerrError {
  const body = asObject(parseJson(answer.body));
  const said = textOf(body?.['message']) || textOf(body?.['error']);
  return new SeerrError(`HTTP ${answer.status}${said === '' ? '' : `: ${said.slice(0, 300)}`}`, answer.status);
}

function parse(answer: HttpResponse): unknown {
  const value = answer.truncated ? undefined : parseJson(answer.body);
  if (value === undefined) throw new SeerrError(`HTTP ${answer.status} with a body that is no JSON.`, answer.status);
  return value;
}
