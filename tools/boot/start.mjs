// `npm start`: installs, builds what has changed, and serves API and dashboard on one port.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { installPackages, nodeEnvironment, root, run } from './toolchain.mjs';

installPackages();
const env = nodeEnvironment();
run('npx', ['nx', 'run-many', '-t', 'build', '--outputStyle=static'], { env, quiet: true });

const server = spawn('node', [join(root, 'apps', 'api', 'dist', 'main.js'), ...process.argv.slice(2)], {
  cwd: process.cwd(),
  env,
  stdio: 'inherit',
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => server.kill(signal));
server.on('exit', (code, signal) => process.exit(code ?? (signal === null ? 1 : 128)));
