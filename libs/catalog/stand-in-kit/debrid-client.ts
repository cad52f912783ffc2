export interface DebridFile {
  readonly path: string;
  readonly bytes: number;
  readonly link: string;
}

export interface DebridTorrent {
  readonly name: string;
  readonly added: Date;
  readonly files: readonly DebridFile[];
}

/** What Real-Debrid answers when it refuses. */
export class DebridRefusal extends Error {
  readonly status: number;
  constructor(code: string, status: number, errorCode: number) {
    super(`api response error: ${code} (status code: ${status}) (code: ${errorCode})`);
    this.status = status;
  }
}

/** The calls of Real-Debrid's interface that Zurg makes. */
export function createDebridClient(baseUrl: string, token: string) {
  const call = async (path: string, init: RequestInit = {}): Promise<unknown> => {
    const response = await fetch(`${baseUrl}${path}`, { ...init, headers: { authorization: `Bearer ${token}` } });
    const body: unknown = await response.json();
    if (response.ok) return body;
    const { error = 'unknown', error_code: code = -1 } = body as { error?: string; error_code?: number }; // Real-Debrid's error body.
    throw new DebridRefusal(error, response.status, code);
  };
  return {
    user: async () => (await call('/user')) as { username: string; premium: number }, // Documented shape.
    async torrents(): Promise<readonly DebridTorrent[]> {
      const list = (await call('/torrents?limit=1000')) as readonly { id: string; added: string }[]; // Documented shape.
      return Promise.all(list.map(async ({ id, added }) => toTorrent(await call(`/torrents/info/${id}`), added)));
    },
    /** Bytes of a file behind a link, both ends included. */
    async read(link: string, first: number, last: number): Promise<AsyncIterable<Uint8Array>> {
      const body = new URLSearchParams({ link });
      const { download } = (await call('/unrestrict/link', { method: 'POST', body })) as { download: string }; // Documented shape.
      const response = await fetch(download, { headers: { range: `bytes=${first}-${last}` } });
      if (response.status !== 206 || response.body === null) throw new Error(`Download answered ${response.status}`);
      return response.body;
    },
  };
}

function toTorrent(info: unknown, added: string): DebridTorrent {
  // Documented shape: links belong to the selected files, in order.
  const { filename, files, links } = info as {
    filename: string;
    files: readonly { path: string; bytes: number; selected: number }[];
    links: readonly string[];
  };
  const selected = files.filter((file) => file.selected === 1);
  return {
    name: filename,
    added: new Date(added),
    files: selected.map((file, index) => ({ path: file.path, bytes: file.bytes, link: links[index] ?? '' })),
  };
}
