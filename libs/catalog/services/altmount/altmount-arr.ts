import { Problem } from '@showrunner/contracts';
import { isMap, isSeq, parseDocument, type Document } from 'yaml';
import type { ConnectionContext, ConnectionHooks } from '../../vocabulary/connections.ts';

/** The lists that AltMount has; it knows no other Arrs. */
const apps = ['radarr', 'sonarr', 'lidarr', 'whisparr'];

/**
 * One Arr in AltMount's list of them. It keeps the list in its file and reads that at its start, so it is started again
 * where something has changed. Ours have names like `sonarr:Default`; those of a person survive. Values: `config_file`,
 * `arr_url`, `arr_key`, `category`.
 */
export const altmountArr: ConnectionHooks = {
  connect: (ctx) => edit(ctx, true),
  disconnect: (ctx) => edit(ctx, false),
  async isMade({ files, values, peer }) {
    const { config_file: path = '', arr_url: url = '' } = values;
    const text = await files.readText(path);
    // What it does not look after, or has no file for, nobody has taken out.
    if (text === undefined || !apps.includes(peer.serviceKey)) return true;
    return itemsOf(parse(text, path), `${peer.serviceKey}_instances`).some(
      (item) => item['name'] === nameOf(peer) || isSame(item['url'], url),
    );
  },
};

function nameOf({ serviceKey, instance }: ConnectionContext['peer']): string {
  return `${serviceKey}:${instance ?? 'Default'}`;
}

async function edit(ctx: ConnectionContext, isWanted: boolean): Promise<'done' | 'restart-self'> {
  const { config_file: path = '', arr_url: url = '', arr_key: key = '', category = '' } = ctx.values;
  const { serviceKey } = ctx.peer;
  if (!apps.includes(serviceKey)) return 'done';
  const text = await ctx.files.readText(path);
  if (text === undefined) {
    if (!isWanted) return 'done';
    throw new Problem('connection.not-ready', `${path} is missing; it is written before each start.`);
  }
  const document = parse(text, path);
  const name = nameOf(ctx.peer);
  const entry = { name, url, api_key: key, category, enabled: true };
  const changed = isWanted ? put(document, `${serviceKey}_instances`, entry) : take(document, name);
  if (!changed) return 'done';
  const owner = ctx.owner === undefined ? {} : { owner: ctx.owner };
  await ctx.files.write(path, document.toString({ lineWidth: 0 }), { mode: 0o600, ...owner });
  return 'restart-self';
}

type Entry = Readonly<Record<string, string | boolean>>;

/** Sets our members of the entry of that name or address; others, and other entries, stay. */
function put(document: Document, list: string, entry: Entry): boolean {
  const at = ['arrs', list];
  if (!isSeq(document.getIn(at))) document.setIn(at, document.createNode([]));
  const items = itemsOf(document, list);
  const found = items.findIndex((item) => item['name'] === entry['name'] || isSame(item['url'], entry['url']));
  if (found === -1) {
    document.addIn(at, document.createNode(entry));
    return true;
  }
  const different = Object.entries(entry).filter(([key, value]) => items[found]?.[key] !== value);
  for (const [key, value] of different) document.setIn([...at, found, key], value);
  return different.length > 0;
}

function take(document: Document, name: string): boolean {
  const places = apps.flatMap((app) =>
    itemsOf(document, `${app}_instances`).flatMap((item, index) =>
      item['name'] === name ? [['arrs', `${app}_instances`, index]] : [],
    ),
  );
  for (const place of places.reverse()) document.deleteIn(place);
  return places.length > 0;
}

function itemsOf(document: Document, list: string): readonly Readonly<Record<string, unknown>>[] {
  const node = document.getIn(['arrs', list]);
  if (!isSeq(node)) return [];
  return node.items.map((item) => (isMap(item) ? (item.toJSON() as Readonly<Record<string, unknown>>) : {})); // a map
}

function parse(text: string, path: string): Document {
  const document = parseDocument(text);
  if (document.errors.length === 0 && isMap(document.contents)) return document;
  throw new Problem('connection.refused', `${path} is not the YAML that AltMount writes. Mend it, then retry.`);
}

function isSame(a: unknown, b: unknown): boolean {
  return typeof a === 'string' && typeof b === 'string' && a.replace(/\/+$/, '') === b;
}
