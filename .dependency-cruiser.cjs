/** What the layers cannot say: islands inside a room. Patterns, so that a new folder is covered on arrival. */
module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      severity: 'error',
      comment: 'Files that need each other to run are one file; types may refer to each other.',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'service-islands',
      severity: 'error',
      comment: 'A service folder imports the vocabulary, a family and the stand-in kit, never a neighbour.',
      from: { path: '^libs/catalog/services/([^/]+)/' },
      to: { path: '^libs/catalog/services/', pathNot: '^libs/catalog/services/$1/' },
    },
    {
      name: 'dialect-islands',
      severity: 'error',
      comment: 'A dialect translates one wire and knows no other.',
      from: { path: '^apps/api/src/dialects/([^/]+)/' },
      to: { path: '^apps/api/src/dialects/', pathNot: '^apps/api/src/dialects/$1/' },
    },
    {
      name: 'dashboard-features',
      severity: 'error',
      comment: 'Features are put together in app/ only.',
      from: { path: '^apps/dashboard/src/features/([^/]+)/' },
      to: { path: '^apps/dashboard/src/(features/|app/)', pathNot: '^apps/dashboard/src/features/$1/' },
    },
    {
      name: 'dashboard-shared',
      severity: 'error',
      comment: 'What is shared knows no feature.',
      from: { path: '^apps/dashboard/src/shared/' },
      to: { path: '^apps/dashboard/src/(features|app)/' },
    },
    {
      name: 'no-orphans',
      severity: 'error',
      comment: 'A file that nobody imports is dead, or an entry that wants naming here.',
      from: {
        orphan: true,
        pathNot: [
          '\\.test\\.tsx?$',
          '\\.d\\.ts$',
          '/stand-in\\.ts$',
          '(^|/)(main|vite\\.config|rolldown\\.config|index)\\.tsx?$',
          '/fixtures/',
          '\\.(css|json|html)$',
        ],
      },
      to: {},
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|node_modules|fixtures)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      conditionNames: ['source', 'types', 'import', 'default'],
      extensions: ['.ts', '.tsx', '.js', '.json', '.css'],
    },
  },
};
