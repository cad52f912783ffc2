import type { Json } from '@showrunner/contracts';
import { manifestFile, rulePerPackage } from '../../finding.ts';

const credential = /(^|_)(key|keys|password|passwd|pass|token|secret|claim|secret_key)$|^secret_/i;

/** A field whose name says that it holds a credential is write-only. */
export const secrets = rulePerPackage('secrets', ({ manifest }) =>
  [...texts(manifest.defaults, [])]
    .filter((path) => credential.test(path.filter((part) => part !== '*').at(-1) ?? ''))
    .map((path) => path.join('.'))
    .filter((field) => manifest.fields?.[field]?.secret !== true)
    .map((field) => ({
      file: manifestFile(manifest.key),
      message: `${field} looks like a credential and would be shown.`,
      remedy: `Add '${field}': { secret: true } to its fields, or rename it.`,
    })),
);

/** Paths of all texts, and of what maps that are empty by default will hold. */
function* texts(value: Json, path: readonly string[]): Iterable<readonly string[]> {
  if (typeof value === 'string') yield path;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return;
  const members = Object.entries(value) as [string, Json][];
  if (members.length === 0 && path.length > 0) yield [...path, '*'];
  for (const [key, member] of members) yield* texts(member, [...path, key]);
}
