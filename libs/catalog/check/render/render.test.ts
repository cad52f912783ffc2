import { describe, expect, it } from 'vitest';
import { folder, goodRuntime, neighbour, service } from '../fixtures/sample.ts';
import { inDocumentOrder } from '../order.ts';
import { renderIndexFile, renderUpstreamFile } from './index-file.ts';
import { renderServicesPage } from './services-page.ts';

describe('inDocumentOrder', () => {
  it('has the control plane first, the retired last, and strangers after all by key', () => {
    expect(inDocumentOrder(['zurg', 'b', 'plex_debrid', 'a', 'dumb_frontend', 'plex', 'dumb_api_service'])).toEqual([
      'dumb_api_service',
      'dumb_frontend',
      'plex',
      'zurg',
      'plex_debrid',
      'a',
      'b',
    ]);
  });
});

describe('renderIndexFile', () => {
  it('imports each folder once and keeps the order', () => {
    expect(renderIndexFile(['riven_backend', 'plex']))
      .toBe(`// Written by tools/checks/catalog.ts from the service folders, in the order of the stack document. Do not edit.
import type { ServicePackage } from './vocabulary/manifest.ts';
import rivenBackend from './services/riven_backend/index.ts';
import plex from './services/plex/index.ts';

export const services: readonly ServicePackage[] = [
  rivenBackend,
  plex,
];
`);
  });
});

describe('renderUpstreamFile', () => {
  it('imports what each folder says about its upstream', () => {
    expect(renderUpstreamFile(['riven_backend']))
      .toBe(`// Written by tools/checks/catalog.ts from the service folders, in the order of the stack document. Do not edit.
import type { Upstream } from './upstream/upstream.ts';
import rivenBackend from './services/riven_backend/upstream.ts';

export const upstreams: readonly Upstream[] = [
  rivenBackend,
];
`);
  });
});

describe('renderServicesPage', () => {
  it('has a row for each service with what it needs and how well it is proven', () => {
    const store = {
      service: 'store',
      kind: 'health',
      until: 'healthy',
      enable: true,
      reason: 'plays from it',
    } as const;
    const player = service({
      requires: [{ ...store, when: { truthy: '${self.api_key}' } }],
      runtime: { ...goodRuntime, build: [{ kind: 'python-venv', at: 'venv' }] },
    });
    const files = ['stand-in.ts', 'manifest.test.ts', 'fixtures/log.txt', 'fixtures/README.md'];
    const page = renderServicesPage([player, neighbour({ deprecated: 'Use Player.' })], [folder({ files })]);
    expect(page.split('\n').slice(-3, -1)).toEqual([
      '| [Player](https://player.example) `player` | core | 4000 | (store) | single | complete (stand-in) | stand-in |',
      '| [Store](https://player.example) `store` (deprecated) | core | – | – | single | known | – |',
    ]);
    expect(page).toContain('2 services: 0 complete with the real program, 1 complete with a stand-in, 1 known.');
  });
});
