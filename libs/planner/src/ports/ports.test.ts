import { toUnitId } from '@showrunner/contracts';
import { createCatalog } from '@showrunner/catalog';
import { getIn, setIn } from '@showrunner/config';
import { describe, expect, it } from 'vitest';
import { fullCatalog, smallService } from '../fixtures/catalog.ts';
import { apply, compose, plan, testFacts, testStack, withValues } from '../fixtures/stack.ts';
import type { Plan } from '../plan-model.ts';

const core = (...names: string[]) =>
  compose(names.map((name) => ({ name, debrid_service: 'RealDebrid', debrid_key: 'K' })));
const portsOf = (plan: Plan) =>
  Object.fromEntries(plan.services.map(({ processName, ports }) => [processName, ports.map(({ port }) => port)]));
const listener = (port: number, more = {}) => ({ port, address: '0.0.0.0', program: 'nginx', pid: 812, ...more });

describe('assigning ports', () => {
  it('gives the earlier service of the document the port and moves the later one (PORT-4)', () => {
    const result = plan(testStack(), core('jellyfin', 'emby'));
    expect(portsOf(result)).toEqual({ 'Jellyfin Media Server': [8097], 'Emby Media Server': [8096] });
    expect(result.moves).toEqual([
      {
        processName: 'Jellyfin Media Server',
        field: 'port',
        from: 8096,
        to: 8097,
        reason: 'Jellyfin Media Server moves from port 8096 to 8097 because Emby Media Server holds 8096',
      },
    ]);
    expect(getIn(result.document, ['jellyfin', 'port'])).toBe(8097);
    expect(result.requestedPorts).toEqual({ '/jellyfin#web': 8096 });
  });

  it('moves Riven out of the way of InfiniDysk, whatever the order of the request', () => {
    for (const names of [
      ['infinidysk', 'riven_backend'],
      ['riven_backend', 'infinidysk'],
    ]) {
      const stack = testStack();
      const result = plan(stack, { ...core(...names), optionals: ['riven_frontend'] });
      expect(portsOf(result)).toMatchObject({
        InfiniDysk: [3000, 8080],
        'Riven Backend': [8081],
        'Riven Frontend': [3001],
      });
    }
  });

  it('pushes a second Zurg past Authelia', () => {
    const stack = withValues(
      testStack(),
      [['authelia', 'public_url'], 'https://auth.example.org'],
      [['authelia', 'cookie_domain'], 'example.org'],
    );
    const result = plan(stack, { ...core('cli_debrid', 'riven_backend'), optionals: ['authelia'] });
    expect(portsOf(result)).toMatchObject({ 'Zurg w/ CLID': [9090], Authelia: [9091], 'Zurg w/ Riven': [9092] });
  });

  it('names the program that holds a port', () => {
    const stack = testStack({
      facts: testFacts({ ports: [listener(8080), listener(8081, { program: undefined, pid: undefined })] }),
    });
    const result = plan(stack, core('riven_backend'));
    expect(result.moves.map(({ reason }) => reason)).toEqual([
      'Riven Backend moves from port 8080 to 8082 because nginx (pid 812) holds 8080',
    ]);
  });

  it('moves a pair together past the dashboard', () => {
    const stack = withValues(testStack(), [['traefik', 'port'], 3004]);
    const result = plan(stack, compose([], ['traefik']));
    expect(portsOf(result)).toMatchObject({ Traefik: [3006, 3007] });
  });

  it('refuses a fixed port that somebody else holds', () => {
    const stack = testStack({ facts: testFacts({ ports: [listener(32400)] }) });
    expect(() => plan(stack, core('plex'))).toThrow(
      'Plex Media Server needs port 32400, which nginx (pid 812) holds, and it cannot use another one.',
    );
  });

  it('moves others away from a fixed port, even those in front of it', () => {
    const stack = withValues(testStack(), [['jellyfin', 'port'], 32400], [['emby', 'port'], 32400]);
    const result = plan(stack, core('jellyfin', 'emby', 'plex'));
    expect(portsOf(result)).toEqual({
      'Emby Media Server': [32401],
      'Jellyfin Media Server': [32402],
      'Plex Media Server': [32400],
    });
  });

  it('never moves what runs, also for a newcomer that stands in front of it', () => {
    const first = testStack();
    const running = apply(first, plan(first, core('jellyfin')));
    const result = plan(running, core('emby'));
    expect(portsOf(result)).toEqual({ 'Emby Media Server': [8097] });
  });

  it('does not touch the port of what the change is not about', () => {
    const stack = withValues(testStack(), [['jellyfin', 'enabled'], true]);
    const result = plan(stack, { kind: 'start', processNames: ['Emby Media Server'] });
    expect(result.moves.map(({ processName }) => processName)).toEqual(['Emby Media Server']);
  });

  it('checks the port again at every start', () => {
    const first = testStack();
    const stopped = apply(first, plan(first, core('jellyfin')));
    const units = stopped.facts.units.map((unit) => ({
      ...unit,
      state: 'stopped' as const,
      healthy: false,
      runningFingerprint: undefined,
    }));
    const stack = { ...stopped, facts: { ...stopped.facts, units, ports: [listener(8096)] } };
    const result = plan(stack, { kind: 'start', processNames: ['Jellyfin Media Server'] });
    expect(portsOf(result)).toEqual({ 'Jellyfin Media Server': [8097] });
  });

  it('refuses one edit that gives two entries the same port', () => {
    const stack = withValues(testStack(), [['jellyfin', 'enabled'], true], [['emby', 'enabled'], true]);
    const document = withValues(stack, [['jellyfin', 'port'], 9999], [['emby', 'port'], 9999]).document;
    expect(() => plan(stack, { kind: 'edit', document })).not.toThrow();
    const running = {
      ...stack,
      facts: {
        ...stack.facts,
        units: ['emby-media-server', 'jellyfin-media-server'].map((id) => ({
          unitId: toUnitId(id),
          state: 'failed' as const,
          healthy: false,
          runningFingerprint: undefined,
        })),
      },
    };
    expect(() => plan(running, { kind: 'edit', document })).toThrow(
      'Emby Media Server and Jellyfin Media Server were both given port 9999.',
    );
  });

  it('does not write a port that the environment gives, and refuses to move it', () => {
    const stack = testStack();
    const effective = setIn(stack.document, ['jellyfin', 'port'], 8200);
    const result = plan(stack, core('jellyfin'), effective);
    expect(portsOf(result)).toEqual({ 'Jellyfin Media Server': [8200] });
    expect(getIn(result.document, ['jellyfin', 'port'])).toBe(8096);
    const busy = { ...stack, facts: testFacts({ ports: [listener(8200)] }) };
    expect(() => plan(busy, core('jellyfin'), effective)).toThrow(/needs port 8200/);
  });

  it('says so when there is nothing free up to the end', () => {
    const stack = withValues(testStack({ facts: testFacts({ ports: [listener(65535)] }) }), [
      ['jellyfin', 'port'],
      65535,
    ]);
    expect(() => plan(stack, core('jellyfin'))).toThrow(
      'Jellyfin Media Server finds no free port from 65535 up to 65535.',
    );
  });

  it('finds a port for what has no field, and leaves it there while it runs', () => {
    const pool = { ports: [{ id: 'rc', default: 4100, role: 'internal' as const }] };
    const catalog = createCatalog([
      ...fullCatalog.all.filter(({ manifest }) => manifest.kind === 'control-plane'),
      smallService('one', pool),
      smallService('two', pool),
    ]);
    const first = testStack({ catalog });
    const two = apply(first, plan(first, core('two')));
    const both = plan(two, core('one', 'two'));
    expect(portsOf(both)).toEqual({ ONE: [4101], TWO: [4100] });
    expect(both.document).toEqual(setIn(two.document, ['one', 'enabled'], true));
  });
});
