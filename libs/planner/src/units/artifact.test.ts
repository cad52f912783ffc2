import { createCatalog, type RuntimeSpec } from '@showrunner/catalog';
import type { Json } from '@showrunner/contracts';
import { describe, expect, it } from 'vitest';
import { smallService } from '../fixtures/catalog.ts';
import { plan, testFacts, testStack, withValues } from '../fixtures/stack.ts';

const tree = { kind: 'github-source', repository: 'owner/app' } as const;
const base: RuntimeSpec = {
  source: {
    kind: 'github-asset',
    repository: 'owner/app',
    asset: { amd64: 'app', arm64: 'app' },
    archive: 'none',
    selectors: ['latest', 'tag'],
  },
  artifact: { root: '/app', ready: ['app'], version: { kind: 'marker' }, persist: [] },
  run: { argv: ['${artifact}/app'], cwd: '${artifact}', user: 'service' },
  health: { probes: [] },
  logs: { from: 'output', patterns: [] },
  simulated: true,
};
const build = [{ kind: 'run', toolchain: 'go', argv: ['go', 'build'] }] as const;
const fromSource = {
  source: { ...tree, selectors: ['branch', 'commit'] },
  build,
  buildToolchains: ['go'],
} as const;

function artifactFor(runtime: RuntimeSpec, config: Readonly<Record<string, Json>>, facts = testFacts()) {
  const catalog = createCatalog([smallService('app', { runtime })]);
  const stack = withValues(
    testStack({ catalog, facts }),
    ...Object.entries({ enabled: true, ...config }).map(([key, value]) => [['app', key], value] as const),
  );
  const steps = plan(stack, { kind: 'reconcile' }).steps;
  return { steps, artifact: steps.find((step) => step.kind === 'install')?.artifact };
}

describe('what is installed', () => {
  it('is the release that is published, without any tool to build it', () => {
    const { artifact } = artifactFor({ ...base, fromSource }, {});
    expect(artifact).toMatchObject({ source: { kind: 'github-asset' }, build: [], toolchains: [] });
  });

  it.each([
    [
      { branch_enabled: true, branch: 'beta' },
      { kind: 'branch', branch: 'beta' },
    ],
    [{ commit_sha: 'f'.repeat(40) }, { kind: 'commit', commit: 'f'.repeat(40) }],
  ])('is built from its tree for %j', (config, version) => {
    const { artifact } = artifactFor({ ...base, fromSource }, config);
    expect(artifact).toMatchObject({ source: { kind: 'github-source' }, build, toolchains: ['go'], version });
  });

  it('is installed anew when a release is wanted instead of the branch that is there', () => {
    const before = artifactFor({ ...base, fromSource }, { branch_enabled: true });
    const key = before.steps.find((step) => step.kind === 'install')?.applies;
    const facts = testFacts({
      applied: { [key?.key ?? '']: key?.fingerprint ?? '' },
      installed: { '/srv/show/app': 'main-1' },
    });
    expect(artifactFor({ ...base, fromSource }, { branch_enabled: true }, facts).artifact).toBeUndefined();
    expect(artifactFor({ ...base, fromSource }, {}, facts).artifact).toMatchObject({
      source: { kind: 'github-asset' },
    });
  });

  it('keeps what an entry excludes, but not the packages that its build makes anew', () => {
    const runtime: RuntimeSpec = {
      ...base,
      build: [
        { kind: 'node', tool: 'pnpm', scripts: [] },
        { kind: 'node', tool: 'pnpm', cwd: 'ui', scripts: [] },
        { kind: 'python-venv', at: 'venv' },
      ],
    };
    const exclude = ['/app/node_modules', '/app/ui/node_modules', '/app/venv', '/app/.next/cache', '/elsewhere/data'];
    expect(artifactFor(runtime, { exclude_dirs: exclude }).artifact?.persist).toEqual(['/srv/show/app/.next/cache']);
  });

  it('is the branch where a project has no releases', () => {
    const runtime: RuntimeSpec = { ...base, source: { ...tree, selectors: ['branch'] } };
    expect(artifactFor(runtime, {}).artifact?.version).toEqual({ kind: 'branch', branch: 'main' });
    expect(artifactFor(runtime, { branch: 'next' }).artifact?.version).toEqual({ kind: 'branch', branch: 'next' });
  });
});
