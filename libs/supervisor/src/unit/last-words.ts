import type { SupervisorParts } from '../parts.ts';

/** How many lines an exit report keeps, and how much of the file's end is looked at for them. */
const lineCount = 20;
const tailBytes = 16 * 1024;

/**
 * The last lines that a run has put out, redacted. A file that shrank was rotated: then its end is what there is.
 * A line without an end counts; it is often the one that says why.
 */
export async function readLastWords(
  parts: Pick<SupervisorParts, 'files' | 'redactLine'>,
  outputFile: string,
  offset: number,
): Promise<readonly string[]> {
  const facts = await parts.files.facts(outputFile);
  if (facts === undefined) return [];
  const start = facts.sizeBytes < offset ? 0 : offset;
  const from = Math.max(start, facts.sizeBytes - tailBytes);
  const text = new TextDecoder().decode(await parts.files.readRange(outputFile, from, tailBytes));
  const lines = text.split('\n').map((line) => line.replace(/\r$/, ''));
  const whole = from > start ? lines.slice(1) : lines;
  return whole
    .filter((line) => line.trim() !== '')
    .slice(-lineCount)
    .map((line) => parts.redactLine(line));
}
