/**
 * The stack document: migrate, merge, overlay, validate, edit, compare. Must never know the file it came from, processes
 * or plans.
 */
export { envExample } from './artifacts/env-example.ts';
export { diffDocuments } from './edit/diff-documents.ts';
export { entriesOf, type Entry, findEntry, listEntries, manifestsInOrder } from './entries/list-entries.ts';
export { resolveServiceName } from './entries/resolve-service-name.ts';
export { getIn, removeIn, setIn } from './json/path.ts';
export { toPointer } from './json/pointer.ts';
export { loadDocument, serializeDocument } from './load/load-document.ts';
export { migrationOf } from './load/migration-of.ts';
export { parseMemorySize } from './limits/memory-size.ts';
export { overlayDocument } from './overlay/overlay-document.ts';
export type { Overrides } from './overlay/variables.ts';
export { documentSchema, entrySchema } from './schema/document-schema.ts';
export { encodeForUrl, quoteForAdo } from './secrets/encode.ts';
export { maskEntry, maskSecrets, SECRET_MASK } from './secrets/mask.ts';
export { restoreSecrets } from './secrets/restore.ts';
export { secretValues } from './secrets/secret-values.ts';
export { defaultDocument } from './shape/default-document.ts';
export { pathOfService } from './shape/document-shape.ts';
export { validateDocument } from './validate/validate-document.ts';
