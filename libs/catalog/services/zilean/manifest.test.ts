import { describe, expect, it } from 'vitest';
import { readSample } from '../../stand-in-kit/read-sample.ts';
import { zilean } from './manifest.ts';

describe('manifest of zilean', () => {
  it('reads the levels of a real log', () => {
    const logs = zilean.runtime?.logs ?? { from: 'output', patterns: [] };
    const levels = readSample(logs, new URL('fixtures/log.txt', import.meta.url)).map(([level]) => level);
    expect(levels).toEqual(['INFO', 'INFO', 'WARNING', 'ERROR']);
  });

  it('gives its own environment what the default entry gives', () => {
    const env = zilean.runtime?.run.env ?? {};
    const asDocument = String(env['Zilean__Database__ConnectionString']).replaceAll(
      /\$\{(?:ado\.)?svc\.postgres\.(\w+)\}/g,
      '{postgres_$1}',
    );
    expect(zilean.defaults['env']).toMatchObject({ Zilean__Database__ConnectionString: asDocument });
  });

  it('says where the shared library of Python comes from, without which it does not begin', () => {
    const said = 'Unhandled exception. System.DllNotFoundException: Unable to load shared library libpython3.11.so.1.0';
    const found = zilean.runtime?.diagnoses?.find(({ pattern }) => new RegExp(pattern).test(said));
    expect(found).toMatchObject({ code: 'host.missing', message: expect.stringContaining('libpython3.11') });
  });

  it('puts its own Python first in PATH, which the original handed over as it stood', () => {
    expect(zilean.runtime?.run.path).toEqual(['${artifact}/venv/bin']);
  });
});
