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

  it.each(['0', '65536', 'http', '80.5'])('refuses the port %s and names the variable', (port) => {
    expect(() => readSettings([], { SHOWRUNNER_PORT: port })).toThrow(/SHOWRUNNER_PORT/);
  });
});
