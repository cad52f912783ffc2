import { Refusal } from './model.ts';

interface Address {
  readonly hostname: string;
  readonly port: number;
  readonly apiKey: string;
  readonly useSsl?: boolean;
  readonly baseUrl?: string;
}

export type ServarrKind = 'radarr' | 'sonarr';
const names: Readonly<Record<ServarrKind, string>> = { radarr: 'Radarr', sonarr: 'Sonarr' };

/** Asks a Sonarr or Radarr what the settings page wants to know. @throws Refusal 500 where it does not answer as one */
export async function testServarr(kind: ServarrKind, address: Address): Promise<object> {
  try {
    const status = (await ask(address, '/system/status')) as { version: string; urlBase: string }; // Documented shape.
    const profiles = await ask(address, '/qualityProfile');
    const folders = (await ask(address, '/rootfolder')) as readonly { id: number; path: string }[]; // Documented shape.
    const tags = await ask(address, '/tag');
    const isOldSonarr = kind === 'sonarr' && Number.parseInt(status.version, 10) <= 3;
    const languageProfiles = isOldSonarr ? await ask(address, '/languageprofile') : null;
    return {
      profiles,
      rootFolders: folders.map(({ id, path }) => ({ id, path })),
      ...(kind === 'sonarr' ? { languageProfiles } : {}),
      tags,
      urlBase: status.urlBase,
    };
  } catch {
    // Why is in the log of the real one too; the answer does not say it.
    throw new Refusal(500, `Failed to connect to ${names[kind]}`);
  }
}

/** Quality profiles of a server; `undefined` where it does not answer. */
export async function findProfiles(address: Address): Promise<readonly { id: number; name: string }[] | undefined> {
  try {
    return (await ask(address, '/qualityProfile')) as readonly { id: number; name: string }[]; // Documented shape.
  } catch {
    return undefined;
  }
}

async function ask({ hostname, port, apiKey, useSsl, baseUrl }: Address, path: string): Promise<unknown> {
  // Seerr sends the key in the query.
  const url = `${useSsl === true ? 'https' : 'http'}://${hostname}:${port}${baseUrl ?? ''}/api/v3${path}?apikey=${encodeURIComponent(apiKey)}`;
  const response = await fetch(url, { signal: AbortSignal.timeout(10_000) });
  if (!response.ok) throw new Error(`status ${response.status}`);
  return response.json();
}
