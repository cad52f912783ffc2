import type { RuntimeSpec } from '../../vocabulary/manifest.ts';
import type { BuildStep } from '../../vocabulary/source.ts';

/** Only the first line of Profilarr has this file, only the second one that. */
const first = { ifPresent: 'backend/app/main.py' } as const;
const second = { ifPresent: 'deno.jsonc' } as const;
const secondOlder = { ifPresent: 'deno.json' } as const;

const denoEnv = { DENO_NO_UPDATE_CHECK: '1' };
const viteEnv = { ...denoEnv, APP_BASE_PATH: './dist/build', VITE_CHANNEL: 'stable', VITE_PLATFORM: 'linux' };

/** The version that it shows is in a file of its source, which says `dev` until somebody writes it. */
const stamp = [
  'const at = "src/lib/shared/build.ts";',
  'const text = Deno.readTextFileSync(at);',
  'const version = "${version}".replace(/^v/, "");',
  `Deno.writeTextFileSync(at, text.replace("'dev',", "'" + version + "',").replace("'dev',", "'stable',"));`,
].join(' ');

const rights = ['net', 'read', 'write', 'env', 'ffi', 'run', 'sys'].map((right) => `--allow-${right}`);

const steps: readonly BuildStep[] = [
  // Version 1: a Flask program with a page beside it. Its data would lie in /config, and its PyYAML is not to be had any more.
  {
    kind: 'replace-in-files',
    files: ['backend/app/config/config.py'],
    find: "CONFIG_DIR = '/config'",
    replace: "CONFIG_DIR = os.environ.get('PROFILARR_CONFIG_DIR', '/config')",
    expect: 'optional',
    ...first,
  },
  {
    kind: 'replace-in-files',
    files: ['backend/requirements.txt'],
    find: 'PyYAML==5.4.1',
    replace: 'PyYAML==6.0.1',
    expect: 'optional',
    ...first,
  },
  { kind: 'python-venv', at: 'backend/venv', requirements: 'backend/requirements.txt', ...first },
  // npm, because it is npm's lock file that the project keeps.
  { kind: 'node', tool: 'npm', cwd: 'frontend', scripts: ['build'], ...first },
  { kind: 'symlink', path: 'backend/app/static', target: 'frontend/dist', ...first },
  { kind: 'symlink', path: 'program', target: 'backend/venv/bin/gunicorn', ...first },
  // Version 2: one program that Deno compiles.
  { kind: 'run', toolchain: 'deno', argv: ['deno', 'ci'], env: denoEnv, ...second },
  { kind: 'run', toolchain: 'deno', argv: ['deno', 'install', '--node-modules-dir'], env: denoEnv, ...secondOlder },
  ...[second, secondOlder].flatMap((layout): readonly BuildStep[] => [
    { kind: 'run', toolchain: 'deno', argv: ['deno', 'eval', stamp], env: denoEnv, ...layout },
    {
      kind: 'run',
      toolchain: 'deno',
      argv: ['deno', 'run', '-A', layout === second ? 'vite' : 'npm:vite', 'build'],
      env: viteEnv,
      ...layout,
    },
    {
      kind: 'run',
      toolchain: 'deno',
      argv: ['deno', 'compile', '--no-check', ...rights, '--output', 'dist/build/profilarr', 'dist/build/mod.ts'],
      env: denoEnv,
      ...layout,
    },
    { kind: 'symlink', path: 'runtime', target: 'dist/build', ...layout },
    { kind: 'symlink', path: 'program', target: 'dist/build/profilarr', ...layout },
  ]),
];

/** Starts whichever of the two lines is installed; they share neither program nor settings. */
export const startScript = `#!/bin/sh
# Written by Showrunner before each start: changes are lost.
root=$PWD
if [ -x "$root/runtime/profilarr" ]; then
    export APP_BASE_PATH="$PROFILARR_CONFIG_DIR"
    # Deno brings no SQLite and would fetch one.
    for library in /usr/lib/*-linux-gnu/libsqlite3.so.0; do
        [ -e "$library" ] && export DENO_SQLITE_PATH="$library"
    done
    exec "$root/runtime/profilarr"
fi
export PYTHONPATH="$root/backend"
exec "$root/backend/venv/bin/gunicorn" --chdir "$root/backend" --bind "0.0.0.0:$PORT" --timeout 600 'app.main:create_app()'
`;

export const runtime: RuntimeSpec = {
  source: {
    kind: 'github-source',
    repository: '${self.repo_owner}/${self.repo_name}',
    selectors: ['latest', 'tag', 'prerelease', 'nightly', 'branch', 'commit'],
  },
  // Which tools are needed depends on the line; each step asks for its own.
  build: steps,
  artifact: {
    root: '${self.config_dir}',
    // Where there is neither line, there is no program.
    ready: ['program'],
    version: { kind: 'marker' },
    persist: ['config'],
  },
  directories: [
    { path: '${self.config_dir}/config', mode: 0o755, owner: 'service' },
    ...['log', 'data', 'logs', 'backups', 'databases', '.cache', '.deno'].map((name) => ({
      path: `\${self.config_dir}/config/${name}`,
      mode: 0o755,
      owner: 'service' as const,
    })),
  ],
  files: [
    {
      path: '${self.config_dir}/profilarr_start.sh',
      format: 'text',
      mode: 0o755,
      owner: 'service',
      ops: [{ op: 'set', at: [], value: startScript }],
    },
  ],
  run: {
    argv: ['/bin/sh', '${path.config_dir}/profilarr_start.sh'],
    cwd: '${self.config_dir}',
    env: {
      PROFILARR_CONFIG_DIR: '${path.config_dir}/config',
      FLASK_ENV: 'production',
      PORT: '${port.web}',
      HOST: '0.0.0.0',
      HOME: '${path.config_dir}/config',
      XDG_CACHE_HOME: '${path.config_dir}/config/.cache',
      DENO_DIR: '${path.config_dir}/config/.deno',
      DENO_NO_UPDATE_CHECK: '1',
    },
    user: 'service',
  },
  health: { probes: [{ kind: 'tcp', port: 'web' }], startupMs: 120_000 },
  logs: {
    from: 'output',
    patterns: [
      // Version 2, then version 1.
      '^(?<time>\\d{4}-\\d\\d-\\d\\dT\\S+) \\| (?<level>[A-Z]+)\\s*\\| (?<message>.*)$',
      '^(?<time>\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d) - [\\w.]+ - (?<level>[A-Z]+) - (?<message>.*)$',
    ],
    levels: { WARN: 'WARNING' },
  },
  simulated: true,
};
