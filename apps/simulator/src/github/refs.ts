import type { Repository } from '@showrunner/catalog/upstream';
import { createHash } from 'node:crypto';

/** What a ref of a project comes to. */
export interface ResolvedRef {
  readonly sha: string;
  /** What the tree at it calls itself. */
  readonly version: string;
  readonly date: string;
}

/** The commit that a tag or branch names; a hash of its name, so that it is the same on every machine. */
export function commitOf(repository: Repository, ref: string): string {
  return createHash('sha1').update(`${repository.owner}/${repository.name}@${ref}`).digest('hex');
}

/** Finds a tag, a branch or a full or shortened commit. */
export function resolveRef(repository: Repository, ref: string): ResolvedRef | undefined {
  const names = [
    ...repository.releases.map((release) => ({ name: release.tag, version: release.tag, date: release.publishedAt })),
    ...repository.branches.map((branch) => ({
      name: branch,
      version: repository.releases[0]?.tag ?? 'v0.0.0',
      date: repository.releases[0]?.publishedAt ?? '2024-07-01T12:00:00Z',
    })),
  ];
  const byName = names.find(
    (entry) => entry.name === ref || `refs/heads/${entry.name}` === ref || `refs/tags/${entry.name}` === ref,
  );
  const found =
    byName ??
    (/^[0-9a-f]{7,40}$/.test(ref)
      ? names.find((entry) => commitOf(repository, entry.name).startsWith(ref))
      : undefined);
  return found === undefined
    ? undefined
    : { sha: commitOf(repository, found.name), version: found.version, date: found.date };
}
