import type { PlayedFile } from './played.ts';
import type { Asset, Release } from './upstream.ts';

/** A release at noon of a day; its name tells whether it is one to try out. */
export function release(tag: string, day: string, assets: readonly Asset[] = []): Release {
  return { tag, publishedAt: `${day}T12:00:00Z`, prerelease: /nightly|beta|rc/.test(tag), assets };
}

/** Releases of one archive an architecture. */
export function releases(
  tags: readonly (readonly [tag: string, day: string])[],
  architectures: readonly string[],
  assetOf: (tag: string, architecture: string) => Asset,
): readonly Release[] {
  return tags.map(([tag, day]) =>
    release(
      tag,
      day,
      architectures.map((architecture) => assetOf(tag, architecture)),
    ),
  );
}

/** `package.json` of a made-up tree; a `v` in front of the version is left away. */
export function packageJson(name: string, version: string, more: object = {}): string {
  return toJson({ name, version: version.replace(/^v/, ''), private: true, ...more });
}

/** `package.json` of a tree that npm installs, and the lock file to it: it locks nothing. */
export function npmProject(name: string, version: string, more: object): readonly PlayedFile[] {
  const about = { name, version };
  const lock = { ...about, lockfileVersion: 3, requires: true, packages: { '': about } };
  return [
    { path: 'package.json', content: toJson({ ...about, ...more }) },
    { path: 'package-lock.json', content: toJson(lock) },
  ];
}

function toJson(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
