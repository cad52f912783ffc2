import { describe, expect, it } from 'vitest';
import { folder, good, goodRuntime } from './fixtures/sample.ts';
import { qualityOf } from './quality.ts';

const files = ['stand-in.ts', 'manifest.test.ts', 'fixtures/log.txt', 'fixtures/README.md'];
const proven = folder({ files, fixtureReadme: '`log.txt`: captured player 1.2.' });
const guessed = folder({ files, fixtureReadme: '`log.txt`: constructed from its documentation.' });

describe('qualityOf', () => {
  it('is known without a runtime, whatever else lies in the folder', () => {
    expect(qualityOf(good, proven)).toBe('known');
  });

  it('is known with a runtime that nothing proves', () => {
    expect(qualityOf({ ...good, runtime: goodRuntime }, folder())).toBe('known');
  });

  it('is complete once it is proven, and says against what', () => {
    expect(qualityOf({ ...good, runtime: goodRuntime }, proven)).toBe('complete (stand-in)');
    const real = { ...good, runtime: { ...goodRuntime, simulated: false } };
    expect(qualityOf(real, proven)).toBe('complete (real program)');
    expect(qualityOf(real, guessed)).toBe('complete (stand-in)');
  });
});
