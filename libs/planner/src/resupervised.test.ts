import { describe, expect, it } from 'vitest';
import { apply, plan, testStack, withValues } from './fixtures/stack.ts';

const zilean = { kind: 'compose' as const, cores: [], optionals: ['zilean'] };
const reconcile = { kind: 'reconcile' as const };

describe('a change of how running units are supervised', () => {
  const stack = testStack();
  const running = apply(stack, plan(stack, zilean));
  const policy = { enabled: true, max_restarts: 9, services: [{ process_name: 'Zilean' }] };
  const changed = withValues(running, [['dumb', 'auto_restart'], policy]);

  it('is a step of its own with its reason, and nothing is restarted', () => {
    const { steps } = plan(changed, reconcile);
    expect(steps.map(({ id, reason }) => ({ id, reason }))).toEqual([
      {
        id: 'define-unit:zilean',
        reason: 'The restart policy of Zilean changes; nothing is restarted',
      },
    ]);
  });

  it('is one with the edit that makes it', () => {
    const edit = { kind: 'edit' as const, document: changed.document };
    expect(plan(running, edit).steps.map(({ id }) => id)).toEqual(['save-document', 'define-unit:zilean']);
  });

  it('leaves nothing to be done afterwards', () => {
    expect(plan(apply(changed, plan(changed, reconcile)), reconcile).steps).toEqual([]);
  });

  it('is left for later where the change is about something else', () => {
    const other = plan(changed, { kind: 'restart', processNames: ['PostgreSQL'] });
    expect(other.steps.filter(({ kind }) => kind === 'define-unit')).toEqual([]);
  });
});
