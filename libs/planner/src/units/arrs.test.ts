import type { Json } from '@showrunner/contracts';
import { describe, expect, it } from 'vitest';
import { realCatalog } from '../fixtures/catalog.ts';
import { apply, compose, plan, testStack, type TestStack, withValues } from '../fixtures/stack.ts';
import { toPlanView } from '../plan-view.ts';
import type { Step } from '../plan-model.ts';

const fresh = () => testStack({ catalog: realCatalog });
const choose = (stack: TestStack, ...names: string[]) => plan(stack, compose(names.map((name) => ({ name }))));
const running = (...names: string[]) => {
  const stack = fresh();
  return apply(stack, choose(stack, ...names));
};

/** What a config.xml would be set to, as far as it is managed. */
function settingsOf(steps: readonly Step[], processName: string): Readonly<Record<string, Json | undefined>> {
  const step = steps.find((one) => one.kind === 'write-files' && one.processName === processName);
  if (step?.kind !== 'write-files') return {};
  const ops = step.files.flatMap(({ ops }) => ops).filter(({ op, mode }) => op !== 'remove' && mode !== 'seed');
  return Object.fromEntries(ops.map(({ at, value }) => [at.at(-1) ?? '', value]));
}

const rootsOf = (steps: readonly Step[]) =>
  steps.flatMap((step) => (step.kind === 'install' ? [`${step.processName}: ${step.artifact.root}`] : []));

describe('the Arrs', () => {
  it('share one tree; who wants a version or a branch of its own has a tree of its own, and runs from there', () => {
    const stack = running('sonarr');
    const instances = {
      ...(stack.document['sonarr'] as { instances: Record<string, object> }).instances,
      'TV 4K': {
        enabled: true,
        process_name: 'Sonarr TV 4K',
        port: 8990,
        config_dir: '/sonarr/tv_4k',
        config_file: '/sonarr/tv_4k/config.xml',
      },
      Pinned: {
        enabled: true,
        process_name: 'Sonarr Pinned',
        port: 8991,
        pinned_version: '4.0.14.2939',
        config_dir: '/sonarr/pinned',
        config_file: '/sonarr/pinned/config.xml',
      },
    };
    const { document } = withValues(stack, [['sonarr', 'instances'], instances as Json]);
    const { steps } = plan(stack, { kind: 'edit', document });
    expect(rootsOf(steps)).toEqual(['Sonarr Pinned: /srv/show/opt/sonarr/instances/pinned']);
    const argv = steps.flatMap((step) => (step.kind === 'start-unit' ? [step.spec.argv[0]] : []));
    expect(argv).toEqual(['/srv/show/opt/sonarr/Sonarr/Sonarr', '/srv/show/opt/sonarr/instances/pinned/Sonarr/Sonarr']);
  });

  it('ask the vendor for their branch, and GitHub alone where a release is wanted', () => {
    const sourceOf = (values: object) => {
      const stack = fresh();
      const { document } = withValues(stack, [
        ['radarr', 'instances'],
        {
          Default: {
            enabled: true,
            process_name: 'Radarr',
            port: 7878,
            config_dir: '/radarr/default',
            config_file: '/radarr/default/config.xml',
            repo_owner: 'Radarr',
            repo_name: 'Radarr',
            ...values,
          } as Json,
        },
      ]);
      const step = plan(stack, { kind: 'edit', document }).steps.find(({ kind }) => kind === 'install');
      return step?.kind === 'install' ? step.artifact.source : undefined;
    };
    const kinds = (source: ReturnType<typeof sourceOf>) =>
      source?.kind === 'first' ? source.of.map(({ kind }) => kind) : [];
    expect(kinds(sourceOf({}))).toEqual(['servarr-feed', 'github-asset']);
    expect(sourceOf({ branch: 'develop' })).toMatchObject({ of: [{ branch: 'develop' }, {}] });
    expect(kinds(sourceOf({ release_version_enabled: true, release_version: 'v5.0' }))).toEqual(['github-asset']);
  });

  it('keep their data in PostgreSQL when that is wanted: databases for each instance, switched on and named in the file', () => {
    const stack = fresh();
    const instance = (name: string, slug: string, port: number) => ({
      enabled: true,
      postgres_enabled: true,
      process_name: `Radarr ${name}`,
      port,
      config_dir: `/radarr/${slug}`,
      config_file: `/radarr/${slug}/config.xml`,
    });
    const { document } = withValues(stack, [
      ['radarr', 'instances'],
      {
        Default: instance('Default', 'default', 7878),
        'UHD 4K': { ...instance('UHD 4K', 'uhd_4k', 7879), postgres_log_db: 'mine' },
      },
    ]);
    const { steps } = plan(stack, { kind: 'edit', document });
    const provision = steps.find(({ kind }) => kind === 'provision-database');
    expect(provision?.kind === 'provision-database' ? provision.database.names : []).toEqual(
      expect.arrayContaining(['radarr-main', 'radarr-log', 'radarr_uhd_4k_main', 'mine']),
    );
    expect(settingsOf(steps, 'Radarr Default')).toMatchObject({
      PostgresHost: '127.0.0.1',
      PostgresPort: 5432,
      PostgresMainDb: 'radarr-main',
      PostgresLogDb: 'radarr-log',
    });
    expect(settingsOf(steps, 'Radarr UHD 4K')).toMatchObject({
      PostgresMainDb: 'radarr_uhd_4k_main',
      PostgresLogDb: 'mine',
    });
    const start = steps.find(({ id }) => id === 'start-unit:radarr-default');
    expect(start?.after).toContain('provision-database:postgresql');
    // Switched off again, only a host that is ours is taken out.
    const off = plan(apply(stack, plan(stack, { kind: 'edit', document })), {
      kind: 'edit',
      document: withValues({ ...stack, document }, [['radarr', 'instances', 'Default', 'postgres_enabled'], false])
        .document,
    });
    const files = off.steps.find(({ id }) => id === 'write-files:radarr-default');
    const removed = files?.kind === 'write-files' ? files.files[0]?.ops.filter(({ op }) => op === 'remove') : [];
    expect(removed?.map(({ at, value }) => [at.at(-1), value])).toEqual([
      ['PostgresHost', '127.0.0.1'],
      ['PostgresPassword', 'postgres'],
    ]);
  });

  it('are connected with Prowlarr, with the key that their own file has', () => {
    const stack = fresh();
    const kept = { 'sonarr/Default/api_key': 'a person brought it along' };
    const known = { ...stack, facts: { ...stack.facts, kept } };
    const result = choose(known, 'sonarr', 'radarr', 'prowlarr');
    const connects = result.steps.flatMap((step) => (step.kind === 'connect' ? [step] : []));
    expect(connects.map(({ title }) => title)).toEqual(['Add Radarr to Prowlarr', 'Add Sonarr to Prowlarr']);
    expect(connects.find(({ title }) => title.includes('Sonarr'))?.connection.values).toMatchObject({
      name: 'Sonarr (Default)',
      arr_url: 'http://127.0.0.1:8989',
      arr_key: 'a person brought it along',
      tags: '',
    });
    expect(settingsOf(result.steps, 'Sonarr')).toMatchObject({
      ApiKey: 'a person brought it along',
      Port: 8989,
      InstanceName: 'Sonarr',
    });
    expect(JSON.stringify(toPlanView(result))).not.toContain('brought');
    expect(plan(apply(known, result), { kind: 'reconcile' }).steps).toEqual([]);
    // Somebody changes the key in Sonarr's own page: what was told of it is told anew.
    const later = apply(known, result);
    const changed = { ...later, facts: { ...later.facts, kept: { 'sonarr/Default/api_key': 'another' } } };
    const again = plan(changed, { kind: 'reconcile' }).steps.filter(({ kind }) => kind === 'connect');
    expect(again.map(({ title }) => title)).toEqual(['Add Sonarr to Prowlarr']);
  });

  it('that Decypharr feeds get its tag, and the indexers of this stack with it', () => {
    const stack = withValues(fresh(), [['decypharr', 'enabled'], true]);
    const { steps } = plan(
      stack,
      compose(
        [{ name: 'sonarr', service_options: { sonarr: { core_service: 'decypharr, nzbdav' } } }, { name: 'prowlarr' }],
        ['zilean'],
      ),
    );
    const connects = steps.flatMap((step) =>
      step.kind === 'connect' && step.processName === 'Prowlarr' ? [step] : [],
    );
    expect(
      connects.map(({ title, connection }) => [title, connection.values['tags'] ?? connection.values['torznab_url']]),
    ).toEqual([
      ['Add Sonarr to Prowlarr', 'decypharr,infinidysk'],
      ['Add Zilean to Prowlarr as an indexer', 'http://127.0.0.1:8182/torznab'],
    ]);
  });
});
