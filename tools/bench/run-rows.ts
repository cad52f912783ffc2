import type { Bench } from './bench.ts';
import { reportRow } from './report.ts';
import { Figures, type Row } from './row.ts';

/** Measures the rows, one after the other, and answers their sections. Says on the way how far it is. */
export async function runRows(rows: readonly Row[], bench: Bench, rounds: number): Promise<readonly string[]> {
  const sections: string[] = [];
  for (const [index, row] of rows.entries()) {
    console.log(`\n[${index + 1}/${rows.length}] ${row.name}: ${row.title}`);
    const started = performance.now();
    const section = reportRow(row, await runRow(row, bench, row.rounds ?? rounds));
    console.log(`${section}\n(${Math.round((performance.now() - started) / 1000)} s)`);
    sections.push(section);
  }
  return sections;
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
