import type { Bench } from './bench.ts';
import { reportRow } from './report.ts';
import { Figures, type Row } from './row.ts';

/** Measures the rows, one after the other, and answers their sections. Says on the way how far it is. */
export async function runRows(rows: readonly Row[], bench: Bench, rounds: number): Promise<readonly string[]> {
  const sections: string[] = [];
  for (const [index, row] of rows.entries()) {
    console.log(`\n[${index + 1}/${rows.length}] ${row.name}: ${row.title}`);
    const started = performance.now();
    const section = await measureRow(row, bench, row.rounds ?? rounds);
    console.log(`${section}\n(${Math.round((performance.now() - started) / 1000)} s)`);
    sections.push(section);
  }
  return sections;
}

/** A row that fails says so in its place; the others are measured all the same. */
async function measureRow(row: Row, bench: Bench, rounds: number): Promise<string> {
  try {
    return reportRow(row, await runRow(row, bench, rounds));
  } catch (error) {
    process.exitCode = 1;
    return `## ${row.title}\n\nCould not be measured: ${String(error)}`;
  }
}

/** Sides take turns, and each round begins with another, so that whatever changes meanwhile meets all of them alike. */
async function runRow(row: Row, bench: Bench, rounds: number): Promise<Figures> {
  const figures = new Figures();
  const sides = row.sides(bench);
  for (let round = 0; round < rounds; round += 1) {
    const turn = sides.map((_, index) => sides[(index + round) % sides.length]).filter((side) => side !== undefined);
    for (const side of turn) {
      process.stdout.write(`  round ${round + 1}/${rounds} ${side.name} ...`);
      const started = performance.now();
      figures.add(side, await side.measure());
      console.log(` ${Math.round(performance.now() - started)} ms`);
    }
  }
  return figures;
}
