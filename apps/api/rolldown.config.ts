import { defineConfig } from 'rolldown';

/**
 * The control plane in a few files instead of two thousand: finding and reading modules was half of a start, and a start is
 * what a service waits for that ended while the control plane was dead.
 */
export default defineConfig({
  input: 'src/main.ts',
  platform: 'node',
  tsconfig: 'tsconfig.json',
  // Native code is loaded from beside its package; Scalar and its five megabytes only when somebody looks.
  external: ['bcrypt', '@scalar/fastify-api-reference'],
  output: { dir: 'dist', format: 'esm', sourcemap: true, chunkFileNames: '[name].js' },
  onLog(level, log, handle) {
    // Frameworks ask for packages that one may have beside them; they do without, and so do we.
    const isOptional = log.code === 'UNRESOLVED_IMPORT' && log.id?.includes('node_modules') === true;
    if (!isOptional) handle(level, log);
  },
});
