import { describe, expect, it } from 'vitest';
import { realCatalog } from './fixtures/catalog.ts';
import { compose, plan, starts, testFacts, testStack } from './fixtures/stack.ts';
import { planChange } from './plan.ts';
import { toPlanView } from './plan-view.ts';

const secret = 'very-secret-key';
const riven = compose(
  [{ name: 'riven_backend', debrid_service: 'RealDebrid', debrid_key: secret }],
  ['riven_frontend', 'zilean'],
);
const stack = testStack({ catalog: realCatalog, facts: testFacts({ simulated: true }) });

describe('the view of a plan, with the real catalogue', () => {
  it('tells steps, files, services and changes, and no secret', () => {
    const view = toPlanView(plan(stack, riven));
    expect(JSON.stringify(view)).not.toContain(secret);
    expect(view.empty).toBe(false);
    expect(view.steps.find(({ id }) => id === 'write-files:zurg-w-riven')).toEqual({
      id: 'write-files:zurg-w-riven',
      kind: 'write-files',
      title: 'Write the settings of Zurg w/ Riven',
      reason: 'Riven Backend comes with its own Zurg',
      processName: 'Zurg w/ Riven',
      after: ['install:zurg-w-riven'],
      files: ['/srv/show/zurg/RD/Riven/config.yml'],
    });
    const because = Object.fromEntries(
      view.services.map((service) => [service.processName, [service.because, service.simulated]]),
    );
    expect(because).toMatchObject({
      PostgreSQL: ['Zilean', false],
      'Zurg w/ Riven': ['Riven Backend', true],
      'Riven Backend': ['chosen', true],
    });
  });

  it('installs side by side, and starts after what is needed', () => {
    const { steps } = toPlanView(plan(stack, riven));
    const installs = steps.filter(({ kind }) => kind === 'install');
    expect(installs.map(({ after }) => after)).toEqual(installs.map(() => ['save-document']));
    const ancestors = (id: string): readonly string[] =>
      (steps.find((step) => step.id === id)?.after ?? []).flatMap((other) => [other, ...ancestors(other)]);
    expect(ancestors('start-unit:riven-backend')).toEqual(
      expect.arrayContaining([
        'await-healthy:postgresql',
        'provision-database:postgresql',
        'await-healthy:rclone-w-riven',
      ]),
    );
  });

  it('refuses what cannot be installed yet, unless it is asked for a preview', () => {
    const unavailable = realCatalog.all.find(
      ({ manifest }) => manifest.role === 'core' && manifest.runtime === undefined,
    )?.manifest;
    if (unavailable === undefined) return;
    const change = compose([{ name: unavailable.key, debrid_service: 'RealDebrid', debrid_key: 'K' }]);
    expect(plan(stack, change).refused[0]?.code).toBe('service.not-installable');
    const { document, facts, catalog } = stack;
    const preview = planChange(change, {
      stored: document,
      effective: document,
      catalog,
      facts,
      allowUninstallable: true,
    });
    expect(preview.services.map(({ serviceKey }) => serviceKey)).toContain(unavailable.key);
  });

  it('starts the same with the real catalogue', () => {
    expect(starts(plan(stack, riven))).toEqual([
      'PostgreSQL',
      'Zilean',
      'Zurg w/ Riven',
      'Rclone w/ Riven',
      'Riven Backend',
      'Riven Frontend',
    ]);
  });
});
