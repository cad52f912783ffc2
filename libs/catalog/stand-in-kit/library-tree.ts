import type { DavDirectory, DavNode } from './dav.ts';
import type { DebridTorrent } from './debrid-client.ts';

interface Filter {
  readonly regex?: string;
  readonly has_episodes?: boolean;
  readonly any_file_inside_regex?: string;
}

export interface DirectoryRule {
  readonly group?: string;
  readonly group_order?: number;
  readonly only_show_the_biggest_file?: boolean;
  readonly filters?: readonly Filter[];
}

/**
 * The tree that Zurg serves: `__all__` and one directory for each rule. Of the rules of one group, the first that
 * matches gets the torrent.
 */
export function createLibraryTree(
  torrents: readonly DebridTorrent[],
  rules: Readonly<Record<string, DirectoryRule>>,
  read: (link: string, first: number, last: number) => Promise<AsyncIterable<Uint8Array>>,
): DavDirectory {
  const modifiedAt = new Date(Math.max(0, ...torrents.map((torrent) => torrent.added.getTime())));
  const directory = (children: ReadonlyMap<string, DavNode>): DavDirectory => ({
    kind: 'directory',
    modifiedAt,
    children,
  });
  const folder = (torrent: DebridTorrent, onlyBiggest: boolean): DavDirectory => {
    const bySize = [...torrent.files].sort((a, b) => b.bytes - a.bytes);
    const shown = onlyBiggest ? bySize.slice(0, 1) : torrent.files;
    return directory(
      new Map(
        shown.map((file) => [
          file.path.split('/').at(-1) ?? '',
          {
            kind: 'file',
            sizeBytes: file.bytes,
            modifiedAt: torrent.added,
            read: (first, last) => read(file.link, first, last),
          },
        ]),
      ),
    );
  };

  const root = new Map<string, DavNode>([
    ['__all__', directory(new Map(torrents.map((torrent) => [torrent.name, folder(torrent, false)])))],
  ]);
  const taken = new Set<string>();
  const ordered = Object.entries(rules).sort(([, a], [, b]) => (a.group_order ?? 0) - (b.group_order ?? 0));
  for (const [name, rule] of ordered) {
    const group = rule.group ?? name;
    const mine = torrents.filter(
      (torrent) => !taken.has(`${group}/${torrent.name}`) && matches(torrent, rule.filters ?? []),
    );
    for (const torrent of mine) taken.add(`${group}/${torrent.name}`);
    root.set(
      name,
      directory(
        new Map(mine.map((torrent) => [torrent.name, folder(torrent, rule.only_show_the_biggest_file ?? false)])),
      ),
    );
  }
  return directory(root);
}

function matches(torrent: DebridTorrent, filters: readonly Filter[]): boolean {
  return filters.some((filter) => {
    if (filter.has_episodes === true) return torrent.files.some((file) => /s\d\de\d\d/i.test(file.path));
    if (filter.regex !== undefined) return toRegExp(filter.regex).test(torrent.name);
    if (filter.any_file_inside_regex !== undefined) {
      const pattern = toRegExp(filter.any_file_inside_regex);
      return torrent.files.some((file) => pattern.test(file.path));
    }
    return false;
  });
}

/** Zurg writes its expressions between slashes, flags behind. */
function toRegExp(text: string): RegExp {
  const match = /^\/(.*)\/([a-z]*)$/.exec(text);
  return match === null ? new RegExp(text) : new RegExp(match[1] ?? '', match[2]);
}
