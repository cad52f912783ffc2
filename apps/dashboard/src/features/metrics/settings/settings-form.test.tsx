// @vitest-environment jsdom
import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { MetricsChoices } from './metrics-settings.ts';
import { SettingsForm, withoutAll } from './settings-form.tsx';

const traffic = { sent_bytes: 0, recv_bytes: 0, sent_packets: 0, recv_packets: 0 };
const faults = { errors_in: 0, errors_out: 0, drops_in: 0, drops_out: 0 };
const inode = { total: 1, used: 1, free: 0, percent: 1, path: '/' };
const choices: MetricsChoices = {
  settings: {
    enabled: true,
    intervalSeconds: 5,
    retentionDays: 7,
    maxMegabytes: 100,
    filesystems: ['/', '/gone'],
    interfaces: ['all'],
  },
  filesystems: ['/', '/mnt'].map((path) => ({
    path,
    mount_point: path,
    fs_type: 'ext4',
    available: true,
    total: 1024,
    used: 512,
    free: 512,
    percent: 50,
    inode,
  })),
  interfaces: [{ name: 'eth0', available: true, is_up: true, speed_mbps: 1, mtu: 1, ...traffic, ...faults }],
};
// The switch watches its size, which this environment has not.
beforeEach(() => {
  vi.stubGlobal(
    'ResizeObserver',
    class {
      observe() {}
      unobserve() {}
      disconnect() {}
    },
  );
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

it('saves what was changed, and the rest as it was', async () => {
  const onSave = vi.fn();
  render(<SettingsForm choices={choices} busy={false} saved={false} onSave={onSave} />);
  const days = screen.getByLabelText('Days to keep them');
  await userEvent.clear(days);
  await userEvent.type(days, '30');
  await userEvent.click(screen.getByLabelText(/^\/gone/));
  await userEvent.click(screen.getByLabelText(/^\/mnt/));
  await userEvent.click(screen.getByLabelText(/^eth0/));
  await userEvent.click(screen.getByRole('button', { name: 'Save' }));
  expect(onSave).toHaveBeenCalledWith({
    ...choices.settings,
    retentionDays: 30,
    filesystems: ['/', '/mnt'],
    interfaces: ['eth0'],
  });
});

it('keeps one of each', async () => {
  render(<SettingsForm choices={choices} busy={false} saved={false} onSave={vi.fn()} />);
  const all = screen.getByLabelText(/^All of them/);
  await userEvent.click(all);
  expect(all).toHaveProperty('checked', true);
});

it('takes what was chosen last where all and some exclude each other', () => {
  expect(withoutAll(['all'], ['all', 'eth0'])).toEqual(['eth0']);
  expect(withoutAll(['eth0'], ['eth0', 'all'])).toEqual(['all']);
  expect(withoutAll(['eth0'], ['eth0', 'wg0'])).toEqual(['eth0', 'wg0']);
});
