import { program, readme, standIn, under, type PlayedFile } from '../../upstream/played.ts';
import { release } from '../../upstream/release.ts';
import type { Asset, Upstream } from '../../upstream/upstream.ts';

/** Since when the archives carry the name that the project has now. */
const renamed = ['v1.2.3', 'v1.2.2'];
const older = ['v0.6.4'];
const dates: Readonly<Record<string, string>> = {
  'v1.2.3': '2026-08-20',
  'v1.2.2': '2026-08-01',
  'v0.6.4': '2026-02-01',
};
const runtime = {
  runtimeOptions: { tfm: 'net10.0', frameworks: [{ name: 'Microsoft.AspNetCore.App', version: '10.0.0' }] },
};

const bare = (tag: string): string => tag.replace(/^v/, '');

/** What is published: both programs, ready to run. */
function published(tag: string): readonly PlayedFile[] {
  return [
    readme('InfiniDysk'),
    { path: 'version.txt', content: `${bare(tag)}\n` },
    program('backend/NzbWebDAV', 'infinidysk', bare(tag)),
    { path: 'backend/NzbWebDAV.runtimeconfig.json', content: `${JSON.stringify(runtime)}\n` },
    { path: 'frontend/package.json', content: packageOf(bare(tag)) },
    { path: 'frontend/dist-node/server.js', content: standIn('infinidysk', bare(tag), 'frontend') },
    { path: 'frontend/build/server/index.js', content: 'export const app = undefined; // simulated\n' },
  ];
}

function assetsOf(tag: string): readonly Asset[] {
  const names = renamed.includes(tag) ? ['infinidysk', 'nzbdav'] : ['nzbdav'];
  return names.flatMap((name) =>
    ['x64', 'arm64'].map((arch) => ({
      name: `${name}-${tag}-linux-${arch}.tar.gz`,
      files: under(`${name}-${tag}-linux-${arch}`, published(tag)),
    })),
  );
}

function packageOf(version: string): string {
  const scripts = { build: 'node simulated/build.js', 'build:server': 'node simulated/build-server.js' };
  return `${JSON.stringify({ name: 'infinidysk', version, private: true, type: 'module', scripts }, null, 2)}\n`;
}

const copy = (from: string, to: string): string =>
  `import { copyFileSync, mkdirSync } from 'node:fs';\nmkdirSync(${JSON.stringify(to.slice(0, to.lastIndexOf('/')))}, { recursive: true });\ncopyFileSync(${JSON.stringify(from)}, ${JSON.stringify(to)});\n`;

/** InfiniDysk: archives of both programs, and a source tree that is built with dotnet and npm. */
export default {
  repositories: [
    {
      owner: 'infinidysk',
      name: 'infinidysk',
      releases: [...renamed, ...older].map((tag) => release(tag, dates[tag] ?? '', assetsOf(tag))),
      branches: ['main', 'dev'],
      tree: (version) => [
        readme('InfiniDysk'),
        { path: 'version.txt', content: '1.2.3\n' },
        {
          path: 'backend/NzbWebDAV.csproj',
          content:
            '<Project Sdk="Microsoft.NET.Sdk">\n  <PropertyGroup>\n    <TargetFramework>net10.0</TargetFramework>\n  </PropertyGroup>\n</Project>\n',
        },
        { path: 'backend/Program.stand-in.mjs', content: standIn('infinidysk', version) },
        { path: 'frontend/package.json', content: packageOf('1.2.3') },
        {
          path: 'frontend/package-lock.json',
          content: `${JSON.stringify({ name: 'infinidysk', version: '1.2.3', lockfileVersion: 3, requires: true, packages: { '': { name: 'infinidysk', version: '1.2.3' } } }, null, 2)}\n`,
        },
        { path: 'frontend/simulated/server.js', content: standIn('infinidysk', version, 'frontend') },
        { path: 'frontend/simulated/index.js', content: 'export const app = undefined; // simulated\n' },
        { path: 'frontend/simulated/build.js', content: copy('simulated/index.js', 'build/server/index.js') },
        { path: 'frontend/simulated/build-server.js', content: copy('simulated/server.js', 'dist-node/server.js') },
      ],
    },
  ],
} satisfies Upstream;
