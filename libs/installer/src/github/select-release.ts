import { Problem } from '@showrunner/contracts';
import type { Selector } from '@showrunner/catalog';
import type { VersionWish } from '@showrunner/planner';
import type { Release, ReleaseServer } from './release-server.ts';

/** What a wish for a version came to. */
export type Selected =
  | { readonly kind: 'release'; readonly release: Release }
  | { readonly kind: 'commit'; readonly sha: string; readonly branch: string | undefined };

/**
 * Finds the release, branch head or commit that is wished for.
 * @throws Problem `source.not-found`, also where the source does not offer that way of choosing
 */
export async function selectVersion(
  server: ReleaseServer,
  repository: string,
  wish: VersionWish,
  selectors: readonly Selector[],
  signal: AbortSignal,
): Promise<Selected> {
  const kind = wish.kind === 'any' ? 'latest' : wish.kind;
  if (!selectors.includes(kind)) {
    throw new Problem(
      'source.not-found',
      `${repository} cannot be installed by ${kind}, only by ${selectors.join(', ')}`,
    );
  }
  switch (wish.kind) {
    case 'any':
    case 'latest':
      return { kind: 'release', release: await server.latest(repository, signal) };
    case 'tag':
      return { kind: 'release', release: await server.byTag(repository, wish.tag, signal) };
    case 'prerelease':
    case 'nightly': {
      const release = newest(await server.list(repository, signal), wish.kind);
      if (!release) throw new Problem('source.not-found', `${repository} has no ${wish.kind} release`);
      return { kind: 'release', release };
    }
    case 'branch':
      return { kind: 'commit', sha: await server.commitOf(repository, wish.branch, signal), branch: wish.branch };
    case 'commit':
      return { kind: 'commit', sha: await server.commitOf(repository, wish.commit, signal), branch: undefined };
  }
}

/** The newest release of a channel: by date, then id, then tag. */
export function newest(releases: readonly Release[], channel: 'prerelease' | 'nightly'): Release | undefined {
  const fits = (release: Release): boolean =>
    !release.draft && (channel === 'nightly' ? /nightly/i.test(release.tag) : release.prerelease);
  return releases
    .filter(fits)
    .sort(
      (a, b) =>
        (Date.parse(b.publishedAt) || 0) - (Date.parse(a.publishedAt) || 0) ||
        b.id - a.id ||
        (a.tag < b.tag ? 1 : a.tag > b.tag ? -1 : 0),
    )[0];
}

/** How an installed version is called: the tag, `<branch>-<sha8>` or `commit-<sha12>`. */
export function versionName(selected: Selected): string {
  if (selected.kind === 'release') return selected.release.tag;
  return selected.branch === undefined
    ? `commit-${selected.sha.slice(0, 12)}`
    : `${selected.branch}-${selected.sha.slice(0, 8)}`;
}

/** What a person is told of a release. */
export interface PublishedRelease {
  /** `owner/name` on the release server. */
  readonly repository: string;
  readonly url: string;
  /** Markdown. */
  readonly notes: string;
  readonly publishedAt: string;
}

export function published(repository: string, { url, notes, publishedAt }: Release): PublishedRelease {
  return { repository, url, notes, publishedAt };
}
