import { describe, expect, it } from 'vitest';
import { goodRuntime, messages, neighbour, service } from '../../fixtures/sample.ts';
import { expressions } from './expressions.ts';

const store = neighbour({
  ports: [{ id: 'api', default: 4001, role: 'api' }],
  secrets: { token: { kind: 'hex32' } },
});
const shelf = neighbour({ key: 'shelf', instances: { template: 'Default', processName: 'Shelf ${instance.name}' } });

function saysAbout(argument: string): readonly string[] {
  const runtime = { ...goodRuntime, run: { ...goodRuntime.run, argv: [argument] } };
  return messages(expressions, [service({ runtime }), store, shelf]);
}

describe('expressions', () => {
  it.each([
    '${self.port}',
    '${self.env.ANYTHING}',
    '${self.keys.realdebrid}',
    '${path.process_name}',
    '${port.web}',
    '${artifact}/bin',
    '${system.puid}:${system.pgid}',
    '${toolchain.node}/node',
    '${svc.store.process_name}',
    '${svc.store.port.api}',
    '${svc.store.secret.token}',
    '${link.shelf.path.process_name}',
    '$${self.nothing}',
    'no reference at all',
  ])('takes %s', (argument) => {
    expect(saysAbout(argument)).toEqual([]);
  });

  it.each([
    ['${self.colour}', 'player has no field colour'],
    ['${port.api}', 'player has no port api'],
    ['${secret.token}', 'player makes no secret token'],
    ['${svc.nowhere.port}', 'there is no service nowhere'],
    ['${svc.shelf.process_name}', 'shelf has instances; use link.shelf'],
    ['${svc.store.port.web}', 'store has no port web'],
    ['${svc.store}', 'store has no field '],
    ['${system.colour}', 'system has puid, pgid, root, arch, pages'],
    ['${instance.name}', 'player has no instances'],
    ['${owner.key}', 'owner is known in companions only'],
    ['${tag}', 'tag is known while a release is chosen only'],
    ['${artifact.bin}', 'artifact has no parts'],
    ['${self}', 'player has no field '],
    ['${colour.red}', 'there is no namespace colour'],
  ])('refuses %s', (argument, reason) => {
    expect(saysAbout(argument)).toEqual([`${argument} in runtime.run.argv.0: ${reason}.`]);
  });

  it('leaves the placeholders of the document alone', () => {
    expect(messages(expressions, [service({ defaults: { enabled: false, env: { PATH: '/x:${PATH}' } } })])).toEqual([]);
  });
});
