import type { SupervisorParts } from '../parts.ts';

/** How many lines an exit report keeps, and how much of the file's end is looked at for them. */
const lineCount = 20;
const tailBytes = 16 * 1024;

/**
 * The last lines that a run has put out, redacted. A file that shrank was emptied: then its end is what there is.
 * What rotation has taken out of the file reads as NUL and is left out; it always leaves more than is looked at.
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
  if (facts.sizeBytes === start) return [];
  const from = Math.max(start, facts.sizeBytes - tailBytes);
  const bytes = await parts.files.readRange(outputFile, from, tailBytes);
  const filled = bytes.findIndex((byte) => byte !== 0);
  const text = new TextDecoder().decode(bytes.subarray(Math.max(0, filled)));
  const lines = text.split('\n').map((line) => line.replace(/\r$/, ''));
  const whole = from > start && filled <= 0 ? lines.slice(1) : lines;
  return whole
    .filter((line) => line.trim() !== '')
    .slice(-lineCount)
    .map((line) => parts.redactLine(line));
}
