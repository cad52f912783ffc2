import { describe, expect, it } from 'vitest';
import { plan, testStack, withValues } from '../fixtures/stack.ts';

const entry = ['rclone', 'instances', 'RealDebrid'];

function refusal(values: Readonly<Record<string, string | boolean>>): unknown {
  const stack = testStack();
  const wished = withValues(
    stack,
    ...Object.entries({ enabled: true, ...values }).map(([key, value]) => [[...entry, key], value] as const),
  );
  try {
    plan(stack, { kind: 'edit', document: wished.document });
    return undefined;
  } catch (error) {
    return error;
  }
}

describe('settings that cannot be', () => {
  it('are refused where two of them exclude each other', () => {
    expect(refusal({ zurg_enabled: true, decypharr_enabled: true })).toMatchObject({
      code: 'service.setting',
      issues: expect.arrayContaining([
        { path: [...entry, 'decypharr_enabled'], message: expect.stringContaining('not both') },
      ]),
    });
  });

  it('are refused where the program would only fail: a provider without a WebDAV of its own', () => {
    expect(refusal({ zurg_enabled: false, key_type: 'Debrid Link' })).toMatchObject({
      code: 'service.setting',
      message: expect.stringContaining('through Decypharr'),
    });
    const good = { zurg_enabled: false, key_type: 'TorBox', username: 'me', password: 'p' };
    expect(refusal(good)).toBeUndefined();
  });
});
