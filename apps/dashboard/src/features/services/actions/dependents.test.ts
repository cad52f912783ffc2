import type { ServiceView, UnitStatus } from '@showrunner/contracts';
import { expect, it } from 'vitest';
import { liveDependents } from './dependents.ts';

const service = (processName: string, neededBy: string[], state: UnitStatus['state'] = 'running') =>
  ({ processName, neededBy, status: { state } }) as unknown as ServiceView;

it('finds what runs and needs a service, also through another, once, and never itself', () => {
  const services = [
    service('postgres', ['zilean', 'riven']),
    service('zilean', ['riven']),
    service('riven', ['frontend', 'postgres']),
    service('frontend', []),
    service('pgadmin', [], 'stopped'),
  ];
  expect(liveDependents(services, 'postgres')).toEqual(['zilean', 'riven', 'frontend']);
});

it('leaves out what does not run, but not what needs it and does', () => {
  const services = [service('a', ['b']), service('b', ['c'], 'stopped'), service('c', [])];
  expect(liveDependents(services, 'a')).toEqual(['c']);
});
