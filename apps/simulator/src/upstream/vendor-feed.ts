import type { Asset } from './repository.ts';

/** The update server of a Servarr project, as far as one of its branches goes. */
export interface VendorFeed {
  readonly host: string;
  readonly branch: string;
  /** Newest first. */
  readonly builds: readonly {
    readonly version: string;
    readonly publishedAt: string;
    readonly assets: Readonly<Record<string, Asset>>;
  }[];
}
