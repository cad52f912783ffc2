import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Where the control plane listens while the dashboard is developed on its own port. */
const api = process.env['SHOWRUNNER_API'] ?? 'http://127.0.0.1:8000';
const proxied = ['/api', '/auth', '/process', '/config', '/logs', '/socket.io'];

export default defineConfig({
  plugins: [react()],
  resolve: { conditions: ['source', 'module', 'browser', 'development|production'] },
  server: {
    proxy: Object.fromEntries(
      proxied.map((path) => [
        path,
        {
          target: api,
          ws: true,
          // A page and an API route may share a path; a document navigation is for the page.
          bypass: (request) => (request.headers.accept?.includes('text/html') ? '/index.html' : undefined),
        },
      ]),
    ),
  },
  build: {
    outDir: 'dist',
    target: ['chrome123', 'firefox120', 'safari17.5'],
    // Nothing is inlined: a strict content security policy allows neither data: fonts nor inline scripts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'editor', test: /node_modules[\\/](@codemirror|@lezer|style-mod|crelt|w3c-keyname)/ },
            { name: 'chart', test: /node_modules[\\/]uplot/ },
            {
              name: 'vendor',
              test: /node_modules[\\/](react|react-dom|scheduler|react-router|@tanstack[\\/](react-query|query-core))[\\/]/,
            },
          ],
        },
      },
    },
  },
});
