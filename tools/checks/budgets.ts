import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const longestLines = 400;
const p95Lines = 250;

/** Sizes of the hand-written sources: the tail is what makes a house hard to read. */
function main(): void {
  const files = execFileSync(
    'git',
    ['ls-files', '--cached', '--others', '--exclude-standard', '*.ts', '*.tsx', '*.mjs', '*.css'],
    {
      encoding: 'utf8',
    },
  )
    .split('\n')
    .filter((path) => path !== '' && !path.endsWith('.gen.ts') && !path.includes('/fixtures/'));
  const sizes = files
    .map((path) => ({ path, lines: readFileSync(path, 'utf8').split('\n').length - 1 }))
    .sort((a, b) => b.lines - a.lines);
  const findings = sizes
    .filter(({ lines }) => lines > longestLines)
    .map(
      ({ path, lines }) =>
        `${path} has ${lines} lines; ${longestLines} is the most. Divide it where its sentence has an "and".`,
    );
  const p95 = sizes[Math.floor(sizes.length * 0.05)]?.lines ?? 0;
  if (p95 > p95Lines) {
    findings.push(
      `One file in twenty has ${p95} lines or more; ${p95Lines} is the aim. Longest: ${sizes
        .slice(0, 5)
        .map(({ path }) => path)
        .join(', ')}.`,
    );
  }
  for (const finding of findings) console.error(finding);
  console.log(`${sizes.length} files, 95 % have at most ${p95} lines, the longest ${sizes[0]?.lines ?? 0}.`);
  process.exitCode = findings.length === 0 ? 0 : 1;
}

main();
