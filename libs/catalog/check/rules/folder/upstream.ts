import type { ServiceManifest } from '../../../vocabulary/manifest.ts';
import type { SourceSpec } from '../../../vocabulary/source.ts';
import type { Upstream } from '../../../upstream/upstream.ts';
import { fieldAt } from '../../fields.ts';
import type { FolderEvidence, Rule } from '../../finding.ts';

const name = 'upstream';

/** What a demo downloads in place of a program is in some folder: each place that a source names. */
export const upstream: Rule = {
  name,
  check: (packages, evidence) => {
    const offered = new Set(evidence.flatMap(placesOf));
    const folders = new Set(evidence.map(({ key }) => key));
    return packages
      .filter(({ manifest }) => folders.has(manifest.key) && manifest.runtime?.simulated === true)
      .flatMap(({ manifest }) =>
        sourcesOf(manifest)
          .flatMap((source) => placeOf(source, manifest) ?? [])
          .filter((place) => !offered.has(place))
          .map((place) => ({
            rule: name,
            file: `services/${manifest.key}/upstream.ts`,
            message: `No folder has what a demo installs from ${place}.`,
            remedy: 'Describe it there, with the stand-in as the program.',
          })),
      );
  },
};

function sourcesOf({ runtime }: ServiceManifest): readonly SourceSpec[] {
  return [runtime?.source, runtime?.fromSource?.source].flatMap((source) => (source === undefined ? [] : flat(source)));
}

function flat(source: SourceSpec): readonly SourceSpec[] {
  return source.kind === 'first' ? source.of.flatMap(flat) : [source];
}

/** The place that a source of some kind names, in the words of `placesOf`; other kinds are not described in folders. */
function placeOf(source: SourceSpec, manifest: ServiceManifest): string | undefined {
  switch (source.kind) {
    case 'github-asset':
    case 'github-source':
      return `github.com/${filledIn(source.repository, manifest)}`;
    case 'servarr-feed':
      return source.feed.replace(/^https:\/\//, '').replace(/\/.*/, '');
    case 'apt-repository':
      return source.distributions[0]?.url.replace(/^https:\/\//, '');
    case 'oci-image':
      return source.image;
    case 'python-package':
      return `pypi.org/${source.package}`;
    default:
      return undefined;
  }
}

/** An expression with the defaults of the manifest; what is no text there stays as it is. */
function filledIn(expression: string, manifest: ServiceManifest): string {
  return expression.replace(/\$\{self\.([^}]+)\}/g, (reference, field: string) => {
    const { value } = fieldAt(manifest, field);
    return typeof value === 'string' ? value : reference;
  });
}

function placesOf({ upstream: described = {} }: FolderEvidence): readonly string[] {
  const { repositories = [], feeds = [], packages = [], wheels = [], images = [] }: Upstream = described;
  return [
    ...repositories.map(({ owner, name: project }) => `github.com/${owner}/${project}`),
    ...feeds.map(({ host }) => host),
    ...packages.map(({ host, path }) => `${host}${path}`),
    ...images.map(({ host, name: project }) => `${host}/${project}`),
    ...wheels.map(({ name: project }) => `pypi.org/${project}`),
  ];
}
