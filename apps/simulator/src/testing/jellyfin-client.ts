import * as sdk from '@jellyfin/sdk';
import * as apis from '@jellyfin/sdk/lib/utils/api/index.js';

type Call<Answer> = (request?: object) => Promise<{ readonly data: Answer }>;
interface PublicInfo {
  readonly Id: string;
  readonly ProductName: string;
  readonly StartupWizardCompleted: boolean;
}

/** What the test calls of the published client. Its own types cannot be read by modules as ours. */
interface Sdk {
  readonly Jellyfin: new (options: object) => { createApi(url: string, token?: string): object };
}
interface Apis {
  getSystemApi(api: object): { getPublicSystemInfo: Call<PublicInfo>; getSystemInfo: Call<PublicInfo> };
  getStartupApi(
    api: object,
  ): Readonly<
    Record<'updateInitialConfiguration' | 'getFirstUser' | 'updateStartupUser' | 'completeWizard', Call<unknown>>
  >;
  getAuthenticationApi(api: object): {
    authenticateUserByName: Call<{ readonly AccessToken: string }>;
    createKey: Call<unknown>;
    getKeys: Call<{ readonly Items: readonly { readonly AppName: string; readonly AccessToken: string }[] }>;
  };
  getLibraryStructureApi(api: object): { addVirtualFolder: Call<unknown>; getVirtualFolders: Call<unknown> };
}

/** The client that the Jellyfin project publishes, for one server. */
export function connectJellyfin(url: string, token?: string) {
  const { Jellyfin } = sdk as unknown as Sdk;
  const of = apis as unknown as Apis;
  const api = new Jellyfin({
    clientInfo: { name: 'Showrunner', version: '1' },
    deviceInfo: { name: 'test', id: 'test-1' },
  }).createApi(url, token);
  return {
    system: of.getSystemApi(api),
    startup: of.getStartupApi(api),
    authentication: of.getAuthenticationApi(api),
    libraries: of.getLibraryStructureApi(api),
  };
}
