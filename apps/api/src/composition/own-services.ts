import { readOwnManifest } from '@showrunner/catalog/check';
import type { ServicePackage } from '@showrunner/catalog';
import { type Issue, toProblem } from '@showrunner/contracts';
import type { Files } from '@showrunner/platform';

/** The services of a person's own that can be used, and what is wrong with the others. */
export interface OwnServices {
  readonly packages: readonly ServicePackage[];
  /** A sentence each: which file, where, what, and how to mend it. */
  readonly warnings: readonly string[];
}

/** Reads `config/services/<key>/manifest.yaml` under the data root. What is not right is left out and told. */
export async function readOwnServices(
  root: string,
  files: Files,
  known: readonly ServicePackage[],
): Promise<OwnServices> {
  const directory = `${root}/config/services`;
  const packages: ServicePackage[] = [];
  const warnings: string[] = [];
  for (const folder of await files.list(directory)) {
    const shown = `config/services/${folder}/manifest.yaml`;
    try {
      const text = await files.readText(`${directory}/${folder}/manifest.yaml`);
      if (text === undefined) continue;
      const read = readOwnManifest(text, folder, [...known, ...packages]);
      if (read.ok) packages.push(read.service);
      else warnings.push(...read.issues.map((issue) => `${shown}: ${say(issue)}`));
    } catch (error) {
      warnings.push(`${shown}: ${toProblem(error).message}`);
    }
  }
  return { packages, warnings };
}

function say({ path, message, remedy }: Issue): string {
  const place = path.length === 0 ? '' : `${path.join(' → ')}: `;
  return `${place}${message}${remedy === undefined ? '' : ` ${remedy}`}`;
}
