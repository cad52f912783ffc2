import { describe, expect, it } from 'vitest';
import type { ConnectionSpec } from '../../../vocabulary/connections.ts';
import { folder, goodRuntime, messages, service } from '../../fixtures/sample.ts';
import { evidence } from './evidence.ts';
import { fixtures } from './fixtures.ts';
import { hooks } from './hooks.ts';
import { keyIsFolder } from './key-is-folder.ts';
import { logs } from './logs.ts';
import { upstream } from './upstream.ts';

describe('key-is-folder', () => {
  it('finds nothing where both are the same', () => {
    expect(messages(keyIsFolder, [], [folder()])).toEqual([]);
  });

  it('refuses a folder of another name, and a key that cannot stand in a document', () => {
    expect(messages(keyIsFolder, [], [folder({ folder: 'film', key: 'player' })])).toEqual([
      'The manifest in this folder has the key player.',
    ]);
    expect(messages(keyIsFolder, [], [folder({ folder: 'Play-er', key: 'Play-er' })])).toEqual([
      'Play-er is not a key.',
    ]);
  });
});

describe('hooks', () => {
  const listed = {
    ...goodRuntime,
    hooks: [{ name: 'wind-up', at: 'prepare', title: 'Wind it up', values: {} } as const],
  };
  const windUp = { 'wind-up': () => Promise.resolve('done' as const) };
  const tested = folder({ files: ['wind-up.test.ts'] });

  it('finds nothing where a hook is listed, exported and tested', () => {
    expect(messages(hooks, [service({ runtime: listed }, windUp)], [tested])).toEqual([]);
    const shared = folder({ familyTests: ['wind-up.test.ts'] });
    expect(messages(hooks, [service({ runtime: listed }, windUp)], [shared])).toEqual([]);
  });

  it('misses what is not exported, not listed, or not tested', () => {
    expect(messages(hooks, [service({ runtime: listed })], [tested])).toEqual([
      'Hook wind-up is listed, but nowhere exported.',
    ]);
    expect(messages(hooks, [service({}, windUp)], [tested])).toEqual(['Hook wind-up is exported, but not listed.']);
    expect(messages(hooks, [service({ runtime: listed }, windUp)], [folder()])).toEqual(['Hook wind-up has no test.']);
  });

  it('wants the same of the hooks of connections', () => {
    const connection: ConnectionSpec = {
      id: 'x',
      to: { service: 'store' },
      instance: 'all',
      title: 'x',
      reason: 'x',
      undo: 'x',
      keptBy: 'self',
      hook: 'wind-up',
      values: {},
    };
    const run = () => Promise.resolve('done' as const);
    const exported = { 'wind-up': { connect: run, disconnect: run } };
    const connected = service({ connections: [connection] });
    expect(messages(hooks, [{ ...connected, connections: exported }], [tested])).toEqual([]);
    expect(messages(hooks, [connected], [tested])).toEqual([
      'Connection hook wind-up is listed, but nowhere exported.',
    ]);
    expect(messages(hooks, [{ ...service({}), connections: exported }], [tested])).toEqual([
      'Connection hook wind-up is exported, but not listed.',
    ]);
    expect(messages(hooks, [{ ...connected, connections: exported }], [folder()])).toEqual([
      'Connection hook wind-up has no test.',
    ]);
  });
});

describe('evidence', () => {
  it('wants nothing of a service that is only known', () => {
    expect(evidence.check([service({})], [folder()])).toEqual([]);
  });

  it('wants a test, a log sample and a stand-in of what can be installed', () => {
    const found = evidence.check([service({ runtime: goodRuntime })], [folder()]);
    expect(found.map(({ file }) => file)).toEqual([
      'services/player/stand-in.ts',
      'services/player/manifest.test.ts',
      'services/player/fixtures/log.txt',
      'services/player/fixtures/README.md',
    ]);
  });
});

describe('fixtures', () => {
  it('wants the origin of each fixture', () => {
    const files = ['fixtures/README.md', 'fixtures/log.txt', 'fixtures/ping.json', 'index.ts'];
    const found = fixtures.check([service({})], [folder({ files, fixtureReadme: '`log.txt`: captured player 1.2.' })]);
    expect(found.map(({ file }) => file)).toEqual(['services/player/fixtures/ping.json']);
  });
});

describe('logs', () => {
  const reading = (patterns: readonly string[], sample: string, levels = {}) =>
    messages(
      logs,
      [service({ runtime: { ...goodRuntime, logs: { from: 'output', patterns, levels } } })],
      [folder({ logSample: sample })],
    );
  const plain = ['^(?<level>[A-Z]+) (?<message>.*)$'];

  it('takes patterns that read the sample, with lines between that belong to the one before', () => {
    expect(reading(plain, 'INFO hello\n  at somewhere\nWARN careful\n')).toEqual([]);
  });

  it('refuses patterns that do not compile, find no message or read nothing', () => {
    expect(reading(['('], 'INFO hello')[0]).toMatch(/^A log pattern does not compile/);
    expect(reading(['^(?<level>.*)$'], 'INFO hello')).toEqual(['A log pattern finds no message: ^(?<level>.*)$']);
    expect(reading(plain, 'hello')).toEqual(['No line of the sample is read by any pattern.']);
  });

  it('misses a level that nothing translates', () => {
    expect(reading(plain, 'CHATTY hello')).toEqual(['The sample has a level that nothing translates: CHATTY.']);
    expect(reading(plain, 'CHATTY hello', { CHATTY: 'DEBUG' })).toEqual([]);
  });
});

describe('upstream', () => {
  const source = { kind: 'github-source', repository: 'player/${self.process_name}', selectors: ['latest'] } as const;
  const played = service({ runtime: { ...goodRuntime, source } });
  const project = { owner: 'player', name: 'Player', releases: [], branches: [], tree: () => [] };

  it('finds nothing where a folder has the project, or where the program is the real one', () => {
    expect(messages(upstream, [played], [folder({ upstream: { repositories: [project] } })])).toEqual([]);
    const real = service({ runtime: { ...goodRuntime, source, simulated: false } });
    expect(messages(upstream, [real], [folder()])).toEqual([]);
  });

  it('misses each place that a source names and no folder has', () => {
    const feed = { kind: 'servarr-feed', feed: 'https://player.example/v1/update', branch: 'main' } as const;
    const wheel = { kind: 'python-package', package: 'player', version: '1' } as const;
    const runtime = { ...goodRuntime, source: { kind: 'first', of: [feed, wheel, source] } as const };
    expect(messages(upstream, [service({ runtime })], [folder()])).toEqual([
      'No folder has what a demo installs from player.example.',
      'No folder has what a demo installs from pypi.org/player.',
      'No folder has what a demo installs from github.com/player/Player.',
    ]);
  });
});
