import { type Json, Problem } from '@showrunner/contracts';
import type { Database, SqlRow } from '@showrunner/platform';
import type { ConnectionContext, ConnectionHooks } from '../../vocabulary/connections.ts';

/** What tells the rows of the stack from those of a person; the original marks its rows with it too. */
const mark = 'dumb:auto';
/** Profilarr has profiles for these only; Lidarr and Whisparr merely start before it. */
const apps: Readonly<Record<string, string>> = { sonarr: 'Sonarr', radarr: 'Radarr' };

/** How the two lines of Profilarr keep their Arrs; neither reads what the other has. */
interface Layout {
  readonly file: string;
  readonly table: string;
  readonly address: string;
  /** Columns of a new row beside the common ones. */
  readonly initial: Readonly<Record<string, string | number>>;
}
const layouts: readonly Layout[] = [
  { file: 'data/profilarr.db', table: 'arr_instances', address: 'url', initial: { enabled: 1 } },
  {
    file: 'profilarr.db',
    table: 'arr_config',
    address: 'arr_server',
    initial: { data_to_sync: '{}', sync_method: 'manual', sync_interval: 0, import_as_unique: 0 },
  },
];

/**
 * One Arr in the database of Profilarr, which has no interface that could be reached without its password. Only rows with
 * our mark are touched, and nothing is synchronised: that is the person's decision. Values: `folder`, `arr_url`,
 * `arr_key`.
 */
export const profilarrArr: ConnectionHooks = {
  async connect(ctx) {
    const { arr_url: url = '', arr_key: key = '' } = ctx.values;
    if (!(ctx.peer.serviceKey in apps)) return 'done';
    if (key === '') throw new Problem('connection.not-ready', `${ctx.peer.processName} has no API key yet.`);
    const { layout, path } = await find(ctx);
    ctx.editDatabase(path, (database) => database.transaction(() => put(database, layout, ctx, url, key)));
    return 'done';
  },
  async disconnect(ctx) {
    if (!(ctx.peer.serviceKey in apps)) return 'done';
    const { layout, path } = await find(ctx);
    ctx.editDatabase(path, (database) => {
      const own = rowOf(database, layout, ctx);
      if (own !== undefined && isOurs(own)) database.run(`DELETE FROM ${layout.table} WHERE id = ?`, own['id'] ?? null);
    });
    return 'done';
  },
  async isMade(ctx) {
    if (!(ctx.peer.serviceKey in apps)) return true;
    const { layout, path } = await find(ctx);
    return ctx.editDatabase(path, (database) => rowOf(database, layout, ctx)) !== undefined;
  },
};

function put(database: Database, layout: Layout, ctx: ConnectionContext, url: string, key: string): void {
  const { table, address, initial } = layout;
  const own = rowOf(database, layout, ctx);
  const tags = JSON.stringify([...new Set([mark, apps[ctx.peer.serviceKey] ?? '', ...tagsOf(own)])]);
  if (own === undefined) {
    const row = { name: nameOf(ctx), type: ctx.peer.serviceKey, tags, [address]: url, api_key: key, ...initial };
    const columns = Object.keys(row);
    const places = columns.map(() => '?').join(', ');
    database.run(`INSERT INTO ${table} (${columns.join(', ')}) VALUES (${places})`, ...Object.values(row));
    return;
  }
  if (!isOurs(own)) {
    ctx.log(`${ctx.self.processName} has an entry ${nameOf(ctx)} of yours; it is left as it is.`);
    return;
  }
  if (own[address] === url && own['api_key'] === key && own['tags'] === tags) return;
  const change = `SET ${address} = ?, api_key = ?, tags = ?, updated_at = CURRENT_TIMESTAMP`;
  database.run(`UPDATE ${table} ${change} WHERE id = ?`, url, key, tags, own['id'] ?? null);
}

/** @throws Problem `connection.not-ready` as long as Profilarr has not made its database */
async function find(ctx: ConnectionContext): Promise<{ readonly layout: Layout; readonly path: string }> {
  for (const layout of layouts) {
    const path = `${ctx.values['folder'] ?? ''}/${layout.file}`;
    if ((await ctx.files.facts(path)) === undefined) continue;
    const known = ctx.editDatabase(path, (database) =>
      database.get("SELECT name FROM sqlite_master WHERE type = 'table' AND name = ?", layout.table),
    );
    if (known !== undefined) return { layout, path };
  }
  throw new Problem('connection.not-ready', `${ctx.self.processName} has not made its database yet.`);
}

function nameOf({ peer }: ConnectionContext): string {
  return `${peer.serviceKey}:${peer.instance ?? peer.processName}`;
}

function rowOf(database: Database, { table }: Layout, ctx: ConnectionContext): SqlRow | undefined {
  return database.get(`SELECT * FROM ${table} WHERE name = ?`, nameOf(ctx));
}

function isOurs(row: SqlRow): boolean {
  return tagsOf(row).includes(mark);
}

function tagsOf(row: SqlRow | undefined): readonly string[] {
  const text = row?.['tags'];
  if (typeof text !== 'string') return [];
  try {
    const tags = JSON.parse(text) as Json; // JSON.parse gives nothing else
    return Array.isArray(tags) ? (tags as readonly Json[]).filter((tag): tag is string => typeof tag === 'string') : [];
  } catch {
    return []; // It is no list, so it is not ours.
  }
}
