/** One stage of the test command: a check that passes or fails as a whole, or a suite that counts its own tests. */
export type Stage =
  | { readonly kind: 'check'; readonly name: string; readonly argv: readonly [string, ...string[]] }
  | { readonly kind: 'suite'; readonly name: string; readonly project: string };

/** In the order in which a mistake is cheapest to find. */
export const stages: readonly Stage[] = [
  { kind: 'check', name: 'format', argv: ['npx', 'prettier', '--check', '--log-level=warn', '.'] },
  { kind: 'check', name: 'build', argv: ['npx', 'nx', 'run-many', '-t', 'build', '--outputStyle=static'] },
  {
    kind: 'check',
    name: 'types of tests and tools',
    argv: ['npx', 'nx', 'run-many', '-t', 'typecheck', '--outputStyle=static'],
  },
  { kind: 'check', name: 'lint and walls', argv: ['npx', 'nx', 'run-many', '-t', 'lint', '--outputStyle=static'] },
  {
    kind: 'check',
    name: 'folders',
    argv: ['npx', 'depcruise', '--config', '.dependency-cruiser.cjs', 'apps', 'libs', '--output-type', 'err'],
  },
  { kind: 'check', name: 'catalogue', argv: ['node', '--conditions=source', 'tools/checks/catalog.ts', '--check'] },
  {
    kind: 'check',
    name: 'generated files',
    argv: ['node', '--conditions=source', 'tools/checks/config-artifacts.ts', '--check'],
  },
  { kind: 'check', name: 'rooms', argv: ['node', '--conditions=source', 'tools/checks/rooms.ts', '--check'] },
  { kind: 'check', name: 'faults', argv: ['node', '--conditions=source', 'tools/checks/faults.ts', '--check'] },
  { kind: 'check', name: 'budgets', argv: ['node', '--conditions=source', 'tools/checks/budgets.ts'] },
  { kind: 'suite', name: 'unit', project: 'unit' },
  { kind: 'suite', name: 'black box', project: 'e2e' },
];
