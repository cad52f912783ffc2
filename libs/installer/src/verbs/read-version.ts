import type { BuildContext } from '../build/builder.ts';

const timeoutMs = 15_000;

/** What the installed program calls itself; where it does not say so, what the source called it. */
export async function readVersion(context: BuildContext): Promise<string> {
  const { version: resolved } = context;
  const reader = context.artifact.spec.version;
  switch (reader.kind) {
    case 'marker':
      return resolved;
    case 'file': {
      const text = await context.tools.files.readText(`${context.staging}/${reader.path}`);
      const found = firstGroup(reader.pattern, text ?? '');
      return found === undefined ? resolved : `${reader.prefix ?? ''}${found}`.replace(/^vv/, 'v');
    }
    case 'command':
      return firstGroup(reader.pattern, await runCommand(context, reader.argv)) ?? resolved;
  }
}

function firstGroup(pattern: string, text: string): string | undefined {
  return new RegExp(pattern, 'm').exec(text)?.[1];
}

async function runCommand(context: BuildContext, template: readonly string[]): Promise<string> {
  const { staging, artifact, settings, tools, options } = context;
  const [program, ...args] = template.map((part) => part.replaceAll('${artifact}', staging));
  if (program === undefined) return '';
  const own = program.includes('/') ? [program] : [`${staging}/bin/${program}`, `${staging}/${program}`];
  for (const path of own) {
    if ((await tools.files.facts(path)) === undefined) continue;
    const result = await tools.processes.run(
      {
        argv: [path, ...args],
        cwd: staging,
        env: { ...settings.baseEnv, HOME: staging },
        ...(artifact.owner ? { user: artifact.owner } : {}),
        timeoutMs,
      },
      options.signal,
    );
    return `${result.stdout}\n${result.stderr}`;
  }
  return '';
}
