import nx from '@nx/eslint-plugin';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import tseslint from 'typescript-eslint';

/** Nx lints each project from its own folder: exactly its projects of the compiler are loaded, tests included. */
const here = process.cwd();
const projects = ['tsconfig.json', 'tsconfig.test.json'].filter((name) => existsSync(join(here, name)));
const typed =
  here === import.meta.dirname
    ? { projectService: true, tsconfigRootDir: import.meta.dirname }
    : { project: projects, tsconfigRootDir: here };

/** Layers as in docs/architecture.md: who may import whom. Deny by default. */
const below = {
  contract: ['contract'],
  platform: ['contract'],
  catalog: ['contract', 'platform'],
  config: ['contract', 'catalog'],
  planner: ['contract', 'platform', 'catalog', 'config'],
  work: ['contract', 'platform', 'catalog', 'config', 'planner'],
  flow: ['contract', 'platform', 'catalog', 'config', 'planner', 'work'],
  host: ['contract', 'platform'],
  app: ['contract', 'platform', 'catalog', 'config', 'planner', 'work', 'flow', 'host'],
  view: ['contract'],
};
const runtimes = { anywhere: ['anywhere'], node: ['anywhere', 'node'], browser: ['anywhere', 'browser'] };
const constraints = [
  ...Object.entries(below).map(([layer, names]) => ({
    sourceTag: `layer:${layer}`,
    onlyDependOnLibsWithTags: names.map((name) => `layer:${name}`),
  })),
  ...Object.entries(runtimes).map(([runtime, names]) => ({
    sourceTag: `runs:${runtime}`,
    onlyDependOnLibsWithTags: names.map((name) => `runs:${name}`),
  })),
];

const pure = [
  'libs/contracts/src/**/*.ts',
  'libs/catalog/**/*.ts',
  'libs/config/src/**/*.ts',
  'libs/planner/src/**/*.ts',
];

export default tseslint.config(
  {
    ignores: [
      '**/dist/**',
      '**/node_modules/**',
      '**/fixtures/**',
      '**/*.gen.ts',
      '**/*.mjs',
      '**/*.cjs',
      'tools/portable.d.ts',
    ],
  },
  {
    files: ['**/*.ts', '**/*.tsx'],
    plugins: { '@typescript-eslint': tseslint.plugin, '@nx': nx },
    languageOptions: {
      parser: tseslint.parser,
      parserOptions: typed,
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@nx/enforce-module-boundaries': [
        'error',
        { allow: [], depConstraints: constraints, enforceBuildableLibDependency: false },
      ],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/only-throw-error': 'error',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', destructuredArrayIgnorePattern: '^_' },
      ],
      '@typescript-eslint/consistent-type-imports': 'error',
      'no-var': 'error',
      'prefer-const': 'error',
      eqeqeq: 'error',
    },
  },
  {
    files: pure,
    ignores: ['**/*.test.ts', '**/stand-in.ts', '**/stand-in-kit/**', '**/fixtures/**'],
    rules: {
      'no-restricted-globals': ['error', { name: 'Date', message: 'Time is an argument here (style: pure core).' }],
      'no-restricted-properties': [
        'error',
        { object: 'Math', property: 'random', message: 'Chance is an argument here.' },
      ],
    },
  },
  {
    files: ['libs/config/src/**/*.ts', 'libs/planner/src/**/*.ts'],
    ignores: ['**/*.test.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        { selector: ':function[async=true]', message: 'The model decides and never waits.' },
        { selector: 'AwaitExpression', message: 'The model decides and never waits.' },
      ],
    },
  },
);
