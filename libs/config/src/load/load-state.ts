import type { JsonObject } from '@showrunner/contracts';
import type { Catalog } from '@showrunner/catalog';

/** A document on its way from text to what is kept. */
export interface LoadState {
  readonly document: JsonObject;
  readonly warnings: readonly string[];
}

/** One pure step of the road. Throws a problem when the document cannot be used. */
export type LoadStep = (state: LoadState, catalog: Catalog) => LoadState;
