import { createCatalog, services } from '@showrunner/catalog';
import { describe, expect, it } from 'vitest';
import { maskChange, titleOf } from './change-view.ts';

const catalog = createCatalog(services);

describe('a change as it is shown', () => {
  it('has no key and no password in it', () => {
    const shown = maskChange(
      {
        kind: 'compose',
        cores: [
          {
            name: 'riven_backend',
            debrid_service: 'RealDebrid',
            debrid_key: 'secret-key-1',
            service_options: { zurg: { api_key: 'secret-key-2', log_level: 'DEBUG' } },
          },
        ],
        optionals: ['pgadmin'],
        optionalOptions: { pgadmin: { setup_password: 'secret-key-3', port: 5051 } },
      },
      catalog,
    );
    expect(JSON.stringify(shown)).not.toContain('secret-key');
    expect(JSON.stringify(shown)).toContain('DEBUG');
    expect(JSON.stringify(shown)).toContain('5051');
  });

  it('has a title that a person would say', () => {
    expect(
      titleOf({ kind: 'compose', cores: [{ name: 'riven_backend' }], optionals: ['Zilean', 'pgadmin'] }, catalog),
    ).toBe('Set up Riven, Zilean and pgAdmin');
    const scale = { kind: 'scale', processName: 'Riven Frontend' } as const;
    expect([3, 1, 0].map((replicas) => titleOf({ ...scale, replicas }, catalog))).toEqual([
      'Run 3 copies of Riven Frontend',
      'Run 1 copy of Riven Frontend',
      'Stop all copies of Riven Frontend',
    ]);
    expect(titleOf({ kind: 'restart', processNames: ['Zilean'] }, catalog)).toBe('Restart Zilean');
  });
});
