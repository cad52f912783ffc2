import { describe, expect, it } from 'vitest';
import { readSample } from '../../stand-in-kit/read-sample.ts';
import { cliDebrid } from './manifest.ts';

const { runtime } = cliDebrid;

describe('manifest of cli_debrid', () => {
  it('reads the real level, not INFO for every line', () => {
    const logs = runtime?.logs ?? { from: 'output', patterns: [] };
    const levels = readSample(logs, new URL('fixtures/log.txt', import.meta.url)).map(([level]) => level);
    expect(levels).toEqual(['INFO', 'INFO', 'DEBUG', 'WARNING', 'ERROR', 'INFO']);
  });

  it('hands over where battery and Phalanx really are, so that a moved port is no silent failure', () => {
    expect(runtime?.run.env).toMatchObject({
      CLI_DEBRID_BATTERY_PORT: { when: { enabled: 'cli_battery' }, value: '${svc.cli_battery.port}' },
      CLI_DEBRID_PHALANX_PORT: { when: { enabled: 'phalanx_db' }, value: '${svc.phalanx_db.port}' },
    });
  });

  it('gives its own environment what the default entry gives', () => {
    const env = runtime?.run.env ?? {};
    const asDocument = Object.fromEntries(
      Object.keys(cliDebrid.defaults['env'] as object).map((name) => [
        name,
        String(env[name]).replace('${path.config_dir}', '/cli_debrid').replace('${port.web}', '{port}'),
      ]),
    );
    expect(asDocument).toEqual(cliDebrid.defaults['env']);
  });

  it('replaces the package that is called database with every update: it is code, no data', () => {
    expect(runtime?.artifact.persist).toEqual(['data']);
    expect(runtime?.artifact.ready).toContain('database/database_reading.py');
  });

  it('refuses a tree with a file that does not parse before anything is replaced', () => {
    expect(runtime?.build?.at(-1)).toMatchObject({ kind: 'run', argv: expect.arrayContaining(['compileall']) });
  });

  it('can be had without the battery, which newer versions bring along, and without Phalanx', () => {
    const declinable = cliDebrid.requires.filter(({ enable, until }) => enable && until !== 'healthy');
    expect(declinable.map(({ service }) => service)).toEqual(['cli_battery', 'phalanx_db']);
  });

  it('never writes the settings that the program keeps', () => {
    expect(runtime?.files).toBeUndefined();
  });
});
