import {
  type ArtifactSpec,
  type BuildStep,
  type OciMapping,
  type SourceSpec,
  toolchainNames,
  type VersionReader,
} from '../../vocabulary/source.ts';
import { condition } from './condition.ts';
import { anyText, type Check, either, flag, count, list, map, maybe, object, text, variants, word } from './checks.ts';

type AptSource = Extract<SourceSpec, { kind: 'apt-repository' }>;
type AptDistribution = AptSource['distributions'][number];
type AptPackage = AptSource['packages'][number];

const perArch = object<{ amd64: string; arm64: string }>({ amd64: text, arm64: text });
const selectors = list(word('latest', 'tag', 'prerelease', 'nightly', 'branch', 'commit', 'version'));
export const toolchain = word(...toolchainNames);

export const source: Check = (value, at) =>
  variants<SourceSpec>({
    system: { program: text, directories: maybe(list(text)), companions: maybe(list(text)) },
    'github-asset': {
      repository: text,
      asset: perArch,
      archive: word('zip', 'tar.gz', 'deb', 'none'),
      strip: maybe(count),
      keep: maybe(list(text)),
      verify: maybe(
        either(
          'github-digest or a checksum file',
          word('github-digest'),
          object<{ checksumFile: string }>({ checksumFile: text }),
        ),
      ),
      selectors,
    },
    'github-source': { repository: text, selectors },
    'apt-repository': {
      distributions: list(object<AptDistribution>({ id: text, url: text, suites: list(text) })),
      component: text,
      packages: list(object<AptPackage>({ name: text, version: word('same', 'newest') })),
      keep: list(text),
      strip: count,
    },
    'plex-download': { product: count, build: perArch, pinned: perArch, keep: list(text), strip: count },
    'servarr-feed': {
      feed: text,
      branch: text,
      branchWish: maybe(text),
      strip: maybe(count),
      when: maybe(condition),
    },
    'python-package': { package: text, version: text },
    'npm-package': { package: perArch, version: text, directory: text, links: maybe(text) },
    'oci-image': {
      image: text,
      map: list(object<OciMapping>({ from: text, to: text, strayLinks: maybe(word('refuse', 'drop')) })),
      selectors,
    },
    'shared-with': { service: text },
    first: { of: list(source) },
  })(value, at);

/** Every step may be for one layout only. */
const layout = { ifPresent: maybe(text), ifAbsent: maybe(text) };
export const buildStep = variants<BuildStep>({
  'python-venv': {
    at: text,
    requirements: maybe(either('a list of packages, or several', text, list(text))),
    packages: maybe(list(text)),
    poetry: maybe(flag),
    ...layout,
  },
  node: {
    tool: word('pnpm', 'npm', 'yarn', 'bun'),
    cwd: maybe(text),
    scripts: list(text),
    env: maybe(map(anyText)),
    ...layout,
  },
  dotnet: { project: text, output: text, ...layout },
  'replace-in-files': {
    files: list(text),
    find: text,
    replace: anyText,
    expect: word('required', 'optional'),
    ...layout,
  },
  symlink: { path: text, target: text, ...layout },
  'carry-libraries': { programs: list(text), from: text, to: text, ...layout },
  rename: { pattern: text, to: text, ...layout },
  run: { toolchain, argv: list(anyText), cwd: maybe(text), env: maybe(map(anyText)), ...layout },
});

const version = variants<VersionReader>({
  marker: {},
  command: { argv: list(anyText), pattern: text },
  file: { path: text, pattern: text, prefix: maybe(text) },
});

export const artifact = object<ArtifactSpec>({
  root: text,
  apart: maybe(object<NonNullable<ArtifactSpec['apart']>>({ root: text, fields: list(text) })),
  ready: list(text),
  executables: maybe(list(text)),
  version,
  exclusive: maybe(flag),
  persist: list(text),
});
