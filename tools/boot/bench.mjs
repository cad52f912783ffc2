// `npm run bench` and `npm run soak`: builds what has changed, and runs a harness of ours over it.
import { spawn } from 'node:child_process';
import { installPackages, nodeEnvironment, root, run } from './toolchain.mjs';

const [harness, ...args] = process.argv.slice(2);
installPackages();
const env = nodeEnvironment();
run('npx', ['nx', 'run-many', '-t', 'build', '--outputStyle=static'], { env, quiet: true });

const child = spawn('node', [`tools/${harness}/main.ts`, ...args], { cwd: root, env, stdio: 'inherit' });
// A terminal signals its whole group; a signal to us alone is passed on, so that the harness can clean up.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(code ?? (signal === null ? 1 : 128)));
