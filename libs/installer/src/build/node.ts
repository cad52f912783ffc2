import { joinInside } from '../containment.ts';
import type { Builder, StepOf } from './builder.ts';
import { runTool } from './run-tool.ts';

type NodeTool = StepOf<'node'>['tool'];

/** How each tool installs exactly what the lock file says. */
const installs: Record<NodeTool, readonly string[]> = {
  pnpm: ['install', '--frozen-lockfile', '--prefer-offline'],
  npm: ['ci', '--prefer-offline', '--no-audit', '--no-fund'],
  yarn: ['install', '--frozen-lockfile', '--prefer-offline'],
  bun: ['install', '--frozen-lockfile'],
};

/** What the tool may do without a lock file: the one thing that cannot be reproduced, so it is said. */
const looseInstalls: Record<NodeTool, readonly string[]> = {
  pnpm: ['install', '--no-frozen-lockfile', '--prefer-offline'],
  npm: ['install', '--prefer-offline', '--no-audit', '--no-fund'],
  yarn: ['install', '--prefer-offline'],
  bun: ['install'],
};

const locks: Record<NodeTool, readonly string[]> = {
  pnpm: ['pnpm-lock.yaml'],
  npm: ['package-lock.json', 'npm-shrinkwrap.json'],
  yarn: ['yarn.lock'],
  bun: ['bun.lock', 'bun.lockb'],
};

/** Installs the packages of a Node project and runs its scripts. */
export const buildNode: Builder<'node'> = async (step, context) => {
  const cwd = joinInside(context.staging, step.cwd ?? '');
  const toolchains =
    step.tool === 'npm'
      ? (['node'] as const)
      : step.tool === 'bun'
        ? (['bun'] as const)
        : (['node', step.tool] as const);
  const tool = await context.toolchains.program(step.tool === 'npm' ? 'node' : step.tool, [step.tool], context.options);
  const present = await Promise.all(locks[step.tool].map((name) => context.tools.files.facts(`${cwd}/${name}`)));
  const locked = present.some((facts) => facts !== undefined);
  if (!locked)
    context.options.onLine(`There is no ${locks[step.tool].join(' or ')}; versions of packages are not fixed.`);
  const install = locked ? installs[step.tool] : looseInstalls[step.tool];
  await runTool(context, { argv: [tool, ...install], cwd, toolchains });
  for (const script of step.scripts) await runTool(context, { argv: [tool, 'run', script], cwd, toolchains });
};
