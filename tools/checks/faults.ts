import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { faultScenarios, isRequired } from './fault-scenarios.ts';

const root = new URL('../..', import.meta.url).pathname;
const target = join(root, 'docs', 'faults.md');
/** A text in a test that names scenarios: `scenario 7: …`, `scenarios 4 and 5: …`, `… (scenario 16)`. */
const name = /(['"`])((?:(?!\1).)*?\bscenarios? (\d+(?:(?:, | and )\d+)*)(?!\d)(?:(?!\1).)*)\1/g;
/** Where children, signals and files are real. */
const realFolders = /\/real\/|^apps\/e2e\/|^libs\/host\//;

interface NamedTest {
  readonly path: string;
  readonly title: string;
  readonly numbers: readonly number[];
}

function readTests(): readonly NamedTest[] {
  const listed = ['ls-files', '--cached', '--others', '--exclude-standard', 'libs/*.test.ts', 'apps/*.test.ts'];
  const paths = execFileSync('git', listed, { cwd: root, encoding: 'utf8' }).split('\n');
  return paths
    .filter((path) => path !== '' && existsSync(join(root, path)))
    .sort()
    .flatMap((path) =>
      [...readFileSync(join(root, path), 'utf8').matchAll(name)].map(([, , title = '', numbers = '']) => ({
        path,
        title,
        numbers: numbers.split(/, | and /).map(Number),
      })),
    );
}

/** What the table and the tests do not say of each other. */
function findGaps(tests: readonly NamedTest[]): readonly string[] {
  const unknown = tests.flatMap(({ path, numbers }) =>
    numbers
      .filter((number) => faultScenarios[number] === undefined)
      .map((number) => `${path} names scenario ${number}, which tools/checks/fault-scenarios.ts does not describe.`),
  );
  const required = Object.entries(faultScenarios).filter(([number]) => isRequired(Number(number)));
  const unproven = required.flatMap(([number, { simulated }]) => {
    const proofs = tests.filter(({ numbers }) => numbers.includes(Number(number)));
    if (proofs.length === 0) return [`Scenario ${number} has no test that names it.`];
    if (simulated === undefined && !proofs.some(({ path }) => realFolders.test(path)))
      return [`Scenario ${number} has no real test, and its description does not say why.`];
    return [];
  });
  return [...unknown, ...unproven];
}

function render(tests: readonly NamedTest[]): string {
  const rows = Object.entries(faultScenarios).flatMap(([number, { sentence, simulated }]) => {
    const proofs = tests
      .filter(({ numbers }) => numbers.includes(Number(number)))
      .map(({ path, title }) => `${realFolders.test(path) ? 'real' : 'simulated'}: ${title} (\`${path}\`)`);
    return proofs.length === 0 ? [] : [`| ${number} | ${sentence} | ${proofs.join('<br>')} | ${simulated ?? '–'} |`];
  });
  return [
    '# Faults',
    '',
    'What may go wrong, what holds all the same, and the tests that prove it. Written by `tools/checks/faults.ts` from the',
    'names of the tests and `tools/checks/fault-scenarios.ts`; edit those, not this. A real test has children, signals and',
    'files of its own; a simulated one has a fake machine and a fake clock, and runs through more orders of events.',
    '',
    '| no. | what happens, and what must hold | tests | what is only simulated, and why |',
    '| --- | --- | --- | --- |',
    ...rows,
    '',
  ].join('\n');
}

const tests = readTests();
const gaps = findGaps(tests);
for (const gap of gaps) console.error(gap);
const text = render(tests);
if (gaps.length > 0) process.exitCode = 1;
else if (process.argv.includes('--write')) writeFileSync(target, text);
else if (!existsSync(target) || readFileSync(target, 'utf8') !== text) {
  console.error('docs/faults.md is not what the tests say. Run: node tools/checks/faults.ts --write');
  process.exitCode = 1;
}
