import { createHash } from 'node:crypto';

export interface LibraryFile {
  readonly path: string;
  readonly sizeBytes: number;
  /** Identifies its link and its content. */
  readonly id: string;
}

export interface LibraryTorrent {
  readonly id: string;
  readonly name: string;
  readonly hash: string;
  readonly added: string;
  readonly files: readonly LibraryFile[];
}

const mebibyte = 1024 * 1024;

function torrent(
  name: string,
  added: string,
  files: readonly (readonly [path: string, sizeBytes: number])[],
): LibraryTorrent {
  const hash = createHash('sha1').update(name).digest('hex');
  return {
    id: hash.slice(0, 13).toUpperCase(),
    name,
    hash,
    added: `${added}T08:00:00.000Z`,
    files: files.map(([path, sizeBytes], index) => ({
      path: `/${path}`,
      sizeBytes,
      id: createHash('sha1').update(`${hash}/${index}`).digest('hex').slice(0, 26).toUpperCase(),
    })),
  };
}

/** What every account of the simulated provider has: freely licensed titles, their content made up. */
export const library: readonly LibraryTorrent[] = [
  torrent('Big Buck Bunny (2008) 1080p', '2024-06-01', [
    ['Big Buck Bunny (2008).mkv', 3 * mebibyte],
    ['sample.mkv', mebibyte / 4],
  ]),
  torrent('Sintel (2010) 1080p', '2024-06-02', [['Sintel (2010).mkv', 4 * mebibyte]]),
  torrent('Tears of Steel (2012) 2160p', '2024-06-03', [['Tears of Steel (2012).mkv', 6 * mebibyte]]),
  torrent('Pioneer One S01 720p', '2024-06-04', [
    ['Pioneer One S01E01.mkv', 2 * mebibyte],
    ['Pioneer One S01E02.mkv', 2 * mebibyte],
  ]),
];

/** The file behind the last part of a link. */
export function findFile(id: string): LibraryFile | undefined {
  return library.flatMap((entry) => entry.files).find((file) => file.id === id);
}
