import type { Json } from '@showrunner/contracts';
import { describe, expect, it } from 'vitest';
import { apply, plan, testStack, withValues } from '../fixtures/stack.ts';

const riven = {
  kind: 'compose' as const,
  cores: [{ name: 'riven_backend', debrid_service: 'RealDebrid', debrid_key: 'k' }],
  optionals: ['zilean', 'pgadmin'],
};

describe('depends_on in the document', () => {
  const stack = testStack();
  const running = apply(stack, plan(stack, riven));

  const edgesOf = (wish: Json, processName = 'pgAdmin4') => {
    const wished = withValues(running, [['pgadmin', 'depends_on'], wish], [['pgadmin', 'port'], 5055]).document;
    const { steps } = plan(running, { kind: 'edit', document: wished });
    const start = steps.find((step) => step.kind === 'start-unit' && step.processName === processName);
    return start?.kind === 'start-unit' ? start.spec.edges : [];
  };

  it('makes an entry wait until the named process is healthy', () => {
    expect(edgesOf(['Zilean'])).toContainEqual({
      unitId: 'zilean',
      processName: 'Zilean',
      kind: 'health',
      until: 'healthy',
      on: { restarted: 'ignore', unhealthy: 'ignore', gone: 'ignore' },
      required: true,
    });
  });

  it('takes the long form of Compose', () => {
    const edges = edgesOf({ Zilean: { condition: 'service_started', restart: true, required: false } });
    expect(edges).toContainEqual(
      expect.objectContaining({
        unitId: 'zilean',
        kind: 'order',
        until: 'started',
        on: { restarted: 'restart', unhealthy: 'ignore', gone: 'ignore' },
        required: false,
      }),
    );
  });

  it('names what is shared where a person says so', () => {
    expect(edgesOf({ Zilean: { kind: 'network' } })).toContainEqual(
      expect.objectContaining({ kind: 'network', on: { restarted: 'restart', unhealthy: 'pause', gone: 'pause' } }),
    );
  });

  it('scenario 29: is refused when it makes a circle, with every edge and its path', () => {
    const wished = withValues(running, [['postgres', 'depends_on'], ['Zilean']]).document;
    expect(() => plan(running, { kind: 'edit', document: wished })).toThrowError(
      expect.objectContaining({
        code: 'document.cycle',
        message: 'Services need each other in a circle: PostgreSQL → Zilean → PostgreSQL.',
        issues: [
          { path: ['postgres'], message: 'PostgreSQL needs Zilean: it names it under depends_on.' },
          expect.objectContaining({ path: ['zilean'] }),
        ],
      }),
    );
  });

  const path = ['pgadmin', 'depends_on'];
  it.each<[string, Json, string[], string]>([
    ['an unknown name', ['Nobody'], path, 'There is no process Nobody. Correct the name.'],
    ['its own name', ['pgAdmin4'], path, 'pgAdmin4 names itself.'],
    [
      'a process that is switched off',
      { Jellyfin: {}, 'Plex Media Server': {} },
      [...path, 'Plex Media Server'],
      'pgAdmin4 waits for Plex Media Server, which is switched off. Switch it on, or say `required: false` for it.',
    ],
    [
      'a condition that there is not',
      { Zilean: { condition: 'service_completed_successfully' } },
      [...path, 'Zilean', 'condition'],
      'A condition is service_started or service_healthy.',
    ],
    [
      'a kind that there is not',
      { Zilean: { kind: 'disk' } },
      [...path, 'Zilean', 'kind'],
      expect.any(String) as string,
    ],
    ['a word that is none', { Zilean: { restart: 'yes' } }, [...path, 'Zilean', 'restart'], 'It is true or false.'],
    ['no object', { Zilean: 'service_healthy' }, [...path, 'Zilean'], expect.stringContaining('an object') as string],
  ])('scenario 29: is refused with its path when it holds %s', (_what, wish, at, message) => {
    expect(() => edgesOf(wish)).toThrowError(
      expect.objectContaining({
        code: 'document.invalid',
        issues: expect.arrayContaining([{ path: at, message }]) as unknown,
      }),
    );
  });

  it('may name what is switched off where it is not required', () => {
    expect(edgesOf({ 'Plex Media Server': { required: false } }).map(({ unitId }) => unitId)).toEqual(['postgresql']);
  });

  it('of a stored document does not keep the rest from being started, and is told', () => {
    const stored = withValues(running, [path, ['Nobody']]);
    expect(plan(stored, { kind: 'reconcile' }).warnings).toContain('There is no process Nobody. Correct the name.');
  });
});
