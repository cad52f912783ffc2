import type { ServiceView, UnitStatus } from '@showrunner/contracts';
import { describe, expect, it } from 'vitest';
import { copiesOf, isFurtherCopy, sayCopies } from './copies.ts';

function copy(index: number, state: UnitStatus['state'] = 'running', instance: string | null = null): ServiceView {
  const status = { state, health: 'healthy' };
  const replica = { index, count: 3 };
  return { serviceKey: 'web', instance, replica, enabled: true, status } as unknown as ServiceView;
}
const single = { ...copy(0), serviceKey: 'postgres', replica: null };

describe('copies of a service', () => {
  it('are those of the same entry, in order, and none of a service that runs once', () => {
    const [first, second, third] = [copy(0), copy(1), copy(2)];
    const services = [third, single, first, copy(0, 'running', 'other'), second];
    expect(copiesOf(services, second)).toEqual([first, second, third]);
    expect(copiesOf(services, single)).toEqual([]);
  });

  it('tell the first from the further ones', () => {
    expect([single, copy(0), copy(1)].map(isFurtherCopy)).toEqual([false, false, true]);
  });

  it('are said in one line, with their states counted where they differ', () => {
    expect(sayCopies([copy(0)])).toBe('1 copy, all running');
    expect(sayCopies([copy(0), copy(1), copy(2)])).toBe('3 copies, all running');
    expect(sayCopies([copy(0), copy(1, 'failed'), copy(2)])).toBe('3 copies: 2 running, 1 failed');
  });
});
