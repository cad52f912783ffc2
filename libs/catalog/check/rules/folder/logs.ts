import type { LogSpec } from '../../../vocabulary/run.ts';
import { manifestFile, rulePerPackage } from '../../finding.ts';

const usual = new Set(['TRACE', 'DEBUG', 'INFO', 'WARN', 'WARNING', 'ERROR', 'FATAL', 'CRITICAL']);

/** Log patterns compile, name what they find, and read the sample of the program's log. */
export const logs = rulePerPackage('logs', ({ manifest }, { folder }) => {
  const spec = manifest.runtime?.logs;
  if (spec === undefined) return [];
  const file = manifestFile(manifest.key);
  const broken = spec.patterns.flatMap((pattern) => problemsOf(pattern).map((finding) => ({ file, ...finding })));
  if (broken.length > 0 || folder?.logSample === undefined) return broken;
  return readSample(spec, folder.logSample).map((message) => ({
    file: `services/${manifest.key}/fixtures/log.txt`,
    message,
    remedy: 'Mend runtime.logs of the manifest, or the sample.',
  }));
});

function problemsOf(pattern: string): readonly { message: string; remedy: string }[] {
  try {
    new RegExp(pattern);
  } catch (cause) {
    const said = cause instanceof Error ? cause.message : String(cause);
    return [{ message: `A log pattern does not compile: ${said}`, remedy: 'Correct the regular expression.' }];
  }
  if (pattern.includes('(?<message>')) return [];
  return [{ message: `A log pattern finds no message: ${pattern}`, remedy: 'Name the group of the text `message`.' }];
}

function readSample({ patterns, levels = {} }: LogSpec, sample: string): readonly string[] {
  const expressions = patterns.map((pattern) => new RegExp(pattern));
  const lines = sample.split('\n').filter((line) => line.trim() !== '');
  const matches = lines
    .map((line) => expressions.map((expression) => expression.exec(line)).find((match) => match !== null))
    .filter((match) => match !== undefined);
  if (patterns.length > 0 && matches.length === 0) return ['No line of the sample is read by any pattern.'];
  const words = new Set(matches.flatMap((match) => match.groups?.['level']?.trim() ?? []));
  return [...words]
    .filter((word) => !usual.has(word.toUpperCase()) && !Object.hasOwn(levels, word))
    .map((word) => `The sample has a level that nothing translates: ${word}.`);
}
