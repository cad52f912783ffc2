import { describe, expect, it } from 'vitest';
import { goodRuntime, messages, neighbour, service } from '../../fixtures/sample.ts';
import { embedded } from './embedded.ts';

const store = neighbour({
  defaults: { enabled: false, process_name: 'Store', user: '', password: '', host: '' },
  fields: { password: { secret: true } },
});

function saysAbout(argument: string): readonly string[] {
  const runtime = { ...goodRuntime, run: { ...goodRuntime.run, argv: [argument] } };
  return messages(embedded, [service({ runtime }), store]);
}

describe('embedded', () => {
  it.each([
    'http://127.0.0.1:${port.web}/x',
    'http://${svc.store.host}/${self.port}?key=${url.self.api_key}',
    'postgresql://${url.svc.store.user}:${url.svc.store.password}@${svc.store.host}/x',
    'Host=${svc.store.host};Username=${ado.svc.store.user};Password=${ado.svc.store.password};',
    '--password=${svc.store.password}',
    'http://127.0.0.1/?key=${secret.token}',
  ])('takes %s', (argument) => {
    expect(saysAbout(argument)).toEqual([]);
  });

  it.each([
    ['db://${svc.store.user}@host/x', 'svc.store.user', 'a URL'],
    ['db://me:${svc.store.password}@${svc.store.host}/x', 'svc.store.password', 'a URL'],
    ['http://host/?key=${self.api_key}', 'self.api_key', 'a URL'],
    ['Username=${svc.store.user};Password=x;', 'svc.store.user', 'a connection string'],
    ['Host=h;Password=${url.svc.store.password};', 'url.svc.store.password', 'a connection string'],
  ])('refuses %s', (argument, reference, what) => {
    expect(saysAbout(argument)).toEqual([`\${${reference}} in runtime.run.argv.0 stands in ${what} as it was typed.`]);
  });
});
