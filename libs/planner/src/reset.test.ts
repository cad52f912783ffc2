import type { StackChange } from '@showrunner/contracts';
import { getIn } from '@showrunner/config';
import { describe, expect, it } from 'vitest';
import { apply, compose, plan, testStack, type TestStack, withValues } from './fixtures/stack.ts';

const reset = (processName: string, action: 'reset' | 'remove' = 'reset'): StackChange => ({
  kind: 'reset',
  processName,
  action,
});
const targets = (result: ReturnType<typeof plan>) =>
  result.steps.flatMap((step) => (step.kind === 'clear-files' ? step.targets : []));
const running = (): TestStack => {
  const stack = withValues(testStack(), [['zilean', 'log_level'], 'DEBUG']);
  return apply(stack, plan(stack, compose([], ['zilean'])));
};
const sonarrs = (...names: readonly string[]) => {
  const stack = testStack();
  return names.reduce(
    (next, name) => apply(next, plan(next, compose([{ name: 'sonarr', instance_name: name }]))),
    stack,
  );
};

describe('a reset', () => {
  it('keeps a copy of the document, stops the service, and puts its settings back, switched off', () => {
    const stack = running();
    const result = plan(stack, reset('Zilean'));
    expect(result.steps.map(({ kind, after }) => [kind, after])).toEqual([
      ['backup-document', []],
      ['save-document', ['backup-document']],
      ['stop-unit', ['save-document']],
    ]);
    expect(getIn(result.document, ['zilean'])).toMatchObject({ enabled: false, log_level: 'INFO' });
    expect(plan(apply(stack, result), reset('Zilean')).steps).toEqual([]);
  });

  it('leaves an instance that was added its name, its port and its places', () => {
    const stack = withValues(sonarrs('TV 4K'), [['sonarr', 'instances', 'TV 4K', 'log_level'], 'DEBUG']);
    const before = getIn(stack.document, ['sonarr', 'instances', 'TV 4K']) as Record<string, unknown>;
    const after = getIn(plan(stack, reset('Sonarr TV 4K')).document, ['sonarr', 'instances', 'TV 4K']);
    const { process_name, port, config_dir, config_file } = before;
    expect(after).toMatchObject({ enabled: false, process_name, port, config_dir, config_file });
    expect(getIn(stack.document, ['sonarr', 'instances', 'TV 4K', 'log_level'])).not.toEqual(
      getIn(plan(stack, reset('Sonarr TV 4K')).document, ['sonarr', 'instances', 'TV 4K', 'log_level']),
    );
  });

  it.each([
    ['DUMB API', 'service.setting'],
    ['nosuch', 'process.unknown'],
  ])('of %s is refused', (name, code) => {
    expect(() => plan(testStack(), reset(name))).toThrow(expect.objectContaining({ code }) as Error);
  });
});

describe('a removal', () => {
  it('deletes what stands at its default places once it is stopped', () => {
    const result = plan(running(), reset('Zilean', 'remove'));
    const clearing = result.steps.find(({ kind }) => kind === 'clear-files');
    expect(clearing?.after).toEqual(['stop-unit:zilean']);
    expect(targets(result).map(({ kind, path, realPath, source }) => [kind, path, realPath, source])).toEqual([
      ['directory', '/zilean', '/srv/show/zilean', 'config_dir'],
      ['file', '/log/zilean.log', '/srv/show/log/zilean.log', 'log_file'],
    ]);
  });

  it('takes an instance that was added out of the document, and the last one brings the template back', () => {
    const both = sonarrs('TV', 'Anime');
    const one = plan(both, reset('Sonarr TV', 'remove'));
    expect(Object.keys(getIn(one.document, ['sonarr', 'instances']) as object)).toEqual(['Anime']);
    const none = plan(apply(both, one), reset('Sonarr Anime', 'remove'));
    expect(getIn(none.document, ['sonarr', 'instances'])).toEqual({
      Default: expect.objectContaining({ enabled: false, process_name: 'Sonarr' }) as object,
    });
  });

  it.each(['/', '/config', '/home/me/zilean', '/mnt/debrid', '/zilean/../etc', 'zilean'])(
    'never touches a place like %s',
    (place) => {
      const stack = withValues(running(), [['zilean', 'config_dir'], place], [['zilean', 'config_file'], '']);
      expect(targets(plan(stack, reset('Zilean', 'remove'))).filter(({ kind }) => kind === 'directory')).toEqual([]);
    },
  );

  it('keeps what another entry uses, and says so', () => {
    const dir = String(getIn(testStack().document, ['zilean', 'config_dir']));
    const stack = withValues(running(), [['tautulli', 'config_dir'], `${dir}/tautulli`]);
    const result = plan(stack, reset('Zilean', 'remove'));
    expect(targets(result).filter(({ kind }) => kind === 'directory')).toEqual([]);
    expect(result.warnings).toContain(`${dir} is kept: Tautulli uses it as well.`);
  });

  it('keeps the data of a database server', () => {
    const result = plan(running(), reset('PostgreSQL', 'remove'));
    expect(targets(result)).toEqual([]);
    expect(result.warnings).toContain('Its databases are kept.');
  });
});
