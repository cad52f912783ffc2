import type { FastifyInstance } from 'fastify';
import type { ArchiveStore } from '../archives/archive-store.ts';
import { asProgram } from '../archives/as-program.ts';
import { bundle } from '../archives/bundle.ts';
import type { TreeFile } from '../archives/tree.ts';
import { programSource } from '../places.ts';
import { bufferSource, sendBytes } from '../send-bytes.ts';

/** Which source plays which programs of a toolchain. */
const toolchains: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  python: { python: ['python3', 'python', 'python3.11', 'pip', 'pip3'], poetry: ['poetry'] },
  dotnet: { dotnet: ['dotnet'] },
  pnpm: { pnpm: ['pnpm'] },
  deno: { deno: ['deno'] },
  bun: { bun: ['bun'] },
  go: { go: ['go'] },
};

async function programsOf(name: string): Promise<readonly TreeFile[]> {
  const files: TreeFile[] = [
    { path: 'README.md', content: `# ${name} (simulated)\n\nA strict stand-in for Showrunner's demo.\n` },
  ];
  for (const [source, programs] of Object.entries(toolchains[name] ?? {})) {
    const content = asProgram(await bundle(programSource(source)));
    for (const program of programs) files.push({ path: `bin/${program}`, content, executable: true });
  }
  return files;
}

/** Toolchains that builds need, as archives with `bin/` at the top. */
export function registerToolchains(app: FastifyInstance, archives: ArchiveStore): void {
  app.get<{ Params: { file: string } }>('/toolchains/:file', async (request, reply) => {
    const match = /^([a-z]+)-(amd64|arm64)\.tar\.gz$/.exec(request.params.file);
    const name = match?.[1] ?? '';
    if (!Object.hasOwn(toolchains, name)) return reply.code(404).type('text/plain').send('Not Found');
    const archive = await archives.get(request.params.file, 'tar.gz', () => programsOf(name));
    return sendBytes(request, reply, bufferSource(archive.content, 'application/gzip', archive.sha256));
  });
}
