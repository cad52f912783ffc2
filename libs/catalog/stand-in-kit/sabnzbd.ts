import type { ServerResponse } from 'node:http';
import type { DavDirectory, DavNode } from './dav.ts';
import { sendJson, type StandInRequest } from './server.ts';

/** One NZB that a client has handed over. A stand-in has it at once: there is no news server to fetch from. */
interface Download {
  readonly id: string;
  readonly name: string;
  readonly category: string;
  readonly addedAt: Date;
}

/** What programs that speak as SABnzbd have in common: categories, what was handed over, and the files that it became. */
export interface UsenetQueue {
  readonly categories: readonly string[];
  /** Answers the identity of the new download. @throws Error for what the program does not take */
  add(fileName: string, category: string): string;
  readonly history: readonly Download[];
  /** The files by category: `movies/<name>/<name>.mkv`. */
  tree(): DavDirectory;
}

const startedAt = new Date();
const sizeBytes = 256 * 1024;

/** @param folders category → folder below the root of the library */
export function createUsenetQueue(prefix: string, folders: () => ReadonlyMap<string, string>): UsenetQueue {
  const history: Download[] = [];
  return {
    get categories() {
      return [...folders().keys()];
    },
    history,
    add(fileName, category) {
      const name = /^(.+)\.nzb(?:\.gz)?$/i.exec(fileName)?.[1];
      if (name === undefined) throw new Error('Invalid file type, must be .nzb or .nzb.gz');
      if (!folders().has(category)) throw new Error(`invalid category '${category}'`);
      const id = `${prefix}_${history.length + 1}`;
      history.push({ id, name, category, addedAt: new Date() });
      return id;
    },
    tree: () =>
      directory(
        [...folders()].map(([category, folder]) => [
          folder,
          directory(
            history
              .filter((download) => download.category === category)
              .map(({ name }) => [name, directory([[`${name}.mkv`, file(name)]])]),
          ),
        ]),
      ),
  };
}

/**
 * Answers a request in SABnzbd's way. Who asks is known already.
 * @param completeDir where the client finds what is done
 * @param folderOf folder of a category below it
 */
export async function answerSabnzbd(
  queue: UsenetQueue,
  { completeDir, folderOf }: { readonly completeDir: string; folderOf(category: string): string },
  request: StandInRequest,
  response: ServerResponse,
): Promise<void> {
  const { query } = request;
  const refuse = (error: string): void => sendJson(response, 200, { status: false, error });
  switch (query.get('mode')) {
    case 'version':
      return sendJson(response, 200, { status: true, version: '4.5.0' });
    case 'get_config':
      return sendJson(response, 200, {
        status: true,
        config: {
          misc: { complete_dir: completeDir, pre_check: 0, history_retention: '' },
          categories: queue.categories.map((name, order) => ({ name, order, dir: folderOf(name), priority: 0 })),
          servers: [],
        },
      });
    case 'fullstatus':
      return sendJson(response, 200, { status: { completedir: completeDir } });
    case 'queue':
      return sendJson(response, 200, { queue: { paused: false, noofslots: 0, slots: [] } });
    case 'history': {
      const slots = queue.history.map(({ id, name, category, addedAt }) => ({
        nzo_id: id,
        name,
        nzb_name: `${name}.nzb`,
        category,
        status: 'Completed',
        storage: `${completeDir}/${folderOf(category)}/${name}`.replaceAll('//', '/'),
        bytes: sizeBytes,
        completed: Math.floor(addedAt.getTime() / 1000),
        fail_message: '',
      }));
      return sendJson(response, 200, { history: { noofslots: slots.length, slots } });
    }
    case 'addfile': {
      if (request.method !== 'POST') return refuse('Method not allowed');
      const fileName = /filename="([^"]+)"/.exec(await request.text())?.[1];
      return fileName === undefined ? refuse('No NZB file provided') : add(fileName);
    }
    case 'addurl': {
      const address = query.get('name') ?? '';
      return URL.canParse(address) ? add(new URL(address).pathname.split('/').at(-1) ?? '') : refuse('Invalid URL');
    }
    default:
      return refuse(`Unknown mode: ${query.get('mode') ?? ''}`);
  }

  function add(fileName: string): void {
    try {
      const id = queue.add(decodeURIComponent(fileName), query.get('cat') || queue.categories[0] || '');
      sendJson(response, 200, { status: true, nzo_ids: [id] });
    } catch (error) {
      refuse(error instanceof Error ? error.message : String(error));
    }
  }
}

function directory(children: readonly (readonly [string, DavNode])[]): DavDirectory {
  return { kind: 'directory', modifiedAt: startedAt, children: new Map(children) };
}

/** The same bytes for the same name, each time. */
function file(name: string): DavNode {
  const pattern = Buffer.from(`${name}\n`);
  return {
    kind: 'file',
    sizeBytes,
    modifiedAt: startedAt,
    read: async (first, last) =>
      (async function* () {
        const offset = first % pattern.length;
        const whole = Buffer.alloc(offset + last - first + 1, pattern);
        yield whole.subarray(offset);
      })(),
  };
}
