import type { JsonObject } from '@showrunner/contracts';
import type { BuildStep, RuntimeSpec, Selector, SourceSpec, ToolchainName, VersionReader } from '@showrunner/catalog';
import { fingerprint } from '../fingerprint.ts';
import type { PlannedArtifact, VersionWish } from '../plan-model.ts';
import { holds } from '../resolve/condition.ts';
import { resolveLenient, resolveText } from '../resolve/expression.ts';
import { artifactProvider, type Scope } from '../resolve/references.ts';
import type { Member, World } from '../resolve/world.ts';
import { runToolchains } from './environment.ts';
import { userOf } from './user.ts';

/** What is to be installed for an entry; `undefined` where there is nothing to install. */
export function artifactOf(member: Member, world: World): PlannedArtifact | undefined {
  const provider = artifactProvider(member, world);
  const runtime = provider.manifest.runtime;
  if (runtime === undefined) return undefined;
  const scope: Scope = { world, member: provider };
  const { config } = provider.entry;
  const root = resolveText('${artifact}', scope);
  const way = wayTo(runtime, config);
  const source = resolveSource(way.source, scope);
  const repository = repositoryOf(source);
  const toolchains = [...new Set<ToolchainName>([...way.toolchains, ...runToolchains(scope)])];
  const remade = way.build.flatMap(remadeBy).map((path) => `${root}/${path}`);
  const persist = [
    ...runtime.artifact.persist.map((path) => `${root}/${path}`),
    // What holds the whole root would keep the program itself from being replaced.
    ...textsOf(config['exclude_dirs'])
      .map((path) => world.paths.toReal(path))
      .filter((path) => path.startsWith(`${root}/`) && !remade.includes(path)),
  ];
  const owner = userOf(runtime.run.user, world);
  return {
    serviceKey: provider.entry.serviceKey,
    processName: provider.entry.processName,
    root,
    source,
    ...(repository === undefined ? {} : { repository }),
    version: way.version,
    build: way.build,
    toolchains,
    spec: { ...runtime.artifact, root, version: resolveReader(runtime.artifact.version, scope) },
    persist: [...new Set(persist)],
    ...(owner === undefined ? {} : { owner }),
    clearOnUpdate: config['clear_on_update'] === true || runtime.artifact.exclusive === true,
    arch: world.facts.machine.arch,
  };
}

/** The original kept packages through an update to fill them again. What a build makes anew belongs to the program. */
function remadeBy(step: BuildStep): readonly string[] {
  if (step.kind === 'python-venv') return [step.at];
  return step.kind === 'node' ? [`${step.cwd === undefined ? '' : `${step.cwd}/`}node_modules`] : [];
}

interface Way {
  readonly version: VersionWish;
  readonly source: SourceSpec;
  readonly build: readonly BuildStep[];
  readonly toolchains: readonly ToolchainName[];
}

/** Where the version that is wished for comes from. What has no releases is wished for by its branch. */
function wayTo(
  { source, build = [], buildToolchains: toolchains = [], fromSource }: RuntimeSpec,
  config: JsonObject,
): Way {
  const version = versionWish(config);
  if (fromSource !== undefined && !offers(source, version.kind) && offers(fromSource.source, version.kind)) {
    return { version, ...fromSource, toolchains: fromSource.buildToolchains };
  }
  const hasNoReleases = version.kind === 'any' && !offers(source, 'any') && offers(source, 'branch');
  return { version: hasNoReleases ? branchWish(config) : version, source, build, toolchains };
}

function offers(source: SourceSpec, wish: VersionWish['kind']): boolean {
  if (source.kind === 'first') return source.of.some((member) => offers(member, wish));
  const selector: Selector = wish === 'any' ? 'latest' : wish;
  return !('selectors' in source) || source.selectors.includes(selector);
}

/** One wish of the document's legacy keys: a commit beats a release, a release a branch, a branch a pinned version. */
export function versionWish(config: JsonObject): VersionWish {
  const text = (key: string) => (typeof config[key] === 'string' ? config[key].trim() : '');
  if (text('commit_sha') !== '') return { kind: 'commit', commit: text('commit_sha') };
  if (config['release_version_enabled'] === true) return releaseWish(text('release_version'));
  if (config['branch_enabled'] === true) return branchWish(config);
  return text('pinned_version') === '' ? { kind: 'any' } : releaseWish(text('pinned_version'));
}

function branchWish({ branch }: JsonObject): VersionWish {
  return { kind: 'branch', branch: typeof branch === 'string' && branch.trim() !== '' ? branch.trim() : 'main' };
}

function releaseWish(release: string): VersionWish {
  if (release === '' || release === 'latest') return { kind: 'latest' };
  if (release === 'prerelease') return { kind: 'prerelease' };
  return release.includes('nightly') ? { kind: 'nightly' } : { kind: 'tag', tag: release };
}

/** What an artifact is made of, and separately which version is wanted, so that `any` keeps what is there. */
export function artifactFingerprint({ version, ...rest }: PlannedArtifact): string {
  const { source, repository, build, toolchains, spec, root, arch } = rest;
  const ready = spec.ready;
  return `${fingerprint({ source, repository, build, toolchains, ready, root, arch })}.${fingerprint(version)}`;
}

/**
 * The fingerprint of what is installed and will do; `undefined` where it must be installed.
 * @param wanted the fingerprint of the artifact itself
 */
export function installedFingerprint(
  artifact: PlannedArtifact,
  wanted: string,
  recorded: string | undefined,
  installedVersion: string | undefined,
  release: string | undefined = installedVersion,
): string | undefined {
  if (installedVersion === undefined && !mayBeSystem(artifact.source)) return undefined;
  if (recorded === undefined) {
    return installedVersion !== undefined && satisfies(installedVersion, artifact.version) ? 'found' : undefined;
  }
  const sameMake = recorded.split('.')[0] === wanted.split('.')[0];
  // Pinning what is there, or letting it go again, is no reason to install it anew.
  const suffices = release !== undefined && satisfies(release, artifact.version);
  return recorded === wanted || (sameMake && (artifact.version.kind === 'any' || suffices)) ? recorded : undefined;
}

function satisfies(version: string, wish: VersionWish): boolean {
  const bare = (text: string) => text.replace(/^v/, '');
  return wish.kind === 'any' || (wish.kind === 'tag' && bare(wish.tag) === bare(version));
}

/** A program of the machine is used where it is; what its root is then, the installer knows. */
function mayBeSystem(source: SourceSpec): boolean {
  return source.kind === 'system' || (source.kind === 'first' && source.of.some(mayBeSystem));
}

function resolveSource(source: SourceSpec, scope: Scope): SourceSpec {
  if (source.kind === 'first') {
    const possible = source.of.filter((member) => !('when' in member) || holds(member.when, scope));
    return { ...source, of: possible.map((member) => resolveSource(member, scope)) };
  }
  if (source.kind === 'servarr-feed') {
    const { when: _, branchWish = '', ...rest } = source;
    return { ...rest, branch: resolveLenient(branchWish, { ...scope, verbatim: true }).trim() || source.branch };
  }
  return 'repository' in source ? { ...source, repository: resolveText(source.repository, scope) } : source;
}

function repositoryOf(source: SourceSpec): string | undefined {
  if (source.kind === 'first') return source.of.map(repositoryOf).find((repository) => repository !== undefined);
  return 'repository' in source ? source.repository : undefined;
}

function resolveReader(reader: VersionReader, scope: Scope): VersionReader {
  return reader.kind === 'command'
    ? { ...reader, argv: reader.argv.map((item) => resolveLenient(item, scope)) }
    : reader;
}

function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}
