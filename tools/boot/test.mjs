// `npm test`: everything that the continuous integration runs, ending with `N passed, N failed`.
import { spawnSync } from 'node:child_process';
import { installPackages, nodeEnvironment, root } from './toolchain.mjs';

installPackages();
const result = spawnSync('node', ['--conditions=source', 'tools/test/main.ts', ...process.argv.slice(2)], {
  cwd: root,
  env: nodeEnvironment(),
  stdio: 'inherit',
});
process.exit(result.status ?? 1);
