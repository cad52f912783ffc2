import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openAnnouncements } from '../rig/announcements.ts';
import { openRig } from '../rig/open-rig.ts';
import { findContenders, peerVersions } from './fleets/install-peers.ts';
import { describeMachine } from './machine.ts';
import { coldStart } from './rows/cold-start.ts';
import { crash } from './rows/crash.ts';
import { idle } from './rows/idle.ts';
import { logFollower, logLines } from './rows/log-lines.ts';
import { event } from './rows/event.ts';
import { productDeath } from './rows/product-death.ts';
import { status } from './rows/status.ts';
import { planeDeath } from './rows/plane-death.ts';
import { restartOne } from './rows/restart-one.ts';
import { runRows } from './run-rows.ts';

const suites = {
  supervisor: [coldStart, restartOne, crash, planeDeath, productDeath, logLines, logFollower, status, event, idle],
};
const usage = `npm run bench -- supervisor [--only row]… [--units N] [--runs N] [--no-peers] [--write]

  --only      one row; may be given again. Rows: ${suites.supervisor.map(({ name }) => name).join(', ')}
  --units     units of a fleet (100)
  --runs      rounds of each row (3)
  --no-peers  only our side and the limit
  --write     also into docs/benchmarks/supervisor.md
`;

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    allowNegative: true,
    options: {
      only: { type: 'string', multiple: true, default: [] },
      units: { type: 'string', default: '100' },
      runs: { type: 'string', default: '3' },
      peers: { type: 'boolean', default: true },
      write: { type: 'boolean', default: false },
    },
  });
  const rows = suites.supervisor.filter(({ name }) => values.only.length === 0 || values.only.includes(name));
  if (positionals.join(' ') !== 'supervisor' || rows.length === 0) {
    process.stderr.write(usage);
    process.exitCode = 2;
    return;
  }
  const rig = openRig('bench');
  const announcements = openAnnouncements(join(rig.directory, 'announcements'));
  try {
    const contenders = findContenders(rig, values.peers);
    const bench = { rig, announcements, contenders, units: Number(values.units) };
    const sections = await runRows(rows, bench, Number(values.runs));
    if (values.write) write(sections, [...describeMachine(), ...(values.peers ? peerVersions() : [])]);
  } finally {
    announcements.close();
    rig.close();
  }
}

function write(sections: readonly string[], machine: readonly string[]): void {
  const path = 'docs/benchmarks/supervisor.md';
  const date = new Date().toISOString().slice(0, 10);
  const head = `# Supervisor: measured\n\nWritten by \`npm run bench -- supervisor --write\` on ${date}; how to read it is in [README.md](README.md).\n\n`;
  writeFileSync(path, `${head}${machine.map((line) => `- ${line}`).join('\n')}\n\n${sections.join('\n\n')}\n`);
  console.log(`\nWritten to ${path}.`);
}

await main();
