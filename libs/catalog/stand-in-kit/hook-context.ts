import type { HookContext } from '../vocabulary/hooks.ts';
import type { CommandResult, Files, HttpRequest, HttpResponse, Postgres } from '@showrunner/platform';
import { createFakeFiles } from '@showrunner/platform/fakes';

export interface FakeWorld {
  readonly entry?: HookContext['entry'];
  readonly values: Readonly<Record<string, string>>;
  readonly files?: Files;
  http?(request: HttpRequest): HttpResponse;
  exec?(argv: readonly string[], options: { stdin?: string } | undefined): Promise<Partial<CommandResult>>;
  readonly postgres?: Postgres;
}

/** A hook's hands for its test. What the test does not name is refused. */
export function createHookContext(world: FakeWorld): HookContext & { readonly lines: readonly string[] } {
  const lines: string[] = [];
  return {
    entry: world.entry ?? {},
    values: world.values,
    files: world.files ?? createFakeFiles(),
    http: async (request) => {
      if (world.http === undefined) throw new Error('http was not expected');
      return world.http(request);
    },
    exec: async (argv, options) => {
      if (world.exec === undefined) throw new Error('exec was not expected');
      return { code: 0, signal: null, stdout: '', stderr: '', truncated: false, ...(await world.exec(argv, options)) };
    },
    postgres: world.postgres ?? { connect: () => Promise.reject(new Error('postgres was not expected')) },
    owner: undefined,
    log: (line) => void lines.push(line),
    sleep: async () => undefined,
    signal: new AbortController().signal,
    lines,
  };
}
