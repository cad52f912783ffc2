import { type JsonObject, Problem } from '@showrunner/contracts';
import { ensureTag } from '../../families/arr/arr-api.ts';
import { ensureProvider, fieldOf, hasProvider, removeProvider } from '../../families/arr/providers.ts';
import type { ConnectionHooks } from '../../vocabulary/connections.ts';
import { openProwlarr } from './arr-application.ts';

/**
 * A Torznab service of this stack becomes an indexer of Prowlarr. Values: `url`, `key` of Prowlarr; `name` of the indexer,
 * `torznab_url` where it is asked, `tag` by which it reaches the applications that can use what it finds.
 */
export const torznabIndexer: ConnectionHooks = {
  async connect(ctx) {
    const { name = '', torznab_url: baseUrl = '', tag = '' } = ctx.values;
    const prowlarr = openProwlarr(ctx);
    await prowlarr.assertReady();
    const appProfileId = (await prowlarr.list('appprofile'))[0]?.['id'];
    if (typeof appProfileId !== 'number') {
      throw new Problem('connection.refused', `${prowlarr.name} has no sync profile. Add one under Settings → Apps.`);
    }
    await ensureProvider(prowlarr, 'indexer', {
      name,
      implementation: 'Torznab',
      preset: (schema) => schema['name'] === 'Generic Torznab',
      members: { protocol: 'torrent' },
      initial: { enable: true, priority: 25, appProfileId },
      fields: { baseUrl, apiPath: '/api' },
      tags: [await ensureTag(prowlarr, tag)],
      isSame: isAt(baseUrl),
    });
    return 'done';
  },
  async disconnect(ctx) {
    await removeProvider(openProwlarr(ctx), 'indexer', ctx.values['name'] ?? '');
    return 'done';
  },
  isMade: (ctx) => {
    const { name = '', torznab_url: baseUrl = '' } = ctx.values;
    return hasProvider(openProwlarr(ctx), 'indexer', { name, isSame: isAt(baseUrl) });
  },
};

function isAt(baseUrl: string): (present: JsonObject) => boolean {
  return (present) => fieldOf(present, 'baseUrl') === baseUrl;
}
