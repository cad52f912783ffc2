import type { ServerResponse } from 'node:http';
import type { StandInRequest } from '../server.ts';
import { hasPermission, Refusal, type SeerrData, type User } from './model.ts';
import type { SettingsFile } from './settings.ts';
import type { Schema } from './validate.ts';

/** What all routes of the stand-in share. */
export interface Seerr {
  readonly version: string;
  readonly configDirectory: string;
  readonly settings: SettingsFile;
  readonly data: SeerrData;
  /** Session id → user id. */
  readonly sessions: Map<string, number>;
  /** Key from outside, which a new one cannot replace. */
  readonly forcedKey: string | undefined;
  save(): Promise<void>;
  log(level: 'debug' | 'info' | 'warn' | 'error', label: string, message: string): void;
}

/** One call, already held against the description. */
export interface Call {
  readonly seerr: Seerr;
  readonly request: StandInRequest;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** Parsed body; `undefined` where none is described. */
  readonly body: unknown;
  readonly user: User | undefined;
  readonly response: ServerResponse;
}

export interface Answer {
  readonly status?: number;
  readonly body?: unknown;
}

/** A route of Seerr's description. Everything that it does not describe is refused. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** `/request/:requestId`. */
  readonly path: string;
  /** `public`: neither key nor cookie is asked for. A list: the permissions that are needed, all of them. */
  readonly access: 'public' | readonly number[];
  readonly params?: Readonly<Record<string, Schema>>;
  readonly query?: Readonly<Record<string, Schema>>;
  readonly body?: Schema;
  handle(call: Call): Promise<Answer> | Answer;
}

/** Who calls, on routes that let nobody else in. */
export function userOf({ user }: Call): User {
  if (user === undefined) throw new Refusal(401, 'You must be logged in to request media.');
  return user;
}

export function can(call: Call, permissions: readonly number[], type: 'and' | 'or' = 'and'): boolean {
  return call.user !== undefined && hasPermission(call.user, permissions, type);
}

/** A page of a list, with Seerr's description of it. */
export function toPage<T>(
  all: readonly T[],
  query: URLSearchParams,
  pageSize: number,
): { readonly pageInfo: object; readonly results: readonly T[] } {
  const take = Number(query.get('take') || pageSize);
  const skip = Number(query.get('skip') || 0);
  return {
    pageInfo: {
      pages: Math.ceil(all.length / take),
      pageSize: take,
      results: all.length,
      page: Math.ceil(skip / take) + 1,
    },
    results: all.slice(skip, skip + take),
  };
}
