import { defineConfig } from 'vitest/config';
import { keepCompiledCode } from './tests/support/compiled-code.ts';

keepCompiledCode();

// One project per part, so that each runs alone: `npm run test:unit`, `test:contract`, `test:server` …
// Patient: a time that is up says that something hangs, not that the machine has much to do.
// With real files, sockets and processes, on machines shared with others, a test may meet a pause no user meets: there it is tried twice in CI, told by name in the closing lines, and is a bug to mend.
const withProcesses = { retry: process.env['CI'] ? 1 : 0 };
const part = (name: string, include: string[], more: object = {}) => ({ test: { name, include, testTimeout: 120_000, hookTimeout: 300_000, expect: { poll: { timeout: 20_000 } }, ...more } });

export default defineConfig({
  test: {
    // Two cores: more workers only wait for each other.
    maxWorkers: 2,
    projects: [
      part('unit', ['tests/unit/{shared,electron,renderer}/**/*.test.{ts,tsx}', 'tests/migrations/**/*.test.ts', 'tests/regression/**/*.test.ts'], withProcesses),
      part('contract', ['tests/contract/**/*.test.ts']),
      part('architecture', ['tests/architecture/**/*.test.ts']),
      part('server', ['tests/unit/server/**/*.test.ts'], withProcesses),
      // One file after the other: each keeps both processors busy by itself. `npm test` gives them only what other parts leave.
      part('sync', ['tests/sync/**/*.test.ts'], { testTimeout: 1_800_000, hookTimeout: 1_800_000, fileParallelism: false }),
      part('durability', ['tests/durability/**/*.test.ts'], { testTimeout: 300_000, ...withProcesses }),
      part('desktop', ['tests/desktop/**/*.test.ts'], withProcesses),
    ],
  },
});
