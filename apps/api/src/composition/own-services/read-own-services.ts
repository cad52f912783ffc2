import { readOwnManifest } from '@showrunner/catalog/check';
import type { ServicePackage } from '@showrunner/catalog';
import { type Issue, toProblem } from '@showrunner/contracts';
import type { Files } from '@showrunner/platform';

/** What a file holds, or why it cannot be read. */
export interface OwnText {
  readonly text: string;
  readonly isReadable: boolean;
}

/** One file of a person's own. */
export interface OwnService {
  /** Name of its folder. */
  readonly key: string;
  /** Absent where it is not right. */
  readonly service?: ServicePackage;
  /** A sentence each: where, what, and how to mend it. */
  readonly issues: readonly string[];
}

/** Under which a file is spoken of. */
export const shownPath = (key: string): string => `config/services/${key}/manifest.yaml`;

/** The texts of `config/services/<key>/manifest.yaml` under the data root, by key. */
export async function readOwnTexts(root: string, files: Files): Promise<ReadonlyMap<string, OwnText>> {
  const directory = `${root}/config/services`;
  const texts = new Map<string, OwnText>();
  for (const key of (await files.list(directory)).toSorted()) {
    try {
      const text = await files.readText(`${directory}/${key}/manifest.yaml`);
      if (text !== undefined) texts.set(key, { text, isReadable: true });
    } catch (error) {
      texts.set(key, { text: toProblem(error).message, isReadable: false });
    }
  }
  return texts;
}

/** Holds the texts against the rules, one after another: none may be what another one is already. */
export function parseOwnServices(
  texts: ReadonlyMap<string, OwnText>,
  known: readonly ServicePackage[],
): readonly OwnService[] {
  const parsed: OwnService[] = [];
  for (const [key, own] of texts) {
    const others = parsed.flatMap(({ service }) => service ?? []);
    parsed.push(parseOne(key, own, [...known, ...others]));
  }
  return parsed;
}

function parseOne(key: string, { text, isReadable }: OwnText, known: readonly ServicePackage[]): OwnService {
  const refused = (sentences: readonly string[]): OwnService => ({
    key,
    issues: sentences.map((sentence) => `${shownPath(key)}: ${sentence}`),
  });
  if (!isReadable) return refused([text]);
  try {
    const read = readOwnManifest(text, key, known);
    return read.ok ? { key, service: read.service, issues: [] } : refused(read.issues.map(say));
  } catch (error) {
    return refused([toProblem(error).message]);
  }
}

function say({ path, message, remedy }: Issue): string {
  const place = path.length === 0 ? '' : `${path.join(' → ')}: `;
  return `${place}${message}${remedy === undefined ? '' : ` ${remedy}`}`;
}
