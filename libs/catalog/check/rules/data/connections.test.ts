import { describe, expect, it } from 'vitest';
import type { ConnectionSpec } from '../../../vocabulary/connections.ts';
import { goodRuntime, messages, neighbour, service } from '../../fixtures/sample.ts';
import { connections } from './connections.ts';
import { expressions } from './expressions.ts';
import { shape } from './shape.ts';

const good: ConnectionSpec = {
  id: 'shelf',
  to: { capability: 'torznab' },
  instance: 'all',
  title: 'Add ${peer.name} to ${self.process_name}',
  reason: 'It plays from ${peer.display}',
  undo: 'Remove ${peer.name} from ${self.process_name}',
  keptBy: 'self',
  hook: 'add-shelf',
  values: { url: '${peer.offer.url}', port: '${peer.port.api}', own: 'http://127.0.0.1:${port.web}' },
};
const ports = [{ id: 'api', default: 4001, role: 'api' as const }];
const store = neighbour({ ports, provides: { torznab: { url: 'http://127.0.0.1:${port.api}/torznab' } } });
const player = (...specs: readonly ConnectionSpec[]) => service({ runtime: goodRuntime, connections: specs });
const withValue = (value: string) => player({ ...good, values: { value } });

describe('connections', () => {
  it('finds nothing where both ends are there', () => {
    for (const rule of [connections, expressions, shape]) expect(messages(rule, [player(good), store])).toEqual([]);
  });

  it.each<[string, Partial<ConnectionSpec>, string]>([
    ['an unknown service', { to: { service: 'nowhere' } }, 'Connection shelf leads to the service nowhere, which no service is.'],
    ['what nobody provides', { to: { capability: 'webdav' } }, 'Connection shelf leads to webdav, which no service is.'],
    [
      'tags that it cannot have',
      { instance: 'shared-tag' },
      'Connection shelf asks for shared tags, but there is no core_service in the defaults.',
    ],
    ['a full stop', { title: 'Add it.' }, 'The title of connection shelf ends like a sentence.'],
  ])('refuses %s', (_what, change, message) => {
    expect(messages(connections, [player({ ...good, ...change }), store])).toEqual([message]);
  });

  it('refuses an id that is taken, and what can never be made', () => {
    const twice = 'There are several connections with the id shelf.';
    expect(messages(connections, [player(good, good), store])).toEqual([twice, twice]);
    expect(messages(connections, [service({ connections: [good] }), store])).toEqual([
      'Connection shelf can never be made: the service has no runtime.',
    ]);
  });
});

describe('expressions of connections', () => {
  it.each([
    ['${peer.port.web}', 'store has no port web'],
    ['${peer.colour}', 'store has no field colour'],
    ['${peer.secret.token}', 'store makes no secret token'],
    ['${peer.offer.key}', 'not every other end publishes key'],
  ])('refuses %s', (value, reason) => {
    expect(messages(expressions, [withValue(value), store])).toEqual([`${value} in connections.0.values.value: ${reason}.`]);
  });

  it('asks every service that can be the other end', () => {
    const other = neighbour({ key: 'other', provides: { torznab: { url: 'x' } } });
    expect(messages(expressions, [withValue('${peer.port.api}'), store, other])).toEqual([
      '${peer.port.api} in connections.0.values.value: other has no port api.',
    ]);
  });

  it('knows the other end nowhere else', () => {
    const runtime = { ...goodRuntime, run: { ...goodRuntime.run, argv: ['${peer.name}'] } };
    expect(messages(expressions, [service({ runtime })])).toEqual([
      '${peer.name} in runtime.run.argv.0: peer is known in connections only.',
    ]);
  });
});

describe('shape of connections', () => {
  const saysAbout = (change: object) => messages(shape, [service({ runtime: goodRuntime, ...change }), store]);

  it.each<[object, string]>([
    [{ connections: [{ ...good, to: { capability: 'teapot' } }] }, 'player.connections[0].to must be a capability or a service.'],
    [
      { connections: [{ ...good, instance: 'some' }] },
      'player.connections[0].instance must be one of all, linked, tagged, shared-tag, shared-tag-or-untagged.',
    ],
    [{ connections: [{ ...good, keptBy: 'both' }] }, 'player.connections[0].keptBy must be one of self, peer.'],
    [{ provides: { teapot: {} } }, 'player.provides has an unknown key teapot.'],
    [{ provides: { torznab: {} } }, 'player.provides.torznab.url is missing.'],
    [{ provides: { webdav: { url: 'x', key: 'y' } } }, 'player.provides.webdav has an unknown key key.'],
    [
      { connections: [{ ...good, when: { tagged: 'player', of: 'me' } }] },
      'player.connections[0].when has an unknown key of.',
    ],
  ])('refuses %#', (change, message) => {
    expect(saysAbout(change)).toEqual([message]);
  });
});
