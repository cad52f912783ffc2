import type { PlannedArtifact } from '@showrunner/planner';
import type { FoundVersion } from '../settings.ts';
import type { SourceContext } from '../sources/performer.ts';
import { resolveSource } from '../sources/registry.ts';

/** Releases that are counted at most; more of them are this many. */
const counted = 100;

/** Asks a source for the version that a wish comes to now, with what its publisher says of it. */
export async function findVersion(
  artifact: PlannedArtifact,
  installed: string | undefined,
  context: SourceContext,
): Promise<FoundVersion> {
  const { version, kind, foreign, release } = await resolveSource(artifact.source, artifact, context);
  if (kind === 'shared' || foreign) return { version, foreign: true };
  if (release === undefined) return { version };
  const { url, notes, publishedAt, repository } = release;
  const found = { version, notes: { url, text: notes, publishedAt } };
  const behind = installed === undefined ? undefined : await countBetween(repository, installed, version, context);
  return behind === undefined ? found : { ...found, releasesBehind: behind };
}

/** How many releases of its kind came after the installed one, up to the one that was found. */
async function countBetween(
  repository: string,
  installed: string,
  found: string,
  { server, options }: SourceContext,
): Promise<number | undefined> {
  if (installed === found) return 0;
  const releases = (await server.list(repository, options.signal)).slice(0, counted);
  const [to, from] = [found, installed].map((tag) => releases.findIndex((release) => release.tag === tag));
  if (to === undefined || from === undefined || to < 0 || from <= to) return undefined;
  const prereleases = releases[to]?.prerelease === true;
  return releases.slice(to, from).filter(({ draft, prerelease }) => !draft && (prereleases || !prerelease)).length;
}
