import type { ToolchainName } from '@showrunner/catalog';
import { joinInside } from '../containment.ts';
import type { Builder, BuildContext, StepOf } from './builder.ts';
import { runTool } from './run-tool.ts';
import { findYarn } from './yarn.ts';

type NodeTool = StepOf<'node'>['tool'];
type Dialect = NodeTool | 'vendored-yarn';

/** How each tool installs exactly what the lock file says. */
const installs: Record<Dialect, readonly string[]> = {
  pnpm: ['install', '--frozen-lockfile', '--prefer-offline'],
  npm: ['ci', '--prefer-offline', '--no-audit', '--no-fund'],
  yarn: ['install', '--frozen-lockfile', '--prefer-offline'],
  'vendored-yarn': ['install', '--immutable'],
  bun: ['install', '--frozen-lockfile'],
};

/** What the tool may do without a lock file: the one thing that cannot be reproduced, so it is said. */
const looseInstalls: Record<Dialect, readonly string[]> = {
  pnpm: ['install', '--no-frozen-lockfile', '--prefer-offline'],
  npm: ['install', '--prefer-offline', '--no-audit', '--no-fund'],
  yarn: ['install', '--prefer-offline'],
  'vendored-yarn': ['install', '--no-immutable'],
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
  const { command, toolchains, dialect } = await findTool(step.tool, context, cwd);
  const present = await Promise.all(locks[step.tool].map((name) => context.tools.files.facts(`${cwd}/${name}`)));
  const locked = present.some((facts) => facts !== undefined);
  if (!locked)
    context.options.onLine(`There is no ${locks[step.tool].join(' or ')}; versions of packages are not fixed.`);
  const install = locked ? installs[dialect] : looseInstalls[dialect];
  const call = { cwd, toolchains, ...(step.env && { env: step.env }) };
  await runTool(context, { ...call, argv: [...command, ...install] });
  for (const script of step.scripts) await runTool(context, { ...call, argv: [...command, 'run', script] });
};

async function findTool(
  tool: NodeTool,
  context: BuildContext,
  cwd: string,
): Promise<{ command: readonly [string, ...string[]]; toolchains: readonly ToolchainName[]; dialect: Dialect }> {
  if (tool === 'yarn') {
    const yarn = await findYarn(context, cwd);
    return { ...yarn, dialect: yarn.isVendored ? 'vendored-yarn' : 'yarn' };
  }
  const program = await context.toolchains.program(tool === 'npm' ? 'node' : tool, [tool], context.options);
  const toolchains: readonly ToolchainName[] = tool === 'npm' ? ['node'] : tool === 'bun' ? ['bun'] : ['node', tool];
  return { command: [program], toolchains, dialect: tool };
}
