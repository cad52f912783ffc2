import { describe, expect, it } from 'vitest';
import { messages, service } from '../../fixtures/sample.ts';
import { replicas } from './replicas.ts';

const web = { id: 'web', field: 'port', default: 80, role: 'ui' } as const;

describe('copies of a service', () => {
  it('are fine where two of it share nothing', () => {
    expect(messages(replicas, [service({ replicas: { max: 3 }, ports: [web] })])).toEqual([]);
  });

  it.each([
    [{ ports: [web, { ...web, id: 'api' }] }, 'Its copies would need more than one port each.'],
    [{ ports: [{ ...web, fixed: true }] }, 'Its copies would all bind the same fixed port.'],
    [{ instances: { template: 'Default', processName: 'X ${instance.name}' } }, 'It has named instances and copies.'],
  ])('are refused where they would %#', (over, message) => {
    expect(messages(replicas, [service({ ports: [web], ...over, replicas: { max: 3 } })])).toEqual([message]);
  });
});
