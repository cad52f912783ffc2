import type { JsonObject } from '@showrunner/contracts';
import type { Catalog } from '@showrunner/catalog';
import { defaultDocument } from '../shape/default-document.ts';
import { canonicalise } from './canonicalise.ts';
import type { LoadState, LoadStep } from './load-state.ts';
import { mergeDefaults } from './merge-defaults.ts';
import { migrate } from './migrate.ts';
import { parseDocument } from './parse-document.ts';
import { refuseInvalid } from './refuse-invalid.ts';
import { reportUnknown } from './report-unknown.ts';

const steps: readonly LoadStep[] = [canonicalise, migrate, mergeDefaults, reportUnknown, refuseInvalid];

/**
 * Reads the text of a stack document into the form that is kept. Without a text it is the default document.
 * @returns `changed` when what is kept differs from the text in more than white space
 * @throws Problem `document.syntax` (details: line, column) or `document.invalid` (issues: every wrong place)
 */
export function loadDocument(
  text: string | undefined,
  catalog: Catalog,
): { stored: JsonObject; changed: boolean; warnings: readonly string[] } {
  if (text === undefined) return { stored: defaultDocument(catalog), changed: true, warnings: [] };
  const written = parseDocument(text);
  const start: LoadState = { document: written, warnings: [] };
  const { document, warnings } = steps.reduce((state, step) => step(state, catalog), start);
  return { stored: document, changed: JSON.stringify(written) !== JSON.stringify(document), warnings };
}

/** The text of a stack document as it is kept in its file. */
export function serializeDocument(stored: JsonObject): string {
  return `${JSON.stringify(stored, null, 4)}\n`;
}
