import { describe, expect, it } from 'vitest';
import { readSettings } from './settings.ts';

describe('settings', () => {
  it('uses a data root of its own for the demo', () => {
    expect(readSettings(['--demo'], {})).toMatchObject({ demo: true, keep: false, root: `${process.cwd()}/data-demo` });
  });

  it('takes the container root as the empty prefix', () => {
    expect(readSettings([], { SHOWRUNNER_DATA: '/' })).toMatchObject({ root: '' });
  });

  it('refuses an unknown flag and shows the usage', () => {
    expect(() => readSettings(['--dmeo'], {})).toThrow(/--dmeo[\s\S]*Usage: npm start/);
  });

  it('takes further ports, each once', () => {
    expect(readSettings([], { SHOWRUNNER_EXTRA_PORTS: '3005, 3006,3005' })).toMatchObject({ extraPorts: [3005, 3006] });
    expect(readSettings([], {})).toMatchObject({ extraPorts: [] });
    expect(() => readSettings([], { SHOWRUNNER_EXTRA_PORTS: '3005,web' })).toThrow(/SHOWRUNNER_EXTRA_PORTS is "web"/);
  });

  it.each(['0', '65536', 'http', '80.5'])('refuses the port %s and names the variable', (port) => {
    expect(() => readSettings([], { SHOWRUNNER_PORT: port })).toThrow(/SHOWRUNNER_PORT/);
  });
});
