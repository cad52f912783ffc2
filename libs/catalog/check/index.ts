/** Holds service folders against the rules of the catalogue. Pure; `tools/checks/catalog.ts` reads the folders. */
import type { ServicePackage } from '../vocabulary/manifest.ts';
import type { Finding, FolderEvidence, Rule } from './finding.ts';
import { connections } from './rules/data/connections.ts';
import { embedded } from './rules/data/embedded.ts';
import { evidence } from './rules/folder/evidence.ts';
import { expressions } from './rules/data/expressions.ts';
import { fixtures } from './rules/folder/fixtures.ts';
import { hooks } from './rules/folder/hooks.ts';
import { keyIsFolder } from './rules/folder/key-is-folder.ts';
import { links } from './rules/data/links.ts';
import { logs } from './rules/folder/logs.ts';
import { onboarding } from './rules/data/onboarding.ts';
import { ports } from './rules/data/ports.ts';
import { replicas } from './rules/data/replicas.ts';
import { secrets } from './rules/data/secrets.ts';
import { shape } from './rules/data/shape.ts';
import { stops } from './rules/data/stops.ts';
import { texts } from './rules/data/texts.ts';
import { upstream } from './rules/folder/upstream.ts';
import { type OwnManifest, parseOwnManifest } from './own/own-manifest.ts';

export type { Finding, FolderEvidence } from './finding.ts';
export type { OwnManifest } from './own/own-manifest.ts';
export { inDocumentOrder } from './order.ts';
export { renderIndexFile, renderUpstreamFile } from './render/index-file.ts';
export { renderServicesPage } from './render/services-page.ts';

const rules: readonly Rule[] = [
  keyIsFolder,
  shape,
  ports,
  links,
  connections,
  expressions,
  embedded,
  hooks,
  evidence,
  fixtures,
  logs,
  upstream,
  secrets,
  replicas,
  stops,
  onboarding,
  texts,
];

/** All that is wrong with the catalogue. */
export function checkCatalog(
  packages: readonly ServicePackage[],
  folders: readonly FolderEvidence[],
): readonly Finding[] {
  return rules.flatMap((rule) => rule.check(packages, folders));
}

/** What a manifest without a folder of ours can be held against; the shape comes first. */
const ownRules: readonly Rule[] = [shape, ports, links, connections, expressions, embedded, secrets, replicas, texts];

/** Reads a service of a person's own, see `parseOwnManifest`. */
export function readOwnManifest(text: string, folder: string, known: readonly ServicePackage[]): OwnManifest {
  return parseOwnManifest(text, folder, known, ownRules);
}
