import type { DebianPackage, PackageRepository } from '@showrunner/catalog/upstream';
import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { playFiles } from '../archives/play.ts';
import { bufferSource, sendBytes } from '../send-bytes.ts';
import type { Vendor, VendorRequest } from './vendor.ts';

const architectures = ['amd64', 'arm64'];
const fileOf = (made: DebianPackage, arch: string): string =>
  `pool/main/${made.name}/${made.name}_${made.version}_${arch}.deb`;

/** Serves repositories: `Release` with digests, `Packages` plain and compressed, and the packages. */
export function serveRepositories(repositories: readonly PackageRepository[]): Vendor {
  return async (asked) => {
    for (const repository of repositories) {
      if (!asked.path.startsWith(`${repository.path}/`)) continue;
      const path = asked.path.slice(repository.path.length + 1);
      const content = await find(repository, path, asked);
      if (content === undefined) continue;
      const type = path.endsWith('.deb') ? 'application/vnd.debian.binary-package' : 'application/octet-stream';
      return sendBytes(asked.request, asked.reply, bufferSource(content, type, sha256(content)));
    }
    return undefined;
  };
}

async function find(repository: PackageRepository, path: string, asked: VendorRequest): Promise<Buffer | undefined> {
  const { suite, component, packages } = repository;
  const base = `dists/${suite}/`;
  if (path === `${base}Release`) return Buffer.from(await releaseFile(repository, asked));
  for (const arch of architectures) {
    const index = `${base}${component}/binary-${arch}/Packages`;
    if (path === index) return await packagesFile(repository, arch, asked);
    if (path === `${index}.gz`) return gzipSync(await packagesFile(repository, arch, asked));
    const made = packages.find((candidate) => fileOf(candidate, arch) === path);
    if (made !== undefined) return await content(made, arch, asked);
  }
  return undefined;
}

async function content(made: DebianPackage, arch: string, { archives }: VendorRequest): Promise<Buffer> {
  return (await archives.get(`${made.name}_${made.version}_${arch}.deb`, 'deb', () => playFiles(made.files))).content;
}

async function packagesFile({ packages }: PackageRepository, arch: string, asked: VendorRequest): Promise<Buffer> {
  const paragraphs = await Promise.all(
    packages.map(async (made) => {
      const bytes = await content(made, arch, asked);
      return [
        `Package: ${made.name}`,
        `Version: ${made.version}`,
        `Architecture: ${arch}`,
        ...(made.depends === undefined ? [] : [`Depends: ${made.depends}`]),
        `Filename: ${fileOf(made, arch)}`,
        `Size: ${bytes.length}`,
        `SHA256: ${sha256(bytes)}`,
        'Description: simulated stand-in',
        ' It is not the program itself.',
      ].join('\n');
    }),
  );
  return Buffer.from(`${paragraphs.join('\n\n')}\n`);
}

async function releaseFile(repository: PackageRepository, asked: VendorRequest): Promise<string> {
  const { suite, component } = repository;
  const lines: string[] = [];
  for (const arch of architectures) {
    const plain = await packagesFile(repository, arch, asked);
    for (const [name, bytes] of [
      ['Packages', plain],
      ['Packages.gz', gzipSync(plain)],
    ] as const)
      lines.push(` ${sha256(bytes)} ${bytes.length} ${component}/binary-${arch}/${name}`);
  }
  return `Origin: Simulator\nSuite: ${suite}\nCodename: ${suite}\nArchitectures: ${architectures.join(' ')}\nComponents: ${component}\nSHA256:\n${lines.join('\n')}\n`;
}

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
