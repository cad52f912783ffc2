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

  it('makes an entry wait until the named process is healthy', () => {
    const wished = withValues(running, [['pgadmin', 'depends_on'], ['Zilean']]).document;
    const { steps } = plan(running, { kind: 'edit', document: wished });
    const start = steps.find((step) => step.kind === 'start-unit' && step.processName === 'pgAdmin4');
    expect(start?.kind === 'start-unit' && start.spec.needs.map(({ unitId }) => unitId)).toContain('zilean');
  });

  it('is refused when it makes a circle, with every edge and its path', () => {
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

  it('ignores names that do not run', () => {
    const wished = withValues(running, [['pgadmin', 'depends_on'], ['Nobody']]).document;
    const { steps } = plan(running, { kind: 'edit', document: wished });
    const needs = steps.flatMap((step) => (step.kind === 'start-unit' ? step.spec.needs : []));
    expect(needs.map(({ unitId }) => unitId)).toEqual(['postgresql']);
  });
});
