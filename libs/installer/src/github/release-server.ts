import { Octokit } from '@octokit/core';
import { Problem } from '@showrunner/contracts';
import type { InstallerSettings, InstallerTools } from '../settings.ts';
import { createFetch } from './fetch-adapter.ts';

export interface ReleaseAsset {
  readonly id: number;
  readonly name: string;
  readonly sizeBytes: number;
  /** Hex, where the server publishes one. */
  readonly sha256: string | undefined;
}

export interface Release {
  readonly id: number;
  readonly tag: string;
  readonly draft: boolean;
  readonly prerelease: boolean;
  readonly publishedAt: string;
  /** Its page, and what is written on it. */
  readonly url: string;
  readonly notes: string;
  readonly assets: readonly ReleaseAsset[];
}

/** What we ask a release server. Repositories are `owner/name`. @throws Problem `source.*` */
export interface ReleaseServer {
  latest(repository: string, signal: AbortSignal): Promise<Release>;
  byTag(repository: string, tag: string, signal: AbortSignal): Promise<Release>;
  /** The newest hundred. */
  list(repository: string, signal: AbortSignal): Promise<readonly Release[]>;
  /** The full hash of a branch head or an abbreviated commit. */
  commitOf(repository: string, ref: string, signal: AbortSignal): Promise<string>;
}

export function createReleaseServer(tools: InstallerTools, settings: InstallerSettings): ReleaseServer {
  const octokit = new Octokit({
    baseUrl: settings.githubApi,
    userAgent: 'showrunner',
    ...(settings.githubToken ? { auth: settings.githubToken } : {}),
    request: { fetch: createFetch(tools, settings.cacheDir) },
    log: silent,
  });
  return {
    latest: async (repository, signal) => {
      const params = { ...parseRepository(repository), request: { signal } };
      const answer = octokit.request('GET /repos/{owner}/{repo}/releases/latest', params);
      return toRelease((await named(answer, `${repository} has no release`)).data);
    },
    byTag: async (repository, tag, signal) => {
      const params = { ...parseRepository(repository), tag, request: { signal } };
      const answer = octokit.request('GET /repos/{owner}/{repo}/releases/tags/{tag}', params);
      return toRelease((await named(answer, `${repository} has no release ${tag}`)).data);
    },
    list: async (repository, signal) => {
      const params = { ...parseRepository(repository), per_page: 100, request: { signal } };
      const answer = octokit.request('GET /repos/{owner}/{repo}/releases', params);
      return (await named(answer, `There is no repository ${repository}`)).data.map(toRelease);
    },
    commitOf: async (repository, ref, signal) => {
      const params = { ...parseRepository(repository), ref, request: { signal } };
      const answer = octokit.request('GET /repos/{owner}/{repo}/commits/{ref}', params);
      return (await named(answer, `${repository} has no branch or commit ${ref}`)).data.sha;
    },
  };
}

const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

/** Splits `owner/name`. @throws Problem `source.not-found` */
export function parseRepository(repository: string): { owner: string; repo: string } {
  const match = /^([A-Za-z0-9][A-Za-z0-9-]*)\/([A-Za-z0-9._-]+)$/.exec(repository);
  const [, owner, repo] = match ?? [];
  if (owner === undefined || repo === undefined || repo === '.' || repo === '..') {
    throw new Problem('source.not-found', `${JSON.stringify(repository)} is not a repository of the form owner/name`);
  }
  return { owner, repo };
}

/** Octokit wraps what our own fetch threw, and speaks in status codes for the rest. */
async function named<T>(work: Promise<T>, absent: string): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    if (error.cause instanceof Problem) throw error.cause;
    const status = 'status' in error ? error.status : undefined;
    if (status === 404 || status === 422) throw new Problem('source.not-found', absent, { cause: error });
    if (status === 401) {
      throw new Problem('credential.rejected', 'The release server refused the GitHub token', { cause: error });
    }
    throw new Problem('source.unreachable', `The release server answered: ${error.message}`, { cause: error });
  }
}

interface WireRelease {
  readonly id: number;
  readonly tag_name: string;
  readonly draft: boolean;
  readonly prerelease: boolean;
  readonly published_at: string | null;
  readonly html_url?: string;
  readonly body?: string | null;
  readonly assets: readonly { id: number; name: string; size: number; digest?: string | null }[];
}

function toRelease(wire: WireRelease): Release {
  return {
    id: wire.id,
    tag: wire.tag_name,
    draft: wire.draft,
    prerelease: wire.prerelease,
    publishedAt: wire.published_at ?? '',
    url: wire.html_url ?? '',
    notes: wire.body ?? '',
    assets: wire.assets.map(({ id, name, size, digest }) => ({
      id,
      name,
      sizeBytes: size,
      sha256: /^sha256:([0-9a-f]{64})$/i.exec(digest ?? '')?.[1]?.toLowerCase(),
    })),
  };
}
