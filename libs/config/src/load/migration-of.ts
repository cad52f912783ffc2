import type { JsonObject, PlanView } from '@showrunner/contracts';
import type { Catalog } from '@showrunner/catalog';
import { diffDocuments } from '../edit/diff-documents.ts';
import { parseDocument } from './parse-document.ts';

/** What loading a text has changed in it, secrets masked: what was renamed or rewritten, and defaults without a `before`. */
export function migrationOf(text: string | undefined, stored: JsonObject, catalog: Catalog): PlanView['changes'] {
  return text === undefined ? [] : diffDocuments(parseDocument(text), stored, catalog);
}
