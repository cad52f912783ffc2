import { randomUUID } from 'node:crypto';
import { userOf, type Call, type Route } from './context.ts';
import { Permission, Refusal, type User } from './model.ts';
import { signInToJellyfin } from './jellyfin.ts';
import { notConfigured } from './settings.ts';
import { createUser, showUser } from './user-routes.ts';
import type { Schema } from './validate.ts';

const text: Schema = { type: 'string' };
const serverTypes = { plex: 1, jellyfin: 2, emby: 3 } as const;

export const authRoutes: readonly Route[] = [
  { method: 'GET', path: '/auth/me', access: [], handle: (call) => ({ body: showUser(userOf(call), true) }) },
  {
    method: 'POST',
    path: '/auth/plex',
    access: 'public',
    body: { type: 'object', properties: { authToken: text }, required: ['authToken'] },
    handle: signInWithPlex,
  },
  {
    method: 'POST',
    path: '/auth/jellyfin',
    access: 'public',
    body: {
      type: 'object',
      properties: {
        username: text,
        password: text,
        hostname: text,
        email: text,
        serverType: { type: 'number' },
        port: { type: 'number' },
        urlBase: text,
        useSsl: { type: 'boolean' },
      },
      required: ['username', 'password'],
    },
    handle: signInWithJellyfin,
  },
  {
    method: 'POST',
    path: '/auth/local',
    access: 'public',
    body: { type: 'object', properties: { email: text, password: text }, required: ['email', 'password'] },
    handle: (call) => {
      const { email, password } = call.body as { email: string; password: string }; // Validated.
      if (!call.seerr.settings.value.main.localLogin) throw new Refusal(500, 'Password sign-in is disabled.');
      const user = call.seerr.data.users.find((known) => known.email === email.toLowerCase());
      if (user?.password === undefined || user.password !== password) throw new Refusal(403, 'Access denied.');
      return signedIn(call, user);
    },
  },
  {
    method: 'POST',
    path: '/auth/logout',
    access: 'public',
    handle: (call) => {
      const id = /connect\.sid=([^;]+)/.exec(call.request.headers.cookie ?? '')?.[1];
      if (id !== undefined) call.seerr.sessions.delete(id);
      return { body: { status: 'ok' } };
    },
  },
];

/** plex.tv is never asked: every token is somebody's, but for those that begin with `bad-`. The first one is the owner. */
async function signInWithPlex(call: Call) {
  const { authToken } = call.body as { authToken: string }; // Validated.
  const { data, settings, save } = call.seerr;
  const { main } = settings.value;
  const isOther = main.mediaServerType !== notConfigured && main.mediaServerType !== serverTypes.plex;
  if (isOther || (main.mediaServerType === serverTypes.plex && !main.mediaServerLogin))
    throw new Refusal(500, 'Plex login is disabled');
  if (authToken.startsWith('bad-')) throw new Refusal(500, 'Unable to authenticate.');
  const email = `${authToken.replaceAll(/[^\w-]/g, '')}@plex.invalid`.toLowerCase();
  const isFirst = data.users.length === 0;
  const known = data.users.find((user) => user.email === email);
  if (known === undefined && !isFirst) throw new Refusal(403, 'Access denied.');
  if (isFirst) {
    main.mediaServerType = serverTypes.plex;
    settings.save();
  }
  const user =
    known ??
    createUser(data, { email, username: 'simulated', permissions: Permission.ADMIN, userType: serverTypes.plex });
  await save();
  return signedIn(call, user);
}

/** The first account is made of an administrator of the media server, which is asked. */
async function signInWithJellyfin(call: Call) {
  const body = call.body as JellyfinBody; // Validated.
  const { data, settings, save } = call.seerr;
  const { main, jellyfin } = settings.value;
  const configured = main.mediaServerType;
  const isOther = configured !== serverTypes.jellyfin && configured !== serverTypes.emby;
  if (configured !== notConfigured && (isOther || !main.mediaServerLogin))
    throw new Refusal(500, 'Jellyfin login is disabled');
  if (jellyfin.ip !== '' && body.hostname) throw new Refusal(500, 'Jellyfin hostname already configured');
  if (jellyfin.ip === '' && !body.hostname) throw new Refusal(500, 'No hostname provided.');
  const address =
    jellyfin.ip === ''
      ? { ip: body.hostname ?? '', port: body.port ?? 8096, useSsl: body.useSsl === true, urlBase: body.urlBase ?? '' }
      : { ...jellyfin, useSsl: jellyfin['useSsl'] === true, urlBase: String(jellyfin['urlBase'] ?? '') };
  const account = await signInToJellyfin(address, body.username, body.password);
  const isFirst = data.users.length === 0;
  if (isFirst || configured === notConfigured) {
    if (!account.isAdministrator) throw new Refusal(403, 'NOT_ADMIN');
    if (body.serverType !== serverTypes.jellyfin && body.serverType !== serverTypes.emby)
      throw new Refusal(500, 'NO_ADMIN_USER');
    main.mediaServerType = body.serverType;
    Object.assign(jellyfin, address, { serverId: account.serverId, apiKey: await account.createKey('Seerr') });
    settings.save();
  }
  const username = account.name;
  const known = data.users.find((user) => user.username === username);
  const permissions = isFirst ? Permission.ADMIN : main.defaultPermissions;
  const userType = main.mediaServerType === serverTypes.emby ? 4 : 3;
  const user = known ?? createUser(data, { email: body.email || username, username, permissions, userType });
  await save();
  return signedIn(call, user);
}

interface JellyfinBody {
  readonly username: string;
  readonly password: string;
  readonly hostname?: string;
  readonly port?: number;
  readonly urlBase?: string;
  readonly useSsl?: boolean;
  readonly email?: string;
  readonly serverType?: number;
}

function signedIn({ seerr, response }: Call, user: User) {
  const id = randomUUID();
  seerr.sessions.set(id, user.id);
  response.setHeader('set-cookie', `connect.sid=${id}; Path=/; HttpOnly; SameSite=Lax`);
  return { body: showUser(user, false) };
}
