import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';
import { walls } from './eslint.walls.mjs';

/** Letters between JSX tags, or in an attribute that people read or hear, are text: it belongs in `renderer/locales`. */
const literalText = [
  { selector: 'JSXText[value=/\\p{L}{2,}/u]', message: 'Text people read belongs in renderer/locales, in three languages.' },
  { selector: "JSXAttribute[name.name=/^(title|label|placeholder|alt|aria-label|aria-description|description|errorMessage)$/] > Literal[value=/\\p{L}{2,}/u]", message: 'Text people read belongs in renderer/locales, in three languages.' },
];

export default tseslint.config(
  { ignores: ['node_modules/**', 'out/**', 'dist/**', 'coverage/**', 'test-results/**', 'playwright-report/**'] },
  ...tseslint.configs.recommended,
  walls,
  {
    files: ['**/*.{ts,tsx,cts,mts}'],
    // Types of all layers in one program: with one for each layer, which shared is in five times, lint took almost three times as long.
    languageOptions: { parserOptions: { project: './tsconfig.lint.json', tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': ['error', { allowForKnownSafeCalls: [{ from: 'package', package: 'node:test', name: ['test', 'describe'] }] }],
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false, arguments: false } }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': ['error', { prefer: 'type-imports', fixStyle: 'separate-type-imports', disallowTypeAnnotations: false }],
      '@typescript-eslint/no-empty-object-type': 'off',
      'no-console': 'error',
      'no-eval': 'error',
      'no-implied-eval': 'error',
      'no-new-func': 'error',
      'no-empty': ['error', { allowEmptyCatch: false }],
    },
  },
  { files: ['renderer/**/*.{ts,tsx}'], plugins: { 'react-hooks': reactHooks }, rules: { ...reactHooks.configs.recommended.rules, 'no-restricted-syntax': ['error', ...literalText] } },
  // A sandboxed preload is CommonJS, and `electron` is the one module it has.
  { files: ['electron/preload.cts'], rules: { '@typescript-eslint/no-require-imports': ['error', { allow: ['^electron$'] }] } },
  // What a person runs in a terminal may print there; everything else writes to the log.
  { files: ['electron/start.ts', 'electron/start/**', 'electron/cli.ts', 'electron/cli/**', 'resources/packaging/**', 'tests/bench/**', 'tests/run.ts', 'tests/support/**', '*.mjs'], rules: { 'no-console': 'off' } },
);
