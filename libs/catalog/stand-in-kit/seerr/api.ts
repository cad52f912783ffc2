import type { ServerResponse } from 'node:http';
import { sendJson, type StandInRequest } from '../server.ts';
import { authRoutes } from './auth-routes.ts';
import type { Call, Route, Seerr } from './context.ts';
import { hasPermission, Refusal, type User } from './model.ts';
import { requestRoutes } from './request-routes.ts';
import { settingsRoutes } from './settings-routes.ts';
import { userRoutes } from './user-routes.ts';
import { validateBody, validateParameter, validateQuery } from './validate.ts';

const routes: readonly Route[] = [...authRoutes, ...settingsRoutes, ...userRoutes, ...requestRoutes];

/** Answers a call below `/api/v1` in Seerr's order: description, key or cookie, who it is, permission, the route itself. */
export async function answerApi(seerr: Seerr, request: StandInRequest, response: ServerResponse): Promise<void> {
  try {
    const { status = 200, body } = await call(seerr, request, response);
    if (body === undefined) response.writeHead(status).end();
    else sendJson(response, status, body);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (error.status >= 500) seerr.log('error', 'API', error.message);
    if (error.status === 403 && error.message === forbidden)
      return sendJson(response, 403, { status: 403, error: forbidden });
    sendJson(response, error.status, { message: error.message, errors: error.errors });
  }
}

const forbidden = 'You do not have permission to access this endpoint';

async function call(seerr: Seerr, request: StandInRequest, response: ServerResponse) {
  const path = request.path.slice('/api/v1'.length).replace(/(.)\/$/, '$1');
  const { route, params } = find(request.method, path);
  const user = findUser(seerr, request);
  if (route.access !== 'public' && request.headers['x-api-key'] === undefined && sessionOf(request) === undefined) {
    throw new Refusal(401, "cookie 'connect.sid' required", [
      { path: `/api/v1${path}`, message: "cookie 'connect.sid' required" },
    ]);
  }
  for (const [name, text] of Object.entries(params)) validateParameter(name, text, route.params?.[name] ?? {});
  validateQuery(request.query, route.query ?? {});
  const body = route.body === undefined ? undefined : await readJson(request);
  if (route.body !== undefined) validateBody(body, route.body);
  if (route.access !== 'public' && (user === undefined || !hasPermission(user, route.access)))
    throw new Refusal(403, forbidden);
  const details: Call = { seerr, request, params, query: request.query, body, user, response };
  return route.handle(details);
}

function find(method: string, path: string): { readonly route: Route; readonly params: Record<string, string> } {
  const fitting = routes.flatMap((route) => {
    const params = match(route.path, path);
    return params === undefined ? [] : [{ route, params }];
  });
  const found = fitting.find(({ route }) => route.method === method);
  if (found !== undefined) return found;
  const message = fitting.length === 0 ? 'not found' : `${method} method not allowed`;
  throw new Refusal(fitting.length === 0 ? 404 : 405, message, [{ path: `/api/v1${path}`, message }]);
}

function match(pattern: string, path: string): Record<string, string> | undefined {
  const [wanted, given] = [pattern.split('/'), path.split('/')];
  if (wanted.length !== given.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const text = given[index] ?? '';
    if (part.startsWith(':')) params[part.slice(1)] = decodeURIComponent(text);
    else if (part !== text) return undefined;
  }
  return params;
}

/** By the key on behalf of the first account or of the one that `X-API-User` names, else by the session. */
function findUser({ settings, data, sessions }: Seerr, request: StandInRequest): User | undefined {
  const given = request.headers['x-api-key'];
  const session = sessionOf(request);
  const id =
    given === settings.value.main.apiKey ? Number(request.headers['x-api-user'] ?? 1) : sessions.get(session ?? '');
  return data.users.find((user) => user.id === id);
}

function sessionOf(request: StandInRequest): string | undefined {
  return /(?:^|;\s*)connect\.sid=([^;]+)/.exec(request.headers.cookie ?? '')?.[1];
}

async function readJson(request: StandInRequest): Promise<unknown> {
  if (!/^application\/json\b/.test(request.headers['content-type'] ?? ''))
    throw new Refusal(415, `unsupported media type ${request.headers['content-type'] ?? 'undefined'}`);
  try {
    return JSON.parse(await request.text());
  } catch (error) {
    throw new Refusal(400, error instanceof Error ? error.message : String(error));
  }
}
