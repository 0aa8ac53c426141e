import { readdirSync } from 'node:fs';
import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';
import { beforeAll, describe, expect, test } from 'vitest';
import { walls } from '../../eslint.walls.mjs';

/** Lints a text as if it stood in `file`, with the walls alone. */
const linter = () =>
  new ESLint({ overrideConfigFile: true, overrideConfig: [{ files: ['**/*.{ts,tsx,cts}'], languageOptions: { parser: tseslint.parser } }, walls] as never });
let eslint: ESLint;
beforeAll(() => {
  eslint = linter();
});
const violations = async (file: string, code: string) => {
  const [result] = await eslint.lintText(code, { filePath: file });
  const fatal = result!.messages.filter((message) => message.fatal);
  expect(fatal).toEqual([]);
  return result!.messages.filter((message) => message.ruleId === 'boundaries/dependencies').length;
};

describe('a planted import through a wall is found', () => {
  test.each([
    { file: 'shared/catalog/planted.ts', imports: 'node:fs' },
    { file: 'shared/catalog/planted.ts', imports: 'kysely' },
    { file: 'shared/catalog/planted.ts', imports: '#server/db/open.ts' },
    { file: 'shared/catalog/planted.ts', imports: '#electron/db/open.ts' },
    { file: 'shared/kernel/planted.ts', imports: '#shared/catalog/model.ts' },
    { file: 'shared/kernel/planted.ts', imports: '../catalog/model.ts' },
    { file: 'shared/sync/planted.ts', imports: '#shared/catalog/model.ts' },
    { file: 'shared/auth/planted.ts', imports: '#shared/catalog/model.ts' },
    { file: 'renderer/catalog/planted.tsx', imports: '#electron/db/open.ts' },
    { file: 'renderer/catalog/planted.tsx', imports: '#server/db/open.ts' },
    { file: 'renderer/catalog/planted.tsx', imports: 'node:fs' },
    { file: 'renderer/catalog/planted.tsx', imports: 'electron' },
    { file: 'renderer/catalog/planted.tsx', imports: 'better-sqlite3' },
    { file: 'renderer/catalog/planted.tsx', imports: 'kysely' },
    { file: 'server/catalog/planted.ts', imports: '#electron/db/open.ts' },
    { file: 'server/catalog/planted.ts', imports: 'electron' },
    { file: 'server/catalog/planted.ts', imports: 'react' },
    { file: 'electron/catalog/planted.ts', imports: 'electron' },
    { file: 'electron/catalog/planted.ts', imports: '#server/db/open.ts' },
    { file: 'electron/catalog/planted.ts', imports: '#electron/app/app-protocol.ts' },
    { file: 'electron/catalog/planted.ts', imports: 'react' },
  ])('$imports in $file', async ({ file, imports }) => {
    expect(await violations(file, `import planted from '${imports}';\nexport { planted };\n`), 'as an import').toBe(1);
    expect(await violations(file, `export const planted = () => import('${imports}');\n`), 'as a dynamic import').toBe(1);
    expect(await violations(file, `export * from '${imports}';\n`), 'as a re-export').toBe(1);
  });
});

describe('what is allowed stays allowed', () => {
  test.each([
    { file: 'shared/catalog/planted.ts', imports: 'zod' },
    { file: 'shared/catalog/planted.ts', imports: '#shared/kernel/money.ts' },
    { file: 'shared/catalog/planted.ts', imports: '#shared/sync/model.ts' },
    { file: 'renderer/catalog/planted.tsx', imports: 'react' },
    { file: 'renderer/catalog/planted.tsx', imports: '#shared/catalog/model.ts' },
    { file: 'server/catalog/planted.ts', imports: 'node:fs' },
    { file: 'server/catalog/planted.ts', imports: 'kysely' },
    { file: 'electron/catalog/planted.ts', imports: 'better-sqlite3' },
    { file: 'electron/app/planted.ts', imports: 'electron' },
    { file: 'electron/app/planted.ts', imports: '#electron/db/open.ts' },
    { file: 'electron/main.ts', imports: 'electron' },
  ])('$imports in $file', async ({ file, imports }) => {
    expect(await violations(file, `import planted from '${imports}';\nexport { planted };\n`)).toBe(0);
  });
});

test('every folder of shared is named in the table of who knows whom', async () => {
  const folders = readdirSync('shared', { withFileTypes: true }).filter((entry) => entry.isDirectory() && !['kernel', 'contract'].includes(entry.name));
  for (const { name } of folders) {
    expect(await violations(`shared/${name}/planted.ts`, `import planted from '#shared/kernel/money.ts';\nexport { planted };\n`), name).toBe(0);
  }
});
