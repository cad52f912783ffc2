import { describe, expect, it } from 'vitest';
import { apply, compose, plan, type TestStack, testStack, withValues } from '../fixtures/stack.ts';

const libraries = compose([{ name: 'riven_backend', debrid_service: 'RealDebrid', debrid_key: 'k' }, { name: 'plex' }]);

/** The edges with which a unit is started in a fresh stack. */
function edgesOf(processName: string, stack: TestStack = testStack(), change = libraries) {
  const start = plan(stack, change).steps.find(
    (step) => step.kind === 'start-unit' && step.processName === processName,
  );
  return start?.kind === 'start-unit' ? start.spec.edges : [];
}

const ignored = { restarted: 'ignore', unhealthy: 'ignore', gone: 'ignore' };

describe('the edges of the catalogue', () => {
  it.each(['plex', 'jellyfin', 'emby'])('%s is guarded while a mount is away, and names the mount point', (name) => {
    const change = compose([{ name: 'riven_backend', debrid_service: 'RealDebrid', debrid_key: 'k' }, { name }]);
    const processName = `${name.charAt(0).toUpperCase()}${name.slice(1)} Media Server`;
    expect(edgesOf(processName, testStack(), change)).toEqual([
      {
        unitId: 'rclone-w-riven',
        processName: 'Rclone w/ Riven',
        kind: 'mount',
        until: 'healthy',
        on: { restarted: 'restart', unhealthy: 'guard', gone: 'guard' },
        required: false,
        mounts: [expect.stringMatching(/\/mnt\/debrid\/.+/)],
        stableMs: 30_000,
      },
    ]);
  });

  it('rclone waits for the port of Zurg', () => {
    expect(edgesOf('Rclone w/ Riven')).toMatchObject([
      { unitId: 'zurg-w-riven', kind: 'port', until: 'healthy', on: ignored, required: true, port: 9090 },
    ]);
  });

  it('what only links into a mount is left alone, and databases are connected again by their users', () => {
    expect(edgesOf('Riven Backend').map(({ unitId, kind, on }) => [unitId, kind, on])).toEqual([
      ['postgresql', 'database', ignored],
      ['rclone-w-riven', 'mount', ignored],
      ['zurg-w-riven', 'health', ignored],
    ]);
  });
});

describe('dumb.media_protection', () => {
  const block = ['dumb', 'media_protection'];

  it('sets how long a provider must have served', () => {
    const stack = withValues(testStack(), [[...block, 'recovery_stabilization_seconds'], 90]);
    expect(edgesOf('Plex Media Server', stack)).toMatchObject([{ stableMs: 90_000 }]);
  });

  it.each([
    ['for all', [...block, 'enabled'], false],
    ['for one process', [...block, 'services'], [{ process_name: 'Plex Media Server', enabled: false }]],
  ])('switched off %s leaves only the restart', (_which, path, value) => {
    expect(edgesOf('Plex Media Server', withValues(testStack(), [path, value]))).toMatchObject([
      { on: { restarted: 'restart', unhealthy: 'ignore', gone: 'ignore' } },
    ]);
  });
});

it('another reaction to a running unit is no reason to restart it', () => {
  const running = apply(testStack(), plan(testStack(), libraries));
  const { document } = withValues(running, [['dumb', 'media_protection', 'recovery_stabilization_seconds'], 90]);
  const { steps } = plan(running, { kind: 'edit', document });
  expect(steps.map(({ id }) => id)).toEqual(['save-document', 'define-unit:plex-media-server']);
});
