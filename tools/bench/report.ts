import { toShort, toTable } from '../rig/table.ts';
import type { Aim, Figures, Row } from './row.ts';

/** A row as a section of the report. */
export function reportRow(row: Row, figures: Figures): string {
  const ratioHead = row.ratioOf === undefined ? [] : ['ours ÷ it'];
  const head = ['', ...row.columns.map(({ title }) => title), ...ratioHead];
  const lines = figures.sides.map((side) => [
    side,
    ...row.columns.map(({ of, by }) => toShort(figures.get(side, of, by))),
    ...(row.ratioOf === undefined ? [] : [toRatio(figures, side, row.ratioOf)]),
  ]);
  const aims = row.aims(figures).map(reportAim);
  return [`## ${row.title}`, row.measured, toTable(head, lines), aims.join('\n')]
    .filter((part) => part !== '')
    .join('\n\n');
}

function toRatio(figures: Figures, side: string, { of, by }: NonNullable<Row['ratioOf']>): string {
  return side === 'Showrunner' ? '1' : toShort(figures.ratio(side, of, by));
}

function reportAim({ text, value, limit }: Aim): string {
  if (!Number.isFinite(value) || !Number.isFinite(limit)) return `- ${text}: not measured.`;
  return `- ${text}: ${toShort(value)} of at most ${toShort(limit)}, ${value <= limit ? 'met' : '**missed**'}.`;
}
