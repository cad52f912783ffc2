import type { ServiceView, UnitStatus } from '@showrunner/contracts';
import { describe, expect, it } from 'vitest';
import { findIncidents } from './incidents.ts';
import { judge } from './verdict.ts';

function service(
  processName: string,
  state: UnitStatus['state'],
  needs: string[] = [],
  health = 'healthy',
): ServiceView {
  return { processName, needs, enabled: true, status: { state, health, reason: '' } } as unknown as ServiceView;
}
const say = (services: ServiceView[], silentMs: number | null = null) =>
  judge({ services, incidents: findIncidents(services), running: undefined, silentMs });

describe('incidents', () => {
  it('name the cause first and fold what follows from it', () => {
    const services = [
      service('Riven Frontend', 'waiting', ['Riven Backend']),
      service('Riven Backend', 'failed', ['rclone w/ RD', 'PostgreSQL']),
      service('rclone w/ RD', 'waiting', ['Zurg w/ RD']),
      service('Zurg w/ RD', 'failed'),
      service('PostgreSQL', 'running'),
    ];
    expect(findIncidents(services).map(({ cause, consequences }) => [cause.processName, consequences.length])).toEqual([
      ['Zurg w/ RD', 3],
    ]);
  });

  it('show two causes that have nothing to do with each other', () => {
    expect(findIncidents([service('a', 'failed'), service('b', 'stuck')])).toHaveLength(2);
  });

  it('put what has failed before what limps', () => {
    const services = [service('a', 'running', [], 'degraded'), service('b', 'failed')];
    expect(findIncidents(services).map(({ cause }) => cause.processName)).toEqual(['b', 'a']);
  });

  it('are none while services are stopped, starting or off', () => {
    const off = { ...service('c', 'failed'), enabled: false };
    expect(findIncidents([service('a', 'stopped'), service('b', 'starting'), off])).toEqual([]);
  });
});

describe('the verdict', () => {
  it.each([
    [[], 'Nothing is set up yet.'],
    [[service('a', 'running')], 'All is well.'],
    [[service('a', 'running'), service('b', 'stopped')], 'All is well.'],
    [[service('a', 'stopped')], 'The stack is stopped.'],
    [[service('Plex', 'starting')], 'Plex is starting.'],
    [[service('a', 'starting'), service('b', 'waiting')], '2 services are on their way.'],
    [
      [service('db', 'stopped'), service('a', 'waiting', ['db']), service('b', 'waiting', ['db'])],
      'db is stopped; 2 services wait for it.',
    ],
    [
      [service('db', 'stopped'), service('a', 'waiting', ['db']), service('b', 'waiting')],
      '2 services are on their way.',
    ],
    [[service('Zurg w/ Riven', 'failed')], 'Zurg w/ Riven needs a hand.'],
    [[service('a', 'failed'), service('b', 'running', [], 'degraded')], '2 services need a hand.'],
  ])('of %j is one sentence', (services, sentence) => expect(say(services).sentence).toBe(sentence));

  it('says how old it is when nothing is heard, before anything else', () => {
    expect(say([service('a', 'failed')], 40_000).sentence).toBe('Not heard from for 40 s.');
  });

  it('counts what runs and what is stopped', () => {
    expect(say([service('a', 'running'), service('b', 'stopped')]).detail).toBe('1 of 2 services running, 1 stopped.');
  });
});
