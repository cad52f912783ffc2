import { getIn } from '@showrunner/config';
import { expect, it } from 'vitest';
import { apply, compose, plan, testStack } from '../fixtures/stack.ts';
import type { Plan } from '../plan-model.ts';

const decypharr = { name: 'decypharr', debrid_service: 'RealDebrid', debrid_key: 'K1' };
const infinidysk = { name: 'infinidysk' };
const fedBy = ({ document }: Plan, service: string) =>
  getIn(document, [service, 'instances', 'Default', 'core_service']);

it('feeds an Arr from what is chosen with it, whichever is named first', () => {
  expect(fedBy(plan(testStack(), compose([{ name: 'sonarr' }, decypharr])), 'sonarr')).toBe('decypharr');
  expect(fedBy(plan(testStack(), compose([decypharr, { name: 'sonarr' }])), 'sonarr')).toBe('decypharr');
});

it('feeds it from several where several are chosen', () => {
  const result = plan(testStack(), compose([{ name: 'radarr' }, decypharr, infinidysk]));
  expect(fedBy(result, 'radarr')).toEqual(['decypharr', 'infinidysk']);
});

it('feeds one that is added later from what is there, and leaves one that was there as it was', () => {
  const first = testStack();
  const alone = plan(first, compose([{ name: 'sonarr' }]));
  const joined = plan(apply(first, alone), compose([decypharr, { name: 'sonarr' }]));
  expect(fedBy(joined, 'sonarr')).toBe('');
  const later = plan(apply(apply(first, alone), joined), compose([{ name: 'radarr' }]));
  expect(fedBy(later, 'radarr')).toBe('decypharr');
});

it('keeps what was asked for, a blank too', () => {
  const asked = (core_service: string) => ({ name: 'sonarr', service_options: { sonarr: { core_service } } });
  expect(fedBy(plan(testStack(), compose([asked(''), decypharr])), 'sonarr')).toBe('');
  expect(fedBy(plan(testStack(), compose([asked('altmount'), decypharr])), 'sonarr')).toBe('altmount');
});

it('leaves it blank where nothing feeds it', () => {
  expect(fedBy(plan(testStack(), compose([{ name: 'sonarr' }])), 'sonarr')).toBe('');
});
