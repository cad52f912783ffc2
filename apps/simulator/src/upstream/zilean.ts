import type { TreeFile } from '../archives/tree.ts';
import { bundle, withVersion } from '../archives/bundle.ts';
import { standInSource } from '../places.ts';
import { readme, release, type Repository } from './repository.ts';

const scraper = `process.stdout.write('scraper (simulated stand-in): there is nothing to scrape\\n');\n`;

function project(name: string, assembly: string, program: string): readonly TreeFile[] {
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
export const zilean: Repository = {
  owner: 'iPromKnight',
  name: 'zilean',
  releases: [release('v3.5.0', '2025-04-01'), release('v3.4.0', '2025-02-01'), release('v3.3.0', '2024-12-01')],
  branches: ['main'],
  tree: async (version) => [
    readme('Zilean'),
    ...project('Zilean.ApiService', 'zilean-api', withVersion(await bundle(standInSource('zilean')), version)),
    ...project('Zilean.Scraper', 'scraper', scraper),
    { path: 'src/Zilean.ApiService/wwwroot/index.html', content: '<!doctype html><title>Zilean (simulated)</title>\n' },
    { path: 'requirements.txt', content: '# Simulated: the stand-in needs no packages.\n' },
  ],
};
