import { Problem } from '@showrunner/contracts';
import { getIn } from '@showrunner/config';
import { describe, expect, it } from 'vitest';
import { apply, compose, plan, starts, testStack, withValues } from '../fixtures/stack.ts';
import type { Plan } from '../plan-model.ts';

const riven = (key: string, options: Record<string, Record<string, unknown>> = {}) => ({
  name: 'riven_backend',
  debrid_service: 'RealDebrid',
  debrid_key: key,
  service_options: options,
});
const b1 = compose(
  [riven('K1', { zurg: { log_level: 'DEBUG' }, riven_backend: { port: 8081 } })],
  ['zilean', 'riven_frontend', 'pgadmin'],
);
const at = ({ document }: Plan, ...path: string[]) => getIn(document, path);
const instancesOf = (plan: Plan, service: string) => Object.keys(at(plan, service, 'instances') ?? {});

/** The conformance vectors of the original. What we do differently on purpose is in the name of the test. */
describe('composing a stack', () => {
  it('B1: Riven with Real-Debrid brings PostgreSQL, its own Zurg and its own rclone, and starts them in order', () => {
    const result = plan(testStack(), b1);
    expect(starts(result)).toEqual([
      'PostgreSQL',
      'Zilean',
      'pgAdmin4',
      'Zurg w/ Riven',
      'Rclone w/ Riven',
      'Riven Backend',
      'Riven Frontend',
    ]);
    expect(instancesOf(result, 'zurg')).toEqual(['Riven']);
    expect(instancesOf(result, 'rclone')).toEqual(['Riven']);
    expect(at(result, 'zurg', 'instances', 'Riven')).toMatchObject({
      enabled: true,
      port: 9090,
      config_dir: '/zurg/RD/Riven',
      config_file: '/zurg/RD/Riven/config.yml',
      api_key: 'K1',
      log_level: 'DEBUG',
      core_service: 'riven_backend',
      process_name: 'Zurg w/ Riven',
    });
    expect(at(result, 'rclone', 'instances', 'Riven')).toMatchObject({
      enabled: true,
      key_type: 'realdebrid',
      mount_name: 'riven',
      mount_dir: '/mnt/debrid',
      zurg_enabled: true,
      log_file: '/log/rclone_w_riven.log',
      zurg_config_file: '/zurg/RD/Riven/config.yml',
      process_name: 'Rclone w/ Riven',
    });
    expect(at(result, 'riven_backend', 'port')).toBe(8081);
    expect(result.refused).toEqual([]);
  });

  it('B2, improved: again with another key replaces it and applies options to what exists; rclone, which runs unchanged, goes on', () => {
    const first = testStack();
    const running = apply(first, plan(first, b1));
    const again = compose([
      { ...riven('K2', { zurg: { log_level: 'ERROR' }, Riven: { suppress_logging: true } }), name: 'Riven' },
    ]);
    const result = plan(running, again);
    expect(at(result, 'zurg', 'instances', 'Riven')).toMatchObject({
      api_key: 'K2',
      log_level: 'ERROR',
      suppress_logging: true,
      port: 9090,
    });
    expect(at(result, 'rclone', 'instances', 'Riven', 'suppress_logging')).toBe(true);
    expect(result.steps.map(({ id }) => id)).toEqual([
      'save-document',
      'write-files:zurg-w-riven',
      'stop-unit:zurg-w-riven',
      'run-hook:zurg-w-riven:use-overrides',
      'start-unit:zurg-w-riven',
      'await-healthy:zurg-w-riven',
      'run-hook:riven-backend:push-settings',
    ]);
    expect(result.steps[2]?.reason).toBe(
      'Zurg w/ Riven is restarted: its environment changes (LOG_LEVEL) and its settings change (config.yml)',
    );
  });

  it.each([
    ['unset', {}, 'dfs'],
    ['rclone', { mount_type: 'rclone' }, 'rclone'],
  ])('B4: Decypharr with mount type %s keeps the key that was given and starts alone', (_, options, mountType) => {
    const result = plan(testStack(), decypharr(options));
    expect(at(result, 'decypharr', 'api_keys')).toEqual({ realdebrid: 'K1' });
    expect(at(result, 'decypharr', 'mount_type')).toBe(mountType);
    expect(starts(result)).toEqual(['Decypharr']);
    expect(instancesOf(result, 'rclone')).toEqual(['RealDebrid']);
    expect(result.warnings).toContain('No key was given for TorBox; what is stored stays.');
  });

  it('B4, improved: with an external rclone the mount is in the plan already, after Decypharr', () => {
    const result = plan(testStack(), decypharr({ mount_type: 'external_rclone' }));
    expect(starts(result)).toEqual(['Decypharr', 'Rclone w/ Decypharr']);
    expect(at(result, 'rclone', 'instances', 'Decypharr')).toMatchObject({
      decypharr_enabled: true,
      zurg_enabled: false,
      mount_name: 'decypharr',
    });
  });

  it('B4: the old option use_embedded_rclone is understood as a mount type', () => {
    expect(at(plan(testStack(), decypharr({ use_embedded_rclone: true })), 'decypharr', 'mount_type')).toBe('rclone');
    expect(at(plan(testStack(), decypharr({ use_embedded_rclone: false })), 'decypharr', 'mount_type')).toBe(
      'external_rclone',
    );
  });

  it('B5: a mixed selection; differently, the template of Radarr itself is used, and Bazarr waits for what it fills', () => {
    const result = plan(
      testStack(),
      compose(
        [
          { name: 'infinidysk' },
          { name: 'sonarr', instance_name: 'TV 4K!', service_options: { sonarr: { core_service: 'infinidysk' } } },
          { name: 'sonarr', instance_name: 'Anime' },
          { name: 'radarr' },
          { name: 'plex' },
        ],
        ['bazarr'],
      ),
    );
    const order = starts(result);
    expect(new Set(order)).toEqual(
      new Set([
        'Plex Media Server',
        'InfiniDysk',
        'Rclone w/ InfiniDysk',
        'Sonarr TV 4K',
        'Sonarr Anime',
        at(result, 'radarr', 'instances', 'Default', 'process_name'),
        'Bazarr',
      ]),
    );
    expect(order.indexOf('Rclone w/ InfiniDysk')).toBeGreaterThan(order.indexOf('InfiniDysk'));
    expect(order.at(-1)).toBe('Bazarr');
    expect(instancesOf(result, 'sonarr')).toEqual(['TV 4K', 'Anime']);
    expect(at(result, 'sonarr', 'instances', 'TV 4K')).toMatchObject({
      port: 8989,
      config_dir: '/sonarr/tv_4k',
      core_service: 'infinidysk',
    });
    expect(at(result, 'sonarr', 'instances', 'Anime')).toMatchObject({ port: 8990, config_dir: '/sonarr/anime' });
    expect(at(result, 'radarr', 'instances', 'Default')).toMatchObject({ port: 7878, enabled: true });
    expect(at(result, 'rclone', 'instances', 'InfiniDysk')).toMatchObject({
      key_type: 'infinidysk',
      mount_name: 'infinidysk',
      zurg_enabled: false,
    });
  });

  it('B6, improved: the same core twice without a name is one instance, the template', () => {
    const result = plan(testStack(), compose([{ name: 'sonarr' }, { name: 'Sonarr' }]));
    expect(instancesOf(result, 'sonarr')).toEqual(['Default']);
    expect(starts(result)).toHaveLength(1);
    expect(result.selected.map(({ name, serviceKey }) => [name, serviceKey])).toEqual([
      ['sonarr', 'sonarr'],
      ['Sonarr', 'sonarr'],
    ]);
  });

  it('B8, improved: an instance that a user enabled is never removed', () => {
    const stack = withValues(testStack(), [['sonarr', 'instances', 'Default', 'enabled'], true]);
    const result = plan(stack, compose([{ name: 'sonarr', instance_name: 'X' }]));
    expect(instancesOf(result, 'sonarr')).toEqual(['Default', 'X']);
    expect(at(result, 'sonarr', 'instances', 'X', 'port')).toBe(8990);
  });

  it('B8, improved: a template that a user has edited is never removed, even while it is off', () => {
    const stack = withValues(testStack(), [['sonarr', 'instances', 'Default', 'port'], 9999]);
    expect(instancesOf(plan(stack, compose([{ name: 'sonarr', instance_name: 'X' }])), 'sonarr')).toEqual([
      'Default',
      'X',
    ]);
  });

  it('B9, improved: where all instances are off the request is refused with what to do, not reported as started', () => {
    const template = getIn(testStack().document, ['sonarr', 'instances', 'Default']) ?? {};
    const stack = withValues(testStack(), [['sonarr', 'instances'], { Off: template }]);
    const result = plan(stack, compose([{ name: 'sonarr' }]));
    expect(result.steps).toEqual([]);
    expect(result.refused).toEqual([
      {
        name: 'sonarr',
        code: 'service.setting',
        message: 'Sonarr has no instance that is switched on (Off). Name the one to start, or a new one.',
      },
    ]);
  });

  it('B10: an empty map gets the template instance', () => {
    const stack = withValues(testStack(), [['sonarr', 'instances'], {}]);
    const result = plan(stack, compose([{ name: 'sonarr' }]));
    expect(instancesOf(result, 'sonarr')).toEqual(['Default']);
    expect(starts(result)).toEqual(['Sonarr Default']);
  });

  it('B12: an unknown name and a service that is no core are refused, the rest is planned', () => {
    const result = plan(testStack(), compose([{ name: 'nope' }, { name: 'zilean' }, { name: 'sonarr' }]));
    expect(starts(result)).toHaveLength(1);
    expect(result.refused).toEqual([
      { name: 'nope', code: 'service.unknown', message: "Process 'nope' not found" },
      { name: 'zilean', code: 'service.not-core', message: 'zilean is not a core service' },
    ]);
  });

  it('B14: a branch build of Riven mounts by itself, so only PostgreSQL comes with it', () => {
    const result = plan(testStack(), compose([riven('K1', { riven_backend: { branch_enabled: true } })]));
    expect(starts(result)).toEqual(['PostgreSQL', 'Riven Backend']);
  });

  it('B15, improved: of several providers the one that Riven can use is used, the other is named', () => {
    const result = plan(
      testStack(),
      compose([{ name: 'riven_backend', debrid_service: ['RealDebrid', 'AllDebrid'], debrid_key: ['K1', 'K2'] }]),
    );
    expect(at(result, 'zurg', 'instances', 'Riven', 'api_key')).toBe('K1');
    expect(at(result, 'rclone', 'instances', 'Riven', 'api_key')).toBe('');
    expect(starts(result).filter((name) => name === 'Zurg w/ Riven')).toHaveLength(1);
    expect(result.warnings).toContain('Riven cannot use AllDebrid, only RealDebrid; its key is not used.');
  });

  it('B16, improved: an optional dependency that is switched off stays out, its other options are kept', () => {
    const result = plan(
      testStack(),
      compose([
        {
          name: 'cli_debrid',
          debrid_service: 'RealDebrid',
          debrid_key: 'K',
          service_options: { phalanx_db: { enabled: false, port: 9999 } },
        },
      ]),
    );
    expect(at(result, 'phalanx_db')).toMatchObject({ enabled: false, port: 9999 });
    expect(starts(result)).toEqual(['CLI Battery', 'Zurg w/ CLID', 'Rclone w/ CLID', 'CLI Debrid']);
  });

  it('a dependency that a service cannot do without may not be switched off', () => {
    expect(() => plan(testStack(), compose([riven('K', { postgres: { enabled: false } })]))).toThrow(
      /cannot do without PostgreSQL/,
    );
    expect(() => plan(testStack(), compose([riven('K', { zurg: { enabled: false } })]))).toThrow(
      /cannot do without Zurg/,
    );
  });

  it('B17, improved: optionals without a core; one that nobody knows is named', () => {
    const optionals = ['neutarr', 'seerr', 'Bazarr', 'bogus'];
    const result = plan(testStack(), compose([], optionals, { bazarr: { port: 7000 } }));
    expect(starts(result)).toHaveLength(3);
    expect(at(result, 'bazarr', 'port')).toBe(7000);
    expect(result.refused).toEqual([{ name: 'bogus', code: 'service.unknown', message: "Process 'bogus' not found" }]);
  });

  it('B17, improved: an option that a service does not have is an issue with its place, nothing is stored', () => {
    const attempt = () => plan(testStack(), compose([], ['Bazarr'], { bazarr: { port: 7000, weird: 1 } }));
    expect(attempt).toThrow(Problem);
    try {
      attempt();
    } catch (error) {
      const issues = error instanceof Problem ? error.issues : [];
      expect(issues).toEqual([
        { path: ['service_options', 'bazarr', 'weird'], message: 'Bazarr has no option weird.' },
      ]);
    }
  });

  it('B18: an arr that uses NeutArr brings it along, after itself', () => {
    const result = plan(testStack(), compose([{ name: 'sonarr', service_options: { sonarr: { use_neutarr: true } } }]));
    const order = starts(result);
    expect(order).toHaveLength(2);
    expect(order[1]).toMatch(/neutarr/i);
  });

  it('a blank key is refused with the sentence of the manifest', () => {
    const result = plan(testStack(), compose([{ name: 'riven_backend' }]));
    expect(result.refused[0]).toMatchObject({ name: 'riven_backend', code: 'service.setting' });
    expect(result.steps).toEqual([]);
  });

  function decypharr(options: Record<string, unknown>) {
    return compose([
      {
        name: 'decypharr',
        debrid_service: ['RealDebrid', 'TorBox'],
        debrid_key: ['K1'],
        service_options: { decypharr: options },
      },
    ]);
  }
});
