import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installSystemPackages } from './system-packages.ts';
import { type Stage, stages } from './stages.ts';

interface Count {
  readonly passed: number;
  readonly failed: number;
}

/** Runs all stages, or those whose names are given, and prints the closing line. */
function main(only: readonly string[]): void {
  const chosen = only.length === 0 ? stages : stages.filter((stage) => only.includes(stage.name));
  if (chosen.some((stage) => stage.kind === 'suite')) installSystemPackages();
  let total: Count = { passed: 0, failed: 0 };
  for (const stage of chosen) {
    const started = Date.now();
    const count = stage.kind === 'check' ? runCheck(stage) : runSuite(stage);
    total = { passed: total.passed + count.passed, failed: total.failed + count.failed };
    const seconds = Math.round((Date.now() - started) / 1000);
    console.log(
      `${count.failed === 0 ? 'ok    ' : 'FAILED'} ${stage.name} (${count.passed} passed, ${count.failed} failed, ${seconds} s)`,
    );
  }
  console.log(`${total.passed} passed, ${total.failed} failed`);
  process.exitCode = total.failed === 0 && total.passed > 0 ? 0 : 1;
}

function runCheck(stage: Extract<Stage, { kind: 'check' }>): Count {
  const [program, ...args] = stage.argv;
  const result = spawnSync(program, args, { encoding: 'utf8', maxBuffer: 1 << 28 });
  if (result.status === 0) return { passed: 1, failed: 0 };
  console.error(`${result.stdout ?? ''}${result.stderr ?? ''}${result.error?.message ?? ''}`);
  return { passed: 0, failed: 1 };
}

function runSuite(stage: Extract<Stage, { kind: 'suite' }>): Count {
  const directory = mkdtempSync(join(tmpdir(), 'showrunner-test-'));
  const report = join(directory, 'report.json');
  const args = [
    'vitest',
    'run',
    '--project',
    stage.project,
    '--reporter=dot',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ];
  const result = spawnSync('npx', args, {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, NO_COLOR: '1' },
  });
  try {
    const count = readReport(report);
    // Errors outside of tests, such as a file that does not load, fail the suite without counting as tests.
    const failedOutside = result.status !== 0 && count.failed === 0 ? 1 : 0;
    return { passed: count.passed, failed: count.failed + failedOutside };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function readReport(path: string): Count {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    console.error(`The suite left no report: ${String(error)}`);
    return { passed: 0, failed: 1 };
  }
  const report = JSON.parse(text) as { numPassedTests: number; numFailedTests: number; numPendingTests: number };
  // A skipped test is a promise that nobody keeps.
  return { passed: report.numPassedTests, failed: report.numFailedTests + report.numPendingTests };
}

main(process.argv.slice(2));
