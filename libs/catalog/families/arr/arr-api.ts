import { type Json, type JsonObject, Problem } from '@showrunner/contracts';
import type { HttpResponse } from '@showrunner/platform';
import type { ConnectionContext } from '../../vocabulary/connections.ts';

/** An Arr as it is reached: what the capabilities `arr` and `indexer-manager` publish. */
export interface ArrAddress {
  /** For sentences: the process name. */
  readonly name: string;
  /** `http://127.0.0.1:8989`, without a slash at the end. */
  readonly url: string;
  readonly key: string;
  /** `/api/v3`; `/api/v1` for Lidarr and Prowlarr. */
  readonly api: string;
  /** It looks after music: Lidarr's root folders carry profiles. */
  readonly isMusic?: boolean;
}

/** A setting of a provider. Further members (labels, options) come with the schema and go back as they are. */
export interface ArrField {
  readonly name: string;
  readonly value?: Json;
  readonly [member: string]: Json | undefined;
}

/** What the Arrs call a provider: a download client, an indexer, an application. */
export interface ArrProvider {
  readonly id?: number;
  readonly name: string;
  readonly implementation: string;
  readonly configContract: string;
  readonly fields: readonly ArrField[];
  readonly tags: readonly number[];
  readonly [member: string]: Json | readonly ArrField[] | readonly number[] | undefined;
}

/** Which list of providers. */
export type ProviderKind = 'downloadclient' | 'indexer' | 'applications';

/** The interface of Sonarr, Radarr, Lidarr, Whisparr and Prowlarr, as far as connections need it. */
export interface ArrApi {
  readonly name: string;
  readonly isMusic: boolean;
  /** Waits for nothing: whether it answers, and to our key. */
  assertReady(): Promise<void>;
  list(path: string): Promise<readonly JsonObject[]>;
  get(path: string): Promise<JsonObject>;
  /** Answers what it made. With `forced`, what is merely doubtful is saved as well. */
  create(path: string, body: JsonObject, forced?: boolean): Promise<JsonObject>;
  update(path: string, body: JsonObject, forced?: boolean): Promise<JsonObject>;
  remove(path: string): Promise<void>;
}

/** A refusal with what the program said about each field. */
export interface ArrRefusal {
  readonly messages: readonly string[];
  /** Nothing but warnings: it saves it when it is told to. */
  readonly onlyWarnings: boolean;
}

/** A body that the program did not take; `refusalOf` knows what it said. */
const refusals = new WeakMap<Problem, ArrRefusal>();

/** What an Arr said about a body that it did not take; `undefined` for any other failure. */
export function refusalOf(error: unknown): ArrRefusal | undefined {
  return error instanceof Problem ? refusals.get(error) : undefined;
}

/**
 * Opens the interface of an Arr. Every call throws `connection.not-ready` where the program is busy (they answer 500 while
 * their database is locked) and `connection.refused` where it does not take the key or the body.
 */
export function openArr({ http }: Pick<ConnectionContext, 'http'>, address: ArrAddress): ArrApi {
  const { name, url, key, api, isMusic = false } = address;
  const call = async (method: string, path: string, body?: JsonObject): Promise<unknown> => {
    const response = await http({
      url: `${url}${api}/${path}`,
      method,
      // Prowlarr's schema of all indexers has several megabytes.
      limitBytes: 32 * 1024 * 1024,
      headers: {
        'x-api-key': key,
        accept: 'application/json',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (response.status >= 200 && response.status < 300) return parse(response, name);
    throw toProblem(response, name);
  };
  const save = (path: string, forced: boolean) => (forced ? `${path}?forceSave=true` : path);
  return {
    name,
    isMusic,
    assertReady: async () => void (await call('GET', 'system/status')),
    async list(path) {
      const answer = await call('GET', path);
      if (!Array.isArray(answer)) throw unexpected(name);
      return answer as JsonObject[]; // JSON.parse gives nothing but Json
    },
    get: async (path) => toObject(await call('GET', path), name),
    create: async (path, body, forced = false) => toObject(await call('POST', save(path, forced), body), name),
    update: async (path, body, forced = false) => toObject(await call('PUT', save(path, forced), body), name),
    remove: async (path) => void (await call('DELETE', path)),
  };
}

/** The number of a label, made where there is none. The Arrs keep labels in lower case. */
export async function ensureTag(arr: ArrApi, label: string): Promise<number> {
  const wanted = label.toLowerCase();
  const known = (await arr.list('tag')).find((tag) => String(tag['label']).toLowerCase() === wanted);
  const tag = known ?? (await arr.create('tag', { label: wanted }));
  if (typeof tag['id'] !== 'number') throw unexpected(arr.name);
  return tag['id'];
}

function parse({ body, truncated }: HttpResponse, name: string): unknown {
  if (truncated) throw new Problem('connection.refused', `${name} answered more than can be read.`);
  if (body.trim() === '') return {};
  try {
    return JSON.parse(body) as unknown;
  } catch (error) {
    throw new Problem('connection.refused', `${name} answered what is no JSON; another program may be at its port.`, {
      cause: error,
    });
  }
}

function toObject(answer: unknown, name: string): JsonObject {
  if (typeof answer !== 'object' || answer === null || Array.isArray(answer)) throw unexpected(name);
  return answer as JsonObject; // JSON.parse gives nothing but Json
}

function unexpected(name: string): Problem {
  return new Problem('connection.refused', `${name} answered in a form that this version does not know.`);
}

function toProblem(response: HttpResponse, name: string): Problem {
  const { status } = response;
  if (status === 401 || status === 403) {
    const message = `${name} does not take the API key that Showrunner has for it. Restart it, so that both have the same.`;
    return new Problem('connection.refused', message);
  }
  if (status === 429 || status >= 500) {
    return new Problem('connection.not-ready', `${name} is busy: it answered with status ${status}.`);
  }
  const refusal = readRefusal(response.body);
  const said = refusal === undefined ? `status ${status}` : refusal.messages.join(' ');
  const problem = new Problem('connection.refused', `${name} did not take it: ${said}`);
  if (refusal !== undefined) refusals.set(problem, refusal);
  return problem;
}

/** `[{propertyName, errorMessage, isWarning}]`, as the Arrs answer to a body with status 400. */
function readRefusal(body: string): ArrRefusal | undefined {
  let answer: unknown;
  try {
    answer = JSON.parse(body);
  } catch {
    return undefined; // A page of some proxy: the status is all there is to tell.
  }
  if (!Array.isArray(answer)) return undefined;
  const failures = (answer as readonly Json[]).filter(isObject);
  if (failures.length === 0) return undefined;
  return {
    messages: failures.map((failure) => String(failure['errorMessage'] ?? 'no reason given')),
    onlyWarnings: failures.every((failure) => failure['isWarning'] === true),
  };
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
