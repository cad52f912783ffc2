import type { DirectorySpec, FileOp, FileSpec } from '../../vocabulary/files.ts';
import type { HookSpec } from '../../vocabulary/hooks.ts';
import type { RuntimeSpec } from '../../vocabulary/manifest.ts';
import type { EnvCase, GateSpec, HealthSpec, LogSpec, ProbeSpec, RunSpec, StopSpec } from '../../vocabulary/run.ts';
import { anyText, count, either, flag, json, list, map, maybe, object, text, variants, word } from './checks.ts';
import { condition } from './condition.ts';
import { artifact, buildStep, source, toolchain } from './source.ts';

const when = maybe(condition);
const envCase = object<EnvCase>({ when, value: anyText });
const listedArgs = object<{ each: string }>({ each: text });
const someArgs = object<{ when: unknown; args: readonly string[] }>({ when: condition, args: list(anyText) });

const fileOp = object<FileOp>({
  op: word('set', 'set-default', 'set-if-blank', 'add', 'remove', 'remove-section'),
  at: list(text),
  value: maybe(json),
  by: maybe(text),
  when,
  mode: maybe(word('managed', 'seed')),
  secret: maybe(flag),
});

export const fileFormat = word('json', 'yaml', 'ini', 'env', 'postgres', 'python', 'text', 'xml', 'toml', 'properties');

const file = object<FileSpec>({
  path: text,
  format: fileFormat,
  seed: maybe(anyText),
  mode: count,
  owner: word('service', 'invoker'),
  ops: list(fileOp),
  when,
});

const directory = object<DirectorySpec>({ path: text, mode: count, owner: word('service', 'invoker', 'run'), when });

const run = object<RunSpec>({
  argv: list(either('an argument, arguments under a condition, or a list', anyText, someArgs, listedArgs)),
  cwd: text,
  env: maybe(map(either('a text, a text under a condition, or a list of such', anyText, envCase, list(envCase)))),
  path: maybe(list(text)),
  toolchains: maybe(
    list(
      either(
        'a toolchain, or one under a condition',
        toolchain,
        object<{ when: unknown; name: string }>({ when: condition, name: toolchain }),
      ),
    ),
  ),
  user: word('service', 'database', 'invoker'),
  mounts: maybe(list(object<{ path: string; when?: unknown }>({ path: text, when }))),
});

const waits = { timeoutMs: maybe(count), when };
const gate = variants<GateSpec>({
  directory: { path: text, ...waits },
  mount: { path: text, ...waits },
  tcp: { host: text, port: text, ...waits },
  http: { url: text, method: maybe(word('GET', 'PROPFIND')), ...waits },
});

const expected = either(
  'a text or a key that the answer must have',
  object<{ text: string }>({ text }),
  object<{ jsonKey: string }>({ jsonKey: text }),
);
const asked = {
  intervalMs: maybe(count),
  timeoutMs: maybe(count),
  failureThreshold: maybe(count),
  successThreshold: maybe(count),
  when,
};
const probe = variants<ProbeSpec>({
  tcp: { port: text, ...asked },
  http: { port: text, path: text, method: maybe(word('GET', 'POST', 'PROPFIND')), expect: maybe(expected), ...asked },
  command: { argv: list(anyText), exitMap: map(word('healthy', 'starting', 'unhealthy')), ...asked },
  mount: { path: text, ...asked },
  process: { name: maybe(text), ...asked },
});
const health = object<HealthSpec>({
  probes: list(probe),
  startup: maybe(list(probe)),
  liveness: maybe(list(probe)),
  startupMs: maybe(count),
  intervalMs: maybe(count),
});

const logs = object<LogSpec>({
  from: either('output, or the file that the program writes', word('output'), object<{ own: string }>({ own: text })),
  patterns: list(text),
  levels: maybe(map(word('DEBUG', 'INFO', 'WARNING', 'ERROR', 'CRITICAL'))),
});

const hook = object<HookSpec>({ name: text, at: word('prepare', 'provision'), title: text, values: map(anyText) });

export const stop = object<StopSpec>({ signal: word('SIGTERM', 'SIGINT', 'SIGQUIT'), graceMs: count });

type Need = NonNullable<RuntimeSpec['needs']>[number];
type Refusal = NonNullable<RuntimeSpec['refuses']>[number];
type FromSource = NonNullable<RuntimeSpec['fromSource']>;
type Diagnosis = NonNullable<RuntimeSpec['diagnoses']>[number];

export const runtime = object<RuntimeSpec>({
  source,
  build: maybe(list(buildStep)),
  buildToolchains: maybe(list(toolchain)),
  fromSource: maybe(object<FromSource>({ source, build: list(buildStep), buildToolchains: list(toolchain) })),
  artifact,
  directories: maybe(list(directory)),
  files: maybe(list(file)),
  run,
  gates: maybe(list(gate)),
  health,
  logs,
  hooks: maybe(list(hook)),
  needs: maybe(list(object<Need>({ field: text, message: text, when }))),
  refuses: maybe(list(object<Refusal>({ when: condition, field: text, message: text }))),
  diagnoses: maybe(list(object<Diagnosis>({ pattern: text, code: text, message: text }))),
  simulated: flag,
});
