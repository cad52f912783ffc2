import { describe, expect, it } from 'vitest';
import type { PortSpec } from '../../../vocabulary/ports.ts';
import { messages, neighbour, service } from '../../fixtures/sample.ts';
import { ports } from './ports.ts';

const port = (change: Partial<PortSpec>): PortSpec => ({ id: 'web', default: 4000, role: 'ui', ...change });

describe('ports', () => {
  it('finds nothing where every default is its own', () => {
    expect(messages(ports, [service({}), neighbour({ ports: [port({ default: 4001 })] })])).toEqual([]);
  });

  it('names who had the port first', () => {
    expect(messages(ports, [service({}), neighbour({ ports: [port({})] })])).toEqual([
      'Port 4000 is also a default of player.',
    ]);
  });

  it('lets pass what two programs are known to share', () => {
    const both = ['emby', 'jellyfin'].map((key) => neighbour({ key, ports: [port({ default: 8096 })] }));
    expect(messages(ports, both)).toEqual([]);
    expect(messages(ports, [...both, neighbour({ ports: [port({ default: 8096 })] })])).toHaveLength(1);
  });

  it.each([
    [[port({}), port({ default: 4001 })], 'There is more than one port web.'],
    [[port({ default: 70_000 })], '70000 is not a port.'],
    [[port({ field: 'door' })], 'Port web is held by a field that there is not: door.'],
    [[port({ field: 'port', default: 4002 })], 'Port web is 4002, but port is 4000.'],
    [[port({ adjacent: { to: 'api', offset: 1 } })], 'Port web is beside api, which there is not.'],
  ])('refuses a port that contradicts its manifest %#', (wrong, message) => {
    expect(messages(ports, [service({ ports: wrong })])).toContain(message);
  });
});
