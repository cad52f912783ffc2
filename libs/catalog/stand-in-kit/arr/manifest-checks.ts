import { describe, expect, it } from 'vitest';
import type { ServiceManifest } from '../../vocabulary/manifest.ts';
import { readSample } from '../read-sample.ts';
import type { ArrProgram } from './programs.ts';

/** What is true of the manifest of every Arr; `at` is the folder of its fixtures. */
export function checkArrManifest(manifest: ServiceManifest, program: ArrProgram, at: URL): void {
  const runtime = manifest.runtime;
  if (runtime === undefined) throw new Error(`${manifest.key} has no runtime`);
  describe(`manifest of ${manifest.key}`, () => {
    it('reads the levels of its log; lines without a prefix are further lines of an entry', () => {
      const levels = readSample(runtime.logs, new URL('log.txt', at)).map(([level]) => level.toUpperCase());
      expect(levels).toEqual(['INFO', 'INFO', 'INFO', 'DEBUG', 'WARN', 'ERROR', 'INFO', 'INFO', 'FATAL']);
    });

    it('runs the program below the artifact, so that a tree of its own is followed by the command', () => {
      expect(runtime.run.argv).toEqual([
        `\${artifact}/${program.name}/${program.name}`,
        '--nobrowser',
        '--data=${self.config_dir}',
      ]);
      expect(runtime.artifact).toMatchObject({
        root: `/opt/${program.key}`,
        persist: ['instances'],
        apart: { root: `/opt/${program.key}/instances/\${instance.slug}` },
      });
    });

    it('follows the branch of the vendor, as its update server has it', () => {
      const { source } = runtime;
      const feed = source.kind === 'first' ? source.of[0] : source;
      expect(feed).toMatchObject({ kind: 'servarr-feed', branch: program.branch, branchWish: '${self.branch}' });
    });

    it('sets what the stack decides each time, and the rest only in a new file', () => {
      const ops = runtime.files?.[0]?.ops ?? [];
      const managed = ops.filter(({ op, mode, when }) => op === 'set' && mode !== 'seed' && when === undefined);
      expect(managed.map(({ at }) => at[1])).toEqual(['Port', 'InstanceName']);
      expect(ops.find(({ at }) => at[1] === 'ApiKey')).toMatchObject({ op: 'set-if-blank', secret: true });
      expect(ops.filter(({ at }) => at[1]?.endsWith('Password')).every(({ secret }) => secret === true)).toBe(true);
    });

    it('publishes how it is reached, with the path that the program answers at', () => {
      const offer = manifest.provides?.arr;
      if (program.hasLibrary) expect(offer).toMatchObject({ api: program.api, application: program.name });
      else expect(manifest.provides).toHaveProperty('indexer-manager');
      expect(manifest.defaults['port']).toBe(program.defaultPort);
    });
  });
}
