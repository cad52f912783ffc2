import { rolldown } from 'rolldown';

export { withVersion } from './with-version.ts';

const bundles = new Map<string, Promise<string>>();

/** One source and all it imports as one ESM text. Bundled once a process. */
export function bundle(source: string): Promise<string> {
  const known = bundles.get(source);
  if (known !== undefined) return known;
  const made = make(source);
  bundles.set(source, made);
  return made;
}

async function make(source: string): Promise<string> {
  const build = await rolldown({
    input: source,
    platform: 'node',
    // An optional native addon of the PostgreSQL client, which it does without.
    external: ['pg-native'],
    resolve: { conditionNames: ['source', 'node'] },
    logLevel: 'silent',
  });
  try {
    const { output } = await build.generate({ format: 'esm', codeSplitting: false });
    return output[0].code;
  } finally {
    await build.close();
  }
}
