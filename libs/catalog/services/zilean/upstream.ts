import { readme, standIn, type PlayedFile } from '../../upstream/played.ts';
import { release } from '../../upstream/release.ts';
import type { Upstream } from '../../upstream/upstream.ts';

const scraper = `process.stdout.write('scraper (simulated stand-in): there is nothing to scrape\\n');\n`;

function project(name: string, assembly: string, program: PlayedFile['content']): readonly PlayedFile[] {
  return [
    {
      path: `src/${name}/${name}.csproj`,
      content: `<Project Sdk="Microsoft.NET.Sdk.Web">
  <PropertyGroup>
    <TargetFramework>net9.0</TargetFramework>
    <AssemblyName>${assembly}</AssemblyName>
  </PropertyGroup>
</Project>
`,
    },
    { path: `src/${name}/Program.stand-in.mjs`, content: program },
  ];
}

/** The stand-in of Zilean in a tree that is published with dotnet, with a virtual environment beside it. */
export default {
  repositories: [
    {
      owner: 'iPromKnight',
      name: 'zilean',
      releases: [release('v3.5.0', '2025-04-01'), release('v3.4.0', '2025-02-01'), release('v3.3.0', '2024-12-01')],
      branches: ['main'],
      tree: (version) => [
        readme('Zilean'),
        ...project('Zilean.ApiService', 'zilean-api', standIn('zilean', version)),
        ...project('Zilean.Scraper', 'scraper', scraper),
        {
          path: 'src/Zilean.ApiService/wwwroot/index.html',
          content: '<!doctype html><title>Zilean (simulated)</title>\n',
        },
        { path: 'requirements.txt', content: '# Simulated: the stand-in needs no packages.\n' },
      ],
    },
  ],
} satisfies Upstream;
