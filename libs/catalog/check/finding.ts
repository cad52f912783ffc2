import type { Upstream } from '../upstream/upstream.ts';
import type { ServicePackage } from '../vocabulary/manifest.ts';

/** Something about the catalogue that is not as it must be. */
export interface Finding {
  readonly rule: string;
  /** Path below `libs/catalog`. */
  readonly file: string;
  readonly message: string;
  /** What to do about it. */
  readonly remedy: string;
}

/** What lies in a service folder beside the manifest. */
export interface FolderEvidence {
  /** Name of the folder. */
  readonly folder: string;
  /** Key of the manifest that the folder exports. */
  readonly key: string;
  /** Paths below the folder. */
  readonly files: readonly string[];
  /** Names of the test files in `families`, whose hooks belong to several folders. */
  readonly familyTests?: readonly string[];
  /** Content of `fixtures/log.txt`. */
  readonly logSample?: string;
  /** Content of `fixtures/README.md`: where each fixture comes from. */
  readonly fixtureReadme?: string;
  /** What `upstream.ts` exports: where the program comes from in demos and tests. */
  readonly upstream?: Upstream;
}

/** One thing that must be true of all services. Pure: the same packages and evidence give the same findings. */
export interface Rule {
  readonly name: string;
  check(packages: readonly ServicePackage[], evidence: readonly FolderEvidence[]): readonly Finding[];
}

/** Path of a service's manifest below `libs/catalog`. */
export function manifestFile(key: string): string {
  return `services/${key}/manifest.ts`;
}

/** Findings without the name of the rule, for a rule that looks at one package at a time. */
export type PackageCheck = (
  service: ServicePackage,
  context: { readonly packages: readonly ServicePackage[]; readonly folder: FolderEvidence | undefined },
) => readonly Omit<Finding, 'rule'>[];

/** A rule that looks at one package at a time. */
export function rulePerPackage(name: string, check: PackageCheck): Rule {
  return {
    name,
    check: (packages, evidence) =>
      packages.flatMap((service) => {
        const folder = evidence.find(({ key }) => key === service.manifest.key);
        return check(service, { packages, folder }).map((finding) => ({ rule: name, ...finding }));
      }),
  };
}
