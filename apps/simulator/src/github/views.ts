import type { Release, Repository } from '@showrunner/catalog/upstream';
import type { Archive } from '../archives/archive-store.ts';
import { commitOf, type ResolvedRef } from './refs.ts';

/** Numeric id of a thing, the same on every machine. */
export function idOf(text: string): number {
  let id = 7;
  for (const character of text) id = (Math.imul(id, 31) + (character.codePointAt(0) ?? 0)) & 0x3fffffff;
  return id;
}

function nodeId(kind: string, id: number): string {
  return Buffer.from(`${kind}:${id}`).toString('base64url');
}

function user(base: string, login: string) {
  const url = `${base}/users/${login}`;
  const id = idOf(login);
  return {
    login,
    id,
    node_id: nodeId('User', id),
    avatar_url: `${base}/avatars/${id}`,
    gravatar_id: '',
    url,
    html_url: `${base}/${login}`,
    followers_url: `${url}/followers`,
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    subscriptions_url: `${url}/subscriptions`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events{/privacy}`,
    received_events_url: `${url}/received_events`,
    type: 'User',
    site_admin: false,
  };
}

/** A release in GitHub's words. `archives` has one archive for each asset, in order. */
export function releaseView(origin: string, repository: Repository, release: Release, archives: readonly Archive[]) {
  const api = `${origin}/github/api`;
  const web = `${origin}/github/web/${repository.owner}/${repository.name}`;
  const repositoryUrl = `${api}/repos/${repository.owner}/${repository.name}`;
  const id = idOf(`${repositoryPath(repository)}@${release.tag}`);
  return {
    url: `${repositoryUrl}/releases/${id}`,
    assets_url: `${repositoryUrl}/releases/${id}/assets`,
    upload_url: `${repositoryUrl}/releases/${id}/assets{?name,label}`,
    html_url: `${web}/releases/tag/${release.tag}`,
    id,
    author: user(api, repository.owner),
    node_id: nodeId('Release', id),
    tag_name: release.tag,
    target_commitish: repository.branches[0] ?? 'main',
    name: release.tag,
    draft: false,
    immutable: false,
    prerelease: release.prerelease,
    created_at: release.publishedAt,
    updated_at: release.publishedAt,
    published_at: release.publishedAt,
    assets: release.assets.map((asset, index) => {
      const assetId = idOf(`${repositoryPath(repository)}@${release.tag}/${asset.name}`);
      const archive = archives[index];
      return {
        url: `${repositoryUrl}/releases/assets/${assetId}`,
        id: assetId,
        node_id: nodeId('ReleaseAsset', assetId),
        name: asset.name,
        label: '',
        uploader: user(api, repository.owner),
        content_type: asset.name.endsWith('.zip') ? 'application/zip' : 'application/gzip',
        state: 'uploaded',
        size: archive?.content.length ?? 0,
        digest: archive === undefined ? null : `sha256:${archive.sha256}`,
        download_count: 0,
        created_at: release.publishedAt,
        updated_at: release.publishedAt,
        browser_download_url: `${web}/releases/download/${release.tag}/${asset.name}`,
      };
    }),
    tarball_url: `${repositoryUrl}/tarball/${release.tag}`,
    zipball_url: `${repositoryUrl}/zipball/${release.tag}`,
    body: `Simulated release of ${repository.name}.`,
  };
}

/** A commit in GitHub's words. */
export function commitView(origin: string, repository: Repository, ref: ResolvedRef) {
  const api = `${origin}/github/api`;
  const url = `${api}/repos/${repositoryPath(repository)}/commits/${ref.sha}`;
  const person = { name: repository.owner, email: `${repository.owner}@simulator.invalid`, date: ref.date };
  return {
    url,
    sha: ref.sha,
    node_id: nodeId('Commit', idOf(ref.sha)),
    html_url: `${origin}/github/web/${repositoryPath(repository)}/commit/${ref.sha}`,
    comments_url: `${url}/comments`,
    commit: {
      url: url.replace('/commits/', '/git/commits/'),
      author: person,
      committer: person,
      message: `simulated: ${ref.version}`,
      comment_count: 0,
      tree: {
        sha: commitOf(repository, `tree ${ref.sha}`),
        url: `${api}/repos/${repositoryPath(repository)}/git/trees/${ref.sha}`,
      },
      verification: { verified: false, reason: 'unsigned', payload: null, signature: null, verified_at: null },
    },
    author: user(api, repository.owner),
    committer: user(api, repository.owner),
    parents: [],
    stats: { additions: 0, deletions: 0, total: 0 },
    files: [],
  };
}

/** A branch in GitHub's words. */
export function branchView(origin: string, repository: Repository, name: string, ref: ResolvedRef) {
  const url = `${origin}/github/api/repos/${repositoryPath(repository)}/branches/${name}`;
  return {
    name,
    commit: commitView(origin, repository, ref),
    _links: { html: `${origin}/github/web/${repositoryPath(repository)}/tree/${name}`, self: url },
    protected: false,
    protection: { enabled: false, required_status_checks: { enforcement_level: 'off', contexts: [], checks: [] } },
    protection_url: `${url}/protection`,
  };
}

function repositoryPath(repository: Repository): string {
  return `${repository.owner}/${repository.name}`;
}
