// @vitest-environment jsdom
import type { OperationView, StepProgress } from '@showrunner/contracts';
import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { OperationProgress } from './operation-progress.tsx';

const step = (id: string, state: StepProgress['state'], more: Partial<StepProgress> = {}): StepProgress => ({
  id,
  kind: 'install',
  title: `Install ${id}`,
  reason: 'You chose it',
  processName: id,
  after: [],
  files: [],
  state,
  log: [],
  ...more,
});
const operation = (state: OperationView['state'], steps: StepProgress[]): OperationView => ({
  id: 'o',
  change: { kind: 'reconcile' },
  title: 'Set up Riven',
  actor: 'ann',
  state,
  startedAt: 0,
  endedAt: 2_000,
  steps,
});

// The test page has no layout to scroll.
beforeEach(() => vi.spyOn(Element.prototype, 'scrollIntoView').mockReturnValue());
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});
Element.prototype.scrollIntoView ??= () => undefined;

it('opens the failing step with why, what to do and its log, and leaves the others closed', () => {
  const problem = {
    code: 'credential.rejected',
    title: 'The provider refused the key',
    message: '401',
    hint: 'Copy it again.',
  };
  const steps = [
    step('rclone', 'done', { log: ['all good'] }),
    step('Zurg', 'failed', { log: ['401 bad_token'], problem }),
    step('Riven', 'pending'),
  ];
  render(<OperationProgress operation={operation('failed', steps)} />);
  expect(screen.getByRole('alert').textContent).toContain('Copy it again.');
  expect(screen.getByText('401 bad_token').closest('details')?.open).toBe(true);
  expect(screen.getByText('all good').closest('details')?.open).toBe(false);
});

it('says what is done now, how far, and tells it to those who listen', () => {
  const running = step('Zurg', 'running', { activity: 'Downloading 12.4 of 30.1 MiB', fraction: 0.4 });
  render(<OperationProgress operation={operation('running', [step('rclone', 'done'), running])} />);
  expect(screen.getByText('Downloading 12.4 of 30.1 MiB')).toBeTruthy();
  expect(screen.getByRole('progressbar', { name: 'Set up Riven' }).getAttribute('aria-valuenow')).toBe('70');
  expect(screen.getByRole('status').textContent).toBe('Install Zurg');
});
