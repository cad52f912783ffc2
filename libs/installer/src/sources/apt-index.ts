import { Problem } from '@showrunner/contracts';
import { parseControl } from './control-fields.ts';
import { compareDebianVersions, upstreamRelease } from './debian-version.ts';
import type { SourceContext, SourceOf } from './performer.ts';
import { unpack } from './unpack.ts';

type AptSource = SourceOf<'apt-repository'>;

/** One package as an index describes it. */
export interface AptPackage {
  readonly name: string;
  readonly version: string;
  readonly url: string;
  readonly sha256: string;
}

/** The packages of the machine's suite, or of the newest one that the repository has. @throws Problem `source.*` */
export async function readIndex(
  source: AptSource,
  arch: string,
  context: SourceContext,
): Promise<readonly AptPackage[]> {
  const { url, suites } = await chooseDistribution(source, context);
  const missing: Problem[] = [];
  for (const suite of suites) {
    try {
      return await readSuite(`${url}/dists/${suite}`, url, source.component, arch, context);
    } catch (error) {
      // A brand new system may not be served yet.
      if (!(error instanceof Problem) || error.code !== 'source.not-found') throw error;
      missing.push(error);
      context.options.onLine(`${url} has no packages for ${suite}`);
    }
  }
  throw new Problem('source.not-found', `${url} has none of the suites ${suites.join(', ')}`, {
    issues: missing.map(({ code, message }) => ({ path: [code], message })),
  });
}

/** The newest version of a package, or the one that is asked for: exactly, or by what its authors call it. */
export function choosePackage(
  packages: readonly AptPackage[],
  name: string,
  wanted: string | undefined,
): AptPackage | undefined {
  const named = packages.filter((candidate) => candidate.name === name);
  const bare = wanted?.replace(/^v/, '');
  const exact = named.filter(({ version }) => version === bare);
  const fitting =
    bare === undefined
      ? named
      : exact.length > 0
        ? exact
        : named.filter(({ version }) => upstreamRelease(version) === bare);
  return [...fitting].sort((a, b) => compareDebianVersions(b.version, a.version))[0];
}

async function chooseDistribution({ distributions }: AptSource, { tools }: SourceContext) {
  const text = (await tools.files.readText('/etc/os-release')) ?? '';
  const own = /^ID="?([^"\n]*)"?$/m.exec(text)?.[1];
  const codename = /^VERSION_CODENAME="?([^"\n]*)"?$/m.exec(text)?.[1];
  const same = distributions.find(({ id }) => id === own);
  const chosen = same ?? distributions[0];
  if (chosen === undefined) throw new Problem('source.not-found', 'The source names no distribution');
  const suites = [...(same !== undefined && codename ? [codename] : []), ...chosen.suites];
  return { url: chosen.url, suites: [...new Set(suites)] };
}

async function readSuite(
  suiteUrl: string,
  base: string,
  component: string,
  arch: string,
  context: SourceContext,
): Promise<readonly AptPackage[]> {
  const release = await fetchText({ url: `${suiteUrl}/Release`, name: 'Release' }, context);
  const digests = parseDigests(release);
  const directory = `${component}/binary-${arch}`;
  const compressed = digests.get(`${directory}/Packages.gz`);
  const plain = digests.get(`${directory}/Packages`);
  const path = compressed === undefined ? `${directory}/Packages` : `${directory}/Packages.gz`;
  const sha256 = compressed ?? plain;
  if (sha256 === undefined) throw new Problem('source.not-found', `${suiteUrl} has no packages for ${arch}`);
  const index = await fetchText({ url: `${suiteUrl}/${path}`, name: path, sha256 }, context, path.endsWith('.gz'));
  return parseControl(index).flatMap((fields): readonly AptPackage[] => {
    const name = fields.get('package');
    const version = fields.get('version');
    const file = fields.get('filename');
    const digest = fields.get('sha256');
    if (name === undefined || version === undefined || file === undefined || digest === undefined) return [];
    // The name goes into an address; the digest says which bytes have to come from there.
    if (file.startsWith('/') || file.split('/').includes('..')) return [];
    return [
      {
        name,
        version,
        url: `${base}/${file.split('/').map(encodeURIComponent).join('/')}`,
        sha256: digest.toLowerCase(),
      },
    ];
  });
}

/** `SHA256:` of a Release file: digest, size and path on each line. */
function parseDigests(release: string): ReadonlyMap<string, string> {
  const lines = parseControl(release)[0]?.get('sha256')?.split('\n') ?? [];
  return new Map(
    lines.flatMap((line): readonly (readonly [string, string])[] => {
      const match = /^([0-9a-fA-F]{64})\s+\d+\s+(\S+)$/.exec(line.trim());
      return match?.[1] === undefined || match[2] === undefined ? [] : [[match[2], match[1].toLowerCase()]];
    }),
  );
}

async function fetchText(
  request: { readonly url: string; readonly name: string; readonly sha256?: string },
  context: SourceContext,
  compressed = false,
): Promise<string> {
  const { files, ids } = context.tools;
  const file = await context.fetch({ ...request, headers: { 'user-agent': 'showrunner' } }, context.options);
  if (!compressed) return (await files.readText(file.path)) ?? '';
  const into = `${context.settings.cacheDir}/unpacked/${ids.next('index')}`;
  try {
    await unpack({ file: file.path, format: 'gz', into, strip: 0 }, context);
    return (await files.readText(`${into}/content`)) ?? '';
  } finally {
    await files.remove(into, { recursive: true });
  }
}
