import { defineConfig } from 'vitest/config';

// One project per part, so that each runs alone: `npm run test:unit`, `test:contract`, `test:server` …
const part = (name: string, include: string[], more: object = {}) => ({ test: { name, include, testTimeout: 30_000, hookTimeout: 60_000, ...more } });

export default defineConfig({
  test: {
    // Two cores: more workers only wait for each other.
    maxWorkers: 2,
    projects: [
      part('unit', ['tests/unit/{shared,electron,renderer}/**/*.test.{ts,tsx}', 'tests/migrations/**/*.test.ts', 'tests/regression/**/*.test.ts']),
      part('contract', ['tests/contract/**/*.test.ts']),
      part('architecture', ['tests/architecture/**/*.test.ts'], { testTimeout: 120_000 }),
      part('server', ['tests/unit/server/**/*.test.ts'], { testTimeout: 60_000 }),
      // One file after the other: each keeps both processors busy by itself.
      part('sync', ['tests/sync/**/*.test.ts'], { testTimeout: 600_000, fileParallelism: false }),
      part('durability', ['tests/durability/**/*.test.ts'], { testTimeout: 300_000 }),
      part('desktop', ['tests/desktop/**/*.test.ts'], { testTimeout: 120_000 }),
    ],
  },
});
