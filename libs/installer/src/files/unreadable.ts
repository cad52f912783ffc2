import { Problem } from '@showrunner/contracts';

/** A configuration file that we would damage by editing it, since we cannot read it. */
export function unreadable(path: string, why: string, line?: number, cause?: unknown): Problem {
  const where = line === undefined ? path : `${path}, line ${line}`;
  return new Problem('file.unreadable', `${where}: ${why}`, {
    cause,
    details: { path, ...(line === undefined ? {} : { line }) },
  });
}

/** Number of the line, from 1, that an offset lies in. */
export function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}

/** A value as plain text: strings as they are, the rest as JSON. */
export function plainText(value: unknown): string {
  return typeof value === 'string' ? value : value === null ? '' : JSON.stringify(value);
}
