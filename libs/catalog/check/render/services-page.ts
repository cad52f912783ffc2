import type { ServiceManifest, ServicePackage } from '../../vocabulary/manifest.ts';
import type { BuildStep, SourceSpec } from '../../vocabulary/source.ts';
import type { FolderEvidence } from '../finding.ts';
import { type QualityLevel, qualityOf } from '../quality.ts';

/** The text of `docs/services.md`. */
export function renderServicesPage(packages: readonly ServicePackage[], evidence: readonly FolderEvidence[]): string {
  const rows = packages.map(({ manifest }) => {
    const level = qualityOf(
      manifest,
      evidence.find(({ key }) => key === manifest.key),
    );
    return {
      level,
      cells: [
        nameOf(manifest),
        manifest.role,
        portsOf(manifest),
        needsOf(manifest),
        copiesOf(manifest),
        level,
        buildOf(manifest),
      ],
    };
  });
  const number = (level: QualityLevel) => rows.filter((row) => row.level === level).length;
  return [
    '# Services',
    '',
    'Written by `tools/checks/catalog.ts` from the service folders; edit those, not this.',
    '',
    `${packages.length} services: ${number('complete (real program)')} complete with the real program, ` +
      `${number('complete (stand-in)')} complete with a stand-in, ${number('known')} known.`,
    '',
    '- *known*: its settings, ports and links are there; this version cannot install it.',
    '- *complete (stand-in)*: it is installed, set up, run and watched; demo and tests do so with a small program like it.',
    '- *complete (real program)*: the same with the program itself; its log sample was captured from it.',
    '- *needs*: in brackets what is needed only with certain settings. Services that merely start earlier are not listed.',
    '- *build: stand-in*: tests and the demo build it with stand-ins of the tools of its language.',
    '- *copies*: what keeps no data of its own can run as several identical copies (`scale` in its entry), each on the',
    '  next free port and with a log of its own. Everything else is single, or has named instances.',
    '',
    '| service | role | default ports | needs | copies | level | build |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...rows.map(({ cells }) => `| ${cells.join(' | ')} |`),
    '',
  ].join('\n');
}

function nameOf({ key, displayName, links, deprecated }: ServiceManifest): string {
  return `[${displayName}](${links.project}) \`${key}\`${deprecated === undefined ? '' : ' (deprecated)'}`;
}

function portsOf({ ports }: ServiceManifest): string {
  return ports.map(({ id, default: port }) => (ports.length === 1 ? `${port}` : `${port} ${id}`)).join(', ') || '–';
}

function needsOf({ requires, companions = [] }: ServiceManifest): string {
  const needed = [...requires.filter(({ enable }) => enable), ...companions];
  const always = new Set(needed.filter(({ when }) => when === undefined).map(({ service }) => service));
  const names = [...new Set(needed.map(({ service }) => service))];
  return names.map((name) => (always.has(name) ? name : `(${name})`)).join(', ') || '–';
}

function copiesOf({ replicas, instances }: ServiceManifest): string {
  if (replicas !== undefined) return `up to ${replicas.max}`;
  return instances === undefined ? 'single' : 'named';
}

const hardToHave = new Set(['python', 'dotnet', 'go', 'bun', 'deno']);

function buildOf({ runtime }: ServiceManifest): string {
  if (runtime === undefined) return '–';
  const all = [...(runtime.build ?? []), ...(runtime.fromSource?.build ?? [])];
  // To give a file another name is not to build it.
  const steps = all.filter(({ kind }) => kind !== 'rename');
  const isPlayed = runtime.simulated && (steps.some(needsStandIn) || isPythonPackage(runtime.source));
  if (isPlayed) return 'stand-in';
  return steps.length > 0 ? 'real' : 'none';
}

function needsStandIn(step: BuildStep): boolean {
  if (step.kind === 'run') return hardToHave.has(step.toolchain);
  return step.kind === 'python-venv' || step.kind === 'dotnet';
}

function isPythonPackage(source: SourceSpec): boolean {
  return source.kind === 'first' ? source.of.some(isPythonPackage) : source.kind === 'python-package';
}
