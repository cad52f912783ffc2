import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { sendJson, sendText, type StandInRequest } from './server.ts';
import { readElement, writeElement } from './xml-element.ts';

export interface EmbyServer {
  readonly product: 'Jellyfin Server' | 'Emby Server';
  readonly version: string;
  readonly port: number;
  /** `system.xml`; the wizard's state is kept there. */
  readonly settingsFile: string;
  /** Where accounts, keys and libraries are kept. */
  readonly stateFile: string;
  readonly log: (level: 'info' | 'error', component: string, message: string) => void;
}

interface State {
  readonly id: string;
  users: { id: string; name: string; password: string }[];
  /** Access tokens and API keys, by their text. */
  tokens: Record<string, { readonly app: string; readonly userId?: string }>;
  folders: { readonly name: string; readonly type: string; readonly paths: readonly string[] }[];
}

type Answer = (request: StandInRequest, response: ServerResponse) => Promise<void> | void;

/**
 * The part of the interface that Jellyfin and Emby have in common: who they are, the first steps, accounts, keys,
 * libraries. Answers `false` for a path that it does not know.
 */
export function createEmbyApi(server: EmbyServer) {
  const state = loadState(server.stateFile);
  const save = (): void => writeFileSync(server.stateFile, JSON.stringify(state), { mode: 0o600 });
  save();
  const settings = (): string => readFileSync(server.settingsFile, 'utf8');
  const setSetting = (name: string, value: string): void =>
    writeFileSync(server.settingsFile, writeElement(settings(), 'ServerConfiguration', name, value));
  const isSetUp = (): boolean => readElement(settings(), 'IsStartupWizardCompleted') === 'true';
  const mayCall = (request: StandInRequest): boolean => Object.hasOwn(state.tokens, tokenOf(request));

  const publicInfo = () => ({
    LocalAddress: `http://127.0.0.1:${server.port}`,
    ServerName: readElement(settings(), 'ServerName') || 'simulated',
    Version: server.version,
    ProductName: server.product,
    OperatingSystem: '',
    Id: state.id,
    StartupWizardCompleted: isSetUp(),
  });

  const open: Readonly<Record<string, Answer>> = {
    'GET /system/info/public': (_request, response) => sendJson(response, 200, publicInfo()),
    'GET /system/ping': (_request, response) => sendText(response, 200, server.product),
    'POST /system/ping': (_request, response) => sendText(response, 200, server.product),
    'POST /users/authenticatebyname': async (request, response) => {
      const body = await readBody(request);
      const client = clientOf(request);
      if (client['DeviceId'] === undefined || client['Client'] === undefined)
        return sendText(response, 400, 'Error processing request.');
      const user = state.users.find(({ name }) => name.toLowerCase() === String(body['Username'] ?? '').toLowerCase());
      if (user === undefined || user.password !== hash(String(body['Pw'] ?? ''))) {
        server.log('error', 'UserManager', 'Authentication request has been denied.');
        return sendText(response, 401, 'Error processing request.');
      }
      const token = newToken(client['Client'], user.id);
      sendJson(response, 200, {
        User: userView(user),
        SessionInfo: { Id: randomUUID().replaceAll('-', ''), UserId: user.id, Client: client['Client'] },
        AccessToken: token,
        ServerId: state.id,
      });
    },
  };

  /** Open while nobody has set the server up, and an administrator's afterwards. */
  const firstSteps: Readonly<Record<string, Answer>> = {
    'GET /startup/configuration': (_request, response) =>
      sendJson(response, 200, {
        UICulture: readElement(settings(), 'UICulture') || 'en-US',
        MetadataCountryCode: readElement(settings(), 'MetadataCountryCode') || 'US',
        PreferredMetadataLanguage: readElement(settings(), 'PreferredMetadataLanguage') || 'en',
      }),
    'POST /startup/configuration': async (request, response) => {
      const body = await readBody(request);
      for (const name of ['UICulture', 'MetadataCountryCode', 'PreferredMetadataLanguage'])
        setSetting(name, String(body[name] ?? ''));
      sendEmpty(response);
    },
    'GET /startup/user': (_request, response) => sendJson(response, 200, { Name: firstUser().name }),
    'POST /startup/user': async (request, response) => {
      const body = await readBody(request);
      if (!body['Name']) return sendText(response, 400, 'Error processing request.');
      state.users = [{ ...firstUser(), name: String(body['Name']), password: hash(String(body['Password'] ?? '')) }];
      save();
      sendEmpty(response);
    },
    'POST /startup/remoteaccess': (_request, response) => sendEmpty(response),
    'POST /startup/complete': (_request, response) => {
      setSetting('IsStartupWizardCompleted', 'true');
      server.log('info', 'App', 'The startup wizard was completed');
      sendEmpty(response);
    },
  };

  const closed: Readonly<Record<string, Answer>> = {
    'GET /system/info': (_request, response) =>
      sendJson(response, 200, { ...publicInfo(), HasPendingRestart: false, WebSocketPortNumber: server.port }),
    'GET /users': (_request, response) => sendJson(response, 200, state.users.map(userView)),
    'GET /auth/keys': (_request, response) => {
      const items = Object.entries(state.tokens)
        .filter(([, { userId }]) => userId === undefined)
        .map(([AccessToken, { app: AppName }]) => ({ AccessToken, AppName }));
      sendJson(response, 200, { Items: items, TotalRecordCount: items.length, StartIndex: 0 });
    },
    'POST /auth/keys': (request, response) => {
      const app = request.query.get('app');
      if (!app) return sendText(response, 400, 'Error processing request.');
      newToken(app);
      sendEmpty(response);
    },
    'GET /library/virtualfolders': (_request, response) =>
      sendJson(
        response,
        200,
        state.folders.map(({ name, type, paths }) => ({ Name: name, CollectionType: type, Locations: paths })),
      ),
    'POST /library/virtualfolders': (request, response) => {
      const name = request.query.get('name') ?? '';
      const type = request.query.get('collectionType') ?? '';
      const path = request.query.get('paths') ?? '';
      if (name === '') return sendText(response, 400, 'Error processing request.');
      if (path !== '' && !existsSync(path)) return sendText(response, 404, 'The specified path does not exist.');
      state.folders = [...state.folders, { name, type, paths: path === '' ? [] : [path] }];
      save();
      sendEmpty(response);
    },
    'POST /library/refresh': (_request, response) => {
      server.log('info', 'TaskManager', 'Queuing task RefreshMediaLibraryTask');
      sendEmpty(response);
    },
  };

  const firstUser = () => state.users[0] ?? { id: newId(), name: 'root', password: hash('') };
  const userView = (user: { readonly id: string; readonly name: string }) => ({
    Id: user.id,
    Name: user.name,
    ServerId: state.id,
    HasPassword: true,
    Policy: { IsAdministrator: true },
  });
  function newToken(app: string, userId?: string): string {
    const token = randomBytes(16).toString('hex');
    state.tokens[token] = userId === undefined ? { app } : { app, userId };
    save();
    return token;
  }

  /** @param path in any case, as the programs take it */
  return async (path: string, request: StandInRequest, response: ServerResponse): Promise<boolean> => {
    const route = `${request.method} ${path.toLowerCase()}`;
    const guarded = closed[route] ?? firstSteps[route];
    const answer = open[route] ?? guarded;
    if (answer === undefined) return false;
    const isOpen = open[route] !== undefined || (firstSteps[route] !== undefined && !isSetUp());
    if (!isOpen && !mayCall(request)) sendText(response, 401, '');
    else await answer(request, response);
    return true;
  };
}

function loadState(file: string): State {
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as State; // Only we write it.
  return { id: newId(), users: [], tokens: {}, folders: [] };
}

function newId(): string {
  return randomUUID().replaceAll('-', '');
}

function hash(password: string): string {
  return createHash('sha256').update(password).digest('hex');
}

/** `MediaBrowser Client="x", DeviceId="y", Token="z"` */
function clientOf(request: StandInRequest): Readonly<Record<string, string>> {
  const header = request.headers.authorization ?? headerText(request, 'x-emby-authorization');
  if (!/^(?:MediaBrowser|Emby) /.test(header)) return {};
  const pairs = [...header.matchAll(/(\w+)="([^"]*)"/g)];
  return Object.fromEntries(pairs.map(([, name = '', value = '']) => [name, decodeURIComponent(value)]));
}

function tokenOf(request: StandInRequest): string {
  const places = [
    clientOf(request)['Token'],
    headerText(request, 'x-emby-token'),
    headerText(request, 'x-mediabrowser-token'),
    request.query.get('api_key'),
    request.query.get('ApiKey'),
  ];
  return places.find((place) => place) ?? '';
}

function headerText(request: StandInRequest, name: string): string {
  const value = request.headers[name];
  return typeof value === 'string' ? value : '';
}

async function readBody(request: StandInRequest): Promise<Readonly<Record<string, unknown>>> {
  const body: unknown = JSON.parse((await request.text()) || '{}');
  return typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
}

function sendEmpty(response: ServerResponse): void {
  response.writeHead(204);
  response.end();
}
