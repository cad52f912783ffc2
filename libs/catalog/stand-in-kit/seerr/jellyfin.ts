import { Refusal } from './model.ts';

interface Address {
  readonly ip: string;
  readonly port: number;
  readonly useSsl: boolean;
  readonly urlBase: string;
}

interface Account {
  readonly name: string;
  readonly isAdministrator: boolean;
  readonly serverId: string;
  /** Makes a key on the media server and answers it. */
  createKey(app: string): Promise<string>;
}

const client = 'MediaBrowser Client="Seerr", Device="Seerr", DeviceId="BOT_seerr", Version="3.0.0"';

/** Signs in to a Jellyfin or Emby as its clients do. @throws Refusal with Seerr's own codes */
export async function signInToJellyfin(address: Address, username: string, password: string): Promise<Account> {
  const base = `${address.useSsl ? 'https' : 'http'}://${address.ip}:${address.port}${address.urlBase}`;
  const call = async (method: string, path: string, token?: string, body?: object): Promise<unknown> => {
    const response = await send(`${base}${path}`, {
      method,
      headers: {
        authorization: token === undefined ? client : `${client}, Token="${token}"`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (response.status === 401) throw new Refusal(401, 'INVALID_CREDENTIALS');
    if (!response.ok) throw new Refusal(response.status, 'UNKNOWN');
    return response.status === 204 ? undefined : response.json();
  };
  const signedIn = (await call('POST', '/Users/AuthenticateByName', undefined, {
    Username: username,
    Pw: password,
  })) as {
    User: { Name: string; ServerId: string; Policy: { IsAdministrator: boolean } };
    AccessToken: string;
  }; // Jellyfin's documented answer.
  return {
    name: signedIn.User.Name,
    isAdministrator: signedIn.User.Policy.IsAdministrator,
    serverId: signedIn.User.ServerId,
    createKey: async (app) => {
      await call('POST', `/Auth/Keys?App=${encodeURIComponent(app)}`, signedIn.AccessToken);
      const { Items } = (await call('GET', '/Auth/Keys', signedIn.AccessToken)) as {
        Items: readonly { AppName: string; AccessToken: string }[];
      }; // Jellyfin's documented answer.
      return Items.findLast(({ AppName }) => AppName === app)?.AccessToken ?? '';
    },
  };
}

async function send(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, { ...init, signal: AbortSignal.timeout(10_000) });
  } catch {
    // Nobody answers there, or not in time.
    throw new Refusal(404, 'INVALID_URL');
  }
}
