import type { ToolchainName } from '@showrunner/catalog';
import { joinInside } from '../containment.ts';
import type { BuildContext } from './builder.ts';

/** How Yarn is called in a project. */
export interface Yarn {
  readonly command: readonly [string, ...string[]];
  readonly toolchains: readonly ToolchainName[];
  /** Whether it is the project's own, which is Yarn 2 or later; its flags differ from Yarn 1's. */
  readonly isVendored: boolean;
}

/**
 * The Yarn of a project: the release that lies in it and that its `.yarnrc.yml` names, else the machine's. A vendored
 * release is a script for Node; another Yarn would only hand over to it.
 */
export async function findYarn(context: BuildContext, cwd: string): Promise<Yarn> {
  const settings = await context.tools.files.readText(`${cwd}/.yarnrc.yml`);
  const path = /^yarnPath:\s*["']?([^\s"']+)["']?\s*$/m.exec(settings ?? '')?.[1];
  if (path !== undefined) {
    const release = joinInside(cwd, path);
    if (await context.tools.files.facts(release)) {
      const node = await context.toolchains.program('node', ['node'], context.options);
      return { command: [node, release], toolchains: ['node'], isVendored: true };
    }
  }
  const yarn = await context.toolchains.program('yarn', ['yarn'], context.options);
  return { command: [yarn], toolchains: ['node', 'yarn'], isVendored: false };
}
