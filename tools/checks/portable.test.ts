import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = new URL('../..', import.meta.url).pathname;

/** Compiles one text as a source of a portable room; answers the codes of the compiler's errors. */
function compileErrors(code: string): readonly string[] {
  const directory = mkdtempSync(join(tmpdir(), 'showrunner-wall-'));
  try {
    writeFileSync(join(directory, 'package.json'), '{"type":"module"}');
    writeFileSync(join(directory, 'planted.ts'), code);
    const config = {
      extends: join(root, 'tsconfig.portable.json'),
      compilerOptions: { noEmit: true, composite: false, rootDir: '/' },
      files: [join(root, 'tools', 'portable.d.ts'), 'planted.ts'],
    };
    writeFileSync(join(directory, 'tsconfig.json'), JSON.stringify(config));
    execFileSync(join(root, 'node_modules', '.bin', 'tsc'), ['-p', directory], { encoding: 'utf8', stdio: 'pipe' });
    return [];
  } catch (error) {
    const output = String((error as { stdout?: unknown }).stdout);
    return [...output.matchAll(/error (TS\d+)/g)].map((match) => match[1] ?? '');
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

describe('a portable room', () => {
  it.each([
    ["import { readFileSync } from 'node:fs';\nexport const planted = readFileSync;\n"],
    ['export const planted = process.pid;\n'],
    ['export const planted = setTimeout(() => undefined, 1);\n'],
    ["export const planted = console.log('x');\n"],
    ["export const planted = fetch('http://127.0.0.1');\n"],
    ['export const planted = document.title;\n'],
  ])(
    'does not compile %j',
    (code) => {
      expect(compileErrors(code)).not.toEqual([]);
    },
    60_000,
  );

  it('compiles what is portable', () => {
    expect(compileErrors("export const planted = new URL('http://127.0.0.1').host;\n")).toEqual([]);
  }, 60_000);

  it('is what every library but the host says it is', () => {
    const rooms = readdirSync(join(root, 'libs')).filter((name) => name !== 'host');
    const wrong = rooms.filter((name) => {
      const config = JSON.parse(readFileSync(join(root, 'libs', name, 'tsconfig.json'), 'utf8')) as { extends: string };
      return config.extends !== '../../tsconfig.portable.json';
    });
    expect(wrong).toEqual([]);
  });
});
