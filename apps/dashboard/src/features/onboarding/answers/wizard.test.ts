import { describe, expect, it } from 'vitest';
import { loadAnswers, saveAnswers } from './answers-storage.ts';
import { type Answers, chooseGoal, emptyAnswers, providerOf, setOption, stepsFor, toggleCore } from './answers.ts';
import { type CoreOffer, readDescription } from './service-offer.ts';
import { missingKeys, toChange, toPreview } from './to-change.ts';

const offer = (key: string, providers: string[] = []): CoreOffer => ({
  key,
  name: key,
  description: '',
  dependencies: [],
  debrid_providers: providers,
  service_options: { [key]: { port: 8080 }, rclone: { port: 5572 } },
  service_option_descriptions: {},
  supports_instances: false,
});
const offers = [offer('riven_backend', ['RealDebrid']), offer('decypharr', ['RealDebrid', 'TorBox']), offer('plex')];
const riven: Answers = { ...emptyAnswers, goal: 'debrid', cores: ['riven_backend'], extras: ['zilean'] };

describe('the wizard', () => {
  it('asks for a provider only when a chosen service needs one', () => {
    expect(stepsFor({ ...emptyAnswers, cores: ['plex'] }, offers)).not.toContain('provider');
    expect(stepsFor(riven, offers)).toContain('provider');
  });

  it('starts a goal with what can be installed, and leaves it alone when chosen again', () => {
    const first = chooseGoal(emptyAnswers, 'usenet', new Set(['sonarr']));
    const changed = toggleCore(first, 'radarr');
    expect([first.cores, chooseGoal(changed, 'usenet', new Set())]).toEqual([['sonarr'], changed]);
  });

  it('takes the only provider without asking, and waits for a choice among several', () => {
    expect(offers.map((one) => providerOf(riven, one))).toEqual(['RealDebrid', null, null]);
    expect(providerOf({ ...riven, providers: { decypharr: 'TorBox' } }, offers[1]!)).toBe('TorBox');
  });

  it('keeps only options that differ from their default', () => {
    const changed = setOption(riven, 'zilean', 'port', 9000, 8182);
    expect([changed.options['zilean'], setOption(changed, 'zilean', 'port', 8182, 8182).options['zilean']]).toEqual([
      { port: 9000 },
      {},
    ]);
  });
});

describe('the request', () => {
  it('carries provider, key, options of the service and of what it needs, and extras', () => {
    let answers = setOption(riven, 'riven_backend/rclone', 'port', 5600, 5572);
    answers = setOption(answers, 'zilean', 'port', 9000, 8182);
    expect(toChange(answers, { RealDebrid: ' abc ' }, offers)).toEqual({
      kind: 'compose',
      cores: [
        {
          name: 'riven_backend',
          debrid_service: 'RealDebrid',
          debrid_key: 'abc',
          service_options: { rclone: { port: 5600 } },
        },
      ],
      optionals: ['zilean'],
      optionalOptions: { zilean: { port: 9000 } },
    });
  });

  it('is planned whole before the key is known, which is said to be missing', () => {
    expect(toPreview(riven, {}, offers)).toMatchObject({
      cores: [{ name: 'riven_backend', debrid_service: 'RealDebrid', debrid_key: 'not-entered-yet' }],
    });
    expect(toPreview(riven, { RealDebrid: 'x' }, offers)).toEqual(toChange(riven, { RealDebrid: 'x' }, offers));
    expect(JSON.stringify(toChange(riven, {}, offers))).not.toContain('debrid_key');
    expect([missingKeys(riven, {}, offers), missingKeys(riven, { RealDebrid: 'x' }, offers)]).toEqual([
      ['RealDebrid'],
      [],
    ]);
  });
});

describe('a reload', () => {
  it('keeps answers and loses secrets', () => {
    const stored = new Map<string, string>();
    const storage = {
      getItem: (key: string) => stored.get(key) ?? null,
      setItem: (key: string, value: string) => void stored.set(key, value),
    };
    saveAnswers(storage, { ...riven, options: { pgadmin: { setup_email: 'a@b.c', setup_password: 'hidden' } } });
    expect(loadAnswers(storage)).toEqual({ ...riven, options: { pgadmin: { setup_email: 'a@b.c' } } });
    expect([...stored.values()].join()).not.toContain('hidden');
  });

  it('starts empty when there was nothing', () => {
    expect(loadAnswers({ getItem: () => null })).toEqual(emptyAnswers);
  });
});

describe('a description', () => {
  it('becomes points and an address', () => {
    expect(readDescription('Riven\n- Finds media\n- Streams it\n\nDocumentation: https://example.org/riven')).toEqual({
      points: ['Finds media', 'Streams it'],
      docs: 'https://example.org/riven',
    });
  });

  it('is a sentence where it has no points', () => {
    expect(readDescription('Indexes hashes.').points).toEqual(['Indexes hashes.']);
  });
});
