import { describe, expect, it } from 'vitest';
import { apply, plan, testStack } from '../fixtures/stack.ts';

const chosen = {
  kind: 'compose',
  cores: [
    { name: 'sonarr', instance_name: 'Default' },
    { name: 'sonarr', instance_name: 'Anime' },
    { name: 'radarr' },
    { name: 'lidarr' },
    { name: 'seerr', instance_name: 'Default' },
    { name: 'seerr', instance_name: 'Kids' },
  ],
  optionals: ['bazarr', 'maintainerr'],
} as const;
const change = { ...chosen, cores: [...chosen.cores], optionals: [...chosen.optionals] };

describe('who asks, subtitles and tidies among the Arrs', () => {
  const asked = plan(testStack(), change);
  const connects = asked.steps.filter((step) => step.kind === 'connect');
  const pairs = (hook: string) =>
    connects
      .filter(({ connection }) => connection.hook === hook)
      .map(({ connection: { record } }) => `${record.self.processName} → ${record.peer.processName}`)
      .sort();

  it('connects each Seerr with each Arr for films and shows, and with no other', () => {
    const arrs = ['Radarr', 'Sonarr', 'Sonarr Anime'];
    expect(pairs('servarr-server')).toEqual([
      ...arrs.map((name) => `Seerr Kids → ${name}`),
      ...arrs.map((name) => `Seerr → ${name}`),
    ]);
  });

  it.each([
    ['Bazarr', 'library-source'],
    ['Maintainerr', 'servarr-setting'],
  ])('connects %s with the same', (name, hook) => {
    expect(pairs(hook)).toEqual([`${name} → Radarr`, `${name} → Sonarr`, `${name} → Sonarr Anime`]);
  });

  it('connects Maintainerr with each Seerr', () => {
    expect(pairs('seerr-setting')).toEqual(['Maintainerr → Seerr', 'Maintainerr → Seerr Kids']);
  });

  it('tells each Seerr where its own settings are, and each Arr by its port and key', () => {
    const values = connects
      .map(({ connection }) => connection)
      .find(({ hook, record }) => hook === 'servarr-server' && record.self.processName === 'Seerr Kids')?.values;
    expect(values).toMatchObject({
      url: 'http://127.0.0.1:5056',
      settings_file: '/srv/show/seerr/kids/config/settings.json',
      forced_key: '',
      arr_api: '/api/v3',
    });
    expect(values?.['arr_url']).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(values?.['arr_key']).toMatch(/^hex32:(sonarr|radarr)\//);
  });

  it('comes to rest: asked again, there is nothing to do', () => {
    expect(plan(apply(testStack(), asked), change).steps).toEqual([]);
  });
});
