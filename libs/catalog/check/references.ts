import type { Json } from '@showrunner/contracts';
import type { ServiceManifest } from '../vocabulary/manifest.ts';

/** A text of a manifest in which references may stand. */
export interface PlacedText {
  /** Dotted place in the manifest: `runtime.run.argv.0`. */
  readonly where: string;
  readonly text: string;
}

/** A reference in a text, without its braces. */
export interface FoundReference {
  readonly reference: string;
  readonly start: number;
  readonly end: number;
}

/** All texts of a manifest. Defaults are left out: they are values of the document, with placeholders of their own. */
export function* textsOf(manifest: ServiceManifest): Iterable<PlacedText> {
  const { defaults: _, ...rest } = manifest;
  yield* textsIn(rest as unknown as Json, ''); // a manifest is data
}

function* textsIn(value: Json, where: string): Iterable<PlacedText> {
  if (typeof value === 'string') yield { where, text: value };
  else if (typeof value === 'object' && value !== null) {
    for (const [key, member] of Object.entries(value) as [string, Json][]) {
      yield* textsIn(member, where === '' ? key : `${where}.${key}`);
    }
  }
}

/** The references of a text, in their order. */
export function referencesIn(text: string): readonly FoundReference[] {
  return [...text.matchAll(/\$\$\{|\$\{([^}]*)\}/g)].flatMap((match) =>
    match[1] === undefined ? [] : [{ reference: match[1], start: match.index, end: match.index + match[0].length }],
  );
}
