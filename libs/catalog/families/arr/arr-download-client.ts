import { Problem } from '@showrunner/contracts';
import type { ConnectionContext, ConnectionHooks } from '../../vocabulary/connections.ts';
import { type ArrApi, openArr, refusalOf } from './arr-api.ts';
import { ensurePermissions, ensureRootFolder } from './library.ts';
import { ensureProvider, hasProvider, removeProvider, type WantedProvider } from './providers.ts';

const categoryFields = ['category', 'tvCategory', 'movieCategory', 'musicCategory', 'nzbCategory'];

const kinds: Readonly<Record<string, { readonly implementation: string; readonly protocol: string }>> = {
  torrent: { implementation: 'QBittorrent', protocol: 'torrent' },
  usenet: { implementation: 'Sabnzbd', protocol: 'usenet' },
};

/**
 * The service becomes a download client of an Arr, with a root folder where it wants one. Values:
 *
 * - `arr_url`, `arr_key`, `arr_api` how the Arr is reached, as it publishes it · `arr_media` what it looks after
 * - `client` the name that the client gets in it · `kind` `torrent` (speaks as qBittorrent) or `usenet` (as SABnzbd)
 * - `former` a name that it had before: one of that name is renamed
 * - `host`, `port`, `url_base` of the client, as the Arr sees it · `username`, `password`, `api_key` for it; blank what it needs not
 * - `category` under which the Arr files its downloads
 * - `root_folder` where the Arr keeps its library; blank: its root folders are left alone
 * - `permissions` `true`: the Arr opens to everybody what it imports
 *
 * Undone, the client goes; root folder, library and permissions stay, because they are the person's.
 */
export const arrDownloadClient: ConnectionHooks = {
  async connect(ctx) {
    const arr = open(ctx);
    await arr.assertReady();
    const { root_folder: rootFolder = '', permissions } = ctx.values;
    if (permissions === 'true' && (await ensurePermissions(arr))) ctx.log(`${arr.name} opens to all what it imports.`);
    if (rootFolder !== '' && (await ensureRootFolder(arr, rootFolder, ctx))) {
      ctx.log(`${arr.name} keeps a library in ${rootFolder}.`);
    }
    const wanted = wantedClient(ctx);
    try {
      await ensureProvider(arr, 'downloadclient', wanted);
    } catch (error) {
      if (refusalOf(error)?.messages.some((message) => message.includes('Category does not exist')) !== true)
        throw error;
      ctx.log(`${ctx.self.processName} does not know the category yet; the client is saved without.`);
      await ensureProvider(arr, 'downloadclient', withoutCategory(wanted));
    }
    return 'done';
  },
  async disconnect(ctx) {
    const arr = open(ctx);
    const { client = '', root_folder: rootFolder = '' } = ctx.values;
    await removeProvider(arr, 'downloadclient', client);
    if (rootFolder !== '') ctx.log(`The root folder ${rootFolder} of ${arr.name} stays, with all that is in it.`);
    return 'done';
  },
  isMade: (ctx) => hasProvider(open(ctx), 'downloadclient', wantedClient(ctx)),
};

function open(ctx: ConnectionContext): ArrApi {
  const { arr_url: url = '', arr_key: key = '', arr_api: api = '', arr_media: media } = ctx.values;
  return openArr(ctx, { name: ctx.peer.processName, url, key, api, ...(media === 'music' ? { isMusic: true } : {}) });
}

function wantedClient({ values }: ConnectionContext): WantedProvider {
  const { client = '', former = '', kind = '', host = '', port = '', category = '' } = values;
  const { username = '', password = '', api_key: apiKey = '' } = values;
  const spoken = kinds[kind];
  if (spoken === undefined) throw new Problem('connection.refused', `There is no kind of download client ${kind}.`);
  return {
    name: client,
    implementation: spoken.implementation,
    members: { protocol: spoken.protocol },
    isSame: ({ name }) => former !== '' && String(name).toLowerCase() === former.toLowerCase(),
    initial: { enable: true, priority: 1, removeCompletedDownloads: true, removeFailedDownloads: true },
    fields: {
      host,
      port: Number(port),
      useSsl: false,
      urlBase: values['url_base'] ?? '',
      ...(username === '' ? {} : { username, password }),
      ...(apiKey === '' ? {} : { apiKey }),
      ...Object.fromEntries(categoryFields.map((field) => [field, category])),
    },
    tags: [],
  };
}

function withoutCategory(wanted: WantedProvider): WantedProvider {
  return { ...wanted, fields: { ...wanted.fields, ...Object.fromEntries(categoryFields.map((field) => [field, ''])) } };
}
