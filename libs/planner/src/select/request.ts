import { Problem } from '@showrunner/contracts';
import type { ServiceManifest } from '@showrunner/catalog';
import type { Credential } from './credentials.ts';
import type { Draft } from './draft.ts';
import type { OptionBlocks } from './options.ts';

/** What came with the request, for everything that is switched on because of it. */
export interface Request {
  readonly options: OptionBlocks | null | undefined;
  readonly credentials: readonly Credential[];
}

export const emptyRequest: Request = { options: {}, credentials: [] };

/** Refuses what this version only knows by name. @throws Problem `service.not-installable` */
export function assertInstallable(draft: Draft, manifest: ServiceManifest, neededBy?: string): void {
  if (manifest.kind !== 'unit' || manifest.runtime !== undefined || draft.input.allowUninstallable === true) return;
  const who = neededBy === undefined ? '' : `, and ${neededBy} needs it`;
  throw new Problem('service.not-installable', `${manifest.displayName} cannot be installed by this version${who}.`);
}
