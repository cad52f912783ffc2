import type { ToolchainName } from '@showrunner/catalog';
import { Problem } from '@showrunner/contracts';
import { nameOf, parentOf } from './containment.ts';
import type { Locks } from './locks.ts';
import type { InstallerSettings, InstallerTools, InstallOptions } from './settings.ts';
import { unpack } from './sources/unpack.ts';
import type { Fetch } from './verbs/fetch.ts';

/** Compilers, package tools and interpreters. Each is a directory of programs, found on the machine or fetched. */
export interface Toolchains {
  /** Where its programs are once it is resolved; says nothing about whether it is. */
  directory(name: ToolchainName): string;
  /** Makes sure that it is there and answers its directory. @throws Problem `host.missing` */
  resolve(name: ToolchainName, options: InstallOptions): Promise<string>;
  /** Full path of the first of these programs that it has. @throws Problem `host.missing` */
  program(name: ToolchainName, programs: readonly string[], options: InstallOptions): Promise<string>;
}

interface ToolchainFacts {
  /** Programs that it must have; of those in one entry, one suffices. */
  readonly needs: readonly (readonly string[])[];
  /** Programs that are taken along where they are. */
  readonly takes?: readonly string[];
  readonly remedy: string;
}

const known: Record<ToolchainName, ToolchainFacts> = {
  node: { needs: [['node']], takes: ['npm', 'npx'], remedy: 'Install Node.js 20 or newer.' },
  pnpm: { needs: [['pnpm']], remedy: 'Install pnpm (`npm install --global pnpm`).' },
  yarn: { needs: [['yarn']], remedy: 'Install Yarn (`npm install --global yarn`).' },
  python: {
    needs: [['python3', 'python']],
    takes: ['python', 'python3', 'poetry'],
    remedy:
      'Install Python 3.11 or newer with its venv module (packages python3, python3-venv), and Poetry where it is asked for (`pipx install poetry`).',
  },
  dotnet: { needs: [['dotnet']], remedy: 'Install the .NET 10 SDK.' },
  go: { needs: [['go']], remedy: 'Install Go 1.24 or newer.' },
  bun: { needs: [['bun']], remedy: 'Install Bun.' },
  deno: { needs: [['deno']], remedy: 'Install Deno 2.' },
  rclone: { needs: [['rclone']], remedy: 'Install rclone (package rclone).' },
};

/** A toolchain of the machine is a directory of links, so that its path does not depend on where its programs are. */
export function createToolchains(
  tools: InstallerTools,
  settings: InstallerSettings,
  fetch: Fetch,
  locks: Locks,
): Toolchains {
  const { files } = tools;
  const home = settings.toolchainsDirectory ?? `${settings.root}/config/.showrunner/toolchains`;
  const directory = (name: ToolchainName): string => `${home}/${name}/bin`;
  const note = (name: ToolchainName): string => `${home}/${name}.origin`;

  const isThere = async (name: ToolchainName, origin: string): Promise<boolean> => {
    if ((await files.readText(note(name))) !== origin) return false;
    for (const alternatives of known[name].needs) {
      const found = await Promise.all(alternatives.map((program) => reaches(tools, `${directory(name)}/${program}`)));
      if (!found.includes(true)) return false;
    }
    return true;
  };
  const replace = async (name: ToolchainName, origin: string, fill: (path: string) => Promise<void>): Promise<void> => {
    const staging = `${home}/.${name}.new`;
    await files.makeDirectory(home, { mode: 0o755 });
    await files.remove(staging, { recursive: true });
    await fill(staging);
    await files.remove(note(name));
    await files.remove(`${home}/${name}`, { recursive: true });
    await files.rename(staging, `${home}/${name}`);
    await files.write(note(name), origin, { mode: 0o644 });
  };
  const link = async (name: ToolchainName, programs: ReadonlyMap<string, string>): Promise<void> => {
    const origin = `machine ${JSON.stringify([...programs])}`;
    if (await isThere(name, origin)) return;
    await replace(name, origin, async (staging) => {
      await files.makeDirectory(`${staging}/bin`, { mode: 0o755 });
      for (const [program, path] of programs) await files.symlink(path, `${staging}/bin/${program}`);
    });
  };
  const download = async (name: ToolchainName, base: string, options: InstallOptions): Promise<void> => {
    const archive = `${name}-${(await tools.machine.facts()).arch}.tar.gz`;
    const file = await fetch({ url: `${base}/${archive}`, name: archive }, options);
    const origin = `fetched ${file.sha256}`;
    if (await isThere(name, origin)) return;
    await replace(name, origin, (staging) =>
      unpack({ file: file.path, format: 'tar.gz', into: staging, strip: 0 }, { tools, settings, options }),
    );
    if (!(await isThere(name, origin)))
      throw new Problem('source.not-found', `${archive} has no bin/${known[name].needs.flat().join(' or bin/')}`);
  };
  /** Asking for its version once in our life is enough; that it is there is looked at every time. */
  const seen = new Map<ToolchainName, string>();
  const resolve = (name: ToolchainName, options: InstallOptions): Promise<string> =>
    locks.run(`toolchain ${name}`, options.signal, async () => {
      const origin = seen.get(name);
      if (origin !== undefined && (await isThere(name, origin))) return directory(name);
      const { toolchainsUrl, preferFetchedToolchains = false } = settings;
      // Node is what we run on ourselves, and rclone is no stand-in where the machine has it.
      const isOwn = name === 'node' || name === 'rclone';
      const fetched = toolchainsUrl !== undefined && preferFetchedToolchains && !isOwn;
      const found = fetched ? undefined : await findOnMachine(name, tools, settings);
      if (found) await link(name, found);
      else if (toolchainsUrl !== undefined) await download(name, toolchainsUrl, options);
      else throw missing(name);
      seen.set(name, (await files.readText(note(name))) ?? '');
      return directory(name);
    });
  return {
    directory,
    resolve,
    program: async (name, programs, options) => {
      const bin = await resolve(name, options);
      for (const program of programs) if (await reaches(tools, `${bin}/${program}`)) return `${bin}/${program}`;
      throw new Problem(
        'host.missing',
        `The toolchain ${name} has no ${programs.join(' or ')}. ${known[name].remedy}`,
        {
          details: { toolchain: name, programs },
        },
      );
    },
  };
}

async function findOnMachine(
  name: ToolchainName,
  tools: InstallerTools,
  settings: InstallerSettings,
): Promise<ReadonlyMap<string, string> | undefined> {
  const beside = name === 'node' && settings.nodeDirectory !== undefined ? [settings.nodeDirectory] : [];
  const find = async (program: string): Promise<string | undefined> => {
    const own = beside[0] === undefined ? undefined : `${beside[0]}/${program}`;
    if (own !== undefined && (await tools.files.facts(own))) return own;
    return await tools.machine.findProgram(program, beside);
  };
  const programs = new Map<string, string>();
  for (const alternatives of [...known[name].needs, ...(known[name].takes ?? []).map((program) => [program])]) {
    for (const program of alternatives) {
      const path = await find(program);
      if (path !== undefined) programs.set(program, path);
    }
  }
  const complete = known[name].needs.every((alternatives) => alternatives.some((program) => programs.has(program)));
  return complete ? programs : undefined;
}

function missing(name: ToolchainName): Problem {
  return new Problem('host.missing', `This machine has no ${name}. ${known[name].remedy}`, {
    details: { toolchain: name },
  });
}

/** Whether a path leads to something, through at most a few links. */
async function reaches(tools: InstallerTools, path: string, hops = 8): Promise<boolean> {
  const facts = await tools.files.facts(path);
  if (facts === undefined || hops === 0) return false;
  if (facts.kind !== 'symlink') return facts.kind === 'file';
  const target = await tools.files.readLink(path);
  if (target === undefined) return false;
  return await reaches(tools, target.startsWith('/') ? target : resolvePath(parentOf(path), target), hops - 1);
}

function resolvePath(directory: string, relative: string): string {
  const parts = directory.split('/');
  for (const part of relative.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return parts.join('/') || `/${nameOf(relative)}`;
}
