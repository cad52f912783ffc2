import type { Json, JsonObject } from '@showrunner/contracts';
import { type ArrApi, ensureTag, openArr } from '../../families/arr/arr-api.ts';
import { ensureProvider, fieldOf, hasProvider, removeProvider } from '../../families/arr/providers.ts';
import type { ConnectionContext, ConnectionHooks } from '../../vocabulary/connections.ts';

/** Labels of ours; all others are the person's. */
const ourLabels = ['decypharr', 'infinidysk'];

/**
 * What Whisparr asks for. Sources that know no XXX category file such films under films and shows; without those
 * categories Prowlarr refuses them (Prowlarr issue 1897).
 */
const adultCategories: Json = [
  6000, 6010, 6020, 6030, 6040, 6045, 6050, 6060, 6070, 6080, 6090, 2000, 2010, 2020, 2030, 2040, 2045, 2050, 2060,
  2070, 2080, 5000, 5010, 5020, 5030, 5040, 5045, 5050, 5060, 5070, 5080,
];

/**
 * An Arr becomes an application of Prowlarr, which hands its indexers to it. Values: `url`, `key` of Prowlarr; `name`,
 * `application`, `arr_url`, `arr_key`, `arr_api` of the Arr; `tags` labels that it is to have, separated by commas.
 */
export const arrApplication: ConnectionHooks = {
  async connect(ctx) {
    const {
      name = '',
      application = '',
      url = '',
      arr_url: arrUrl = '',
      arr_key: arrKey = '',
      arr_api: api = '',
    } = ctx.values;
    const prowlarr = openProwlarr(ctx);
    await prowlarr.assertReady();
    await openArr(ctx, { name: ctx.peer.processName, url: arrUrl, key: arrKey, api }).assertReady();
    const labels = listOf(ctx.values['tags']);
    const tags: number[] = [];
    for (const label of labels) tags.push(await ensureTag(prowlarr, label));
    await ensureProvider(prowlarr, 'applications', {
      name,
      implementation: application,
      members: {},
      initial: { syncLevel: 'fullSync' },
      fields: {
        prowlarrUrl: url,
        baseUrl: arrUrl,
        apiKey: arrKey,
        ...(application === 'Whisparr' ? { syncCategories: adultCategories } : {}),
      },
      tags,
      withoutTags: await idsOf(
        prowlarr,
        ourLabels.filter((label) => !labels.includes(label)),
      ),
      isSame: isSame(ctx),
    });
    if (labels.length > 0) {
      ctx.log(`${ctx.peer.processName} gets only the indexers that have the tag ${labels.join(' or ')}.`);
    }
    return 'done';
  },
  async disconnect(ctx) {
    await removeProvider(openProwlarr(ctx), 'applications', ctx.values['name'] ?? '');
    return 'done';
  },
  isMade: (ctx) =>
    hasProvider(openProwlarr(ctx), 'applications', { name: ctx.values['name'] ?? '', isSame: isSame(ctx) }),
};

function isSame({ values }: ConnectionContext): (present: JsonObject) => boolean {
  const { application, arr_url: url } = values;
  return (present) => present['implementation'] === application && fieldOf(present, 'baseUrl') === url;
}

export function openProwlarr(ctx: ConnectionContext): ArrApi {
  const { url = '', key = '' } = ctx.values;
  return openArr(ctx, { name: ctx.self.processName, url, key, api: '/api/v1' });
}

async function idsOf(arr: ArrApi, labels: readonly string[]): Promise<readonly number[]> {
  const tags = await arr.list('tag');
  return tags.flatMap(({ id, label }) => (typeof id === 'number' && labels.includes(String(label)) ? [id] : []));
}

function listOf(text = ''): readonly string[] {
  return text.split(',').filter((label) => label !== '');
}
