import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir, uptime } from 'node:os';
import { join } from 'node:path';
import { isMainThread } from 'node:worker_threads';
import { fileURLToPath } from 'node:url';

/** The process every worker of this test run has in common. */
const runner = isMainThread ? process.ppid : process.pid;

/**
 * The address of this test run's PostgreSQL; the first test that asks starts it, all others wait and share it.
 * It goes away with the test runner.
 *
 * @throws Error when the cluster does not start within 60 s
 */
export async function postgresUrl(): Promise<string> {
  const folder = join(tmpdir(), `comptoir-test-postgres-${runner}`);
  removeStale(folder);
  if (isFirst(folder)) {
    spawn(process.execPath, [fileURLToPath(new URL('./postgres-supervisor.ts', import.meta.url)), folder, String(runner)], { detached: true, stdio: 'ignore' }).unref();
  }
  for (let tries = 0; tries < 1_200; tries++) {
    if (existsSync(join(folder, 'ready.json'))) return (JSON.parse(readFileSync(join(folder, 'ready.json'), 'utf8')) as { url: string }).url;
    if (existsSync(join(folder, 'failed.txt'))) throw new Error(readFileSync(join(folder, 'failed.txt'), 'utf8'));
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('the PostgreSQL of this test run did not answer');
}

/** Making a folder succeeds for exactly one of several processes. */
function isFirst(folder: string): boolean {
  try {
    mkdirSync(folder);
    return true;
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'EEXIST') return false;
    throw cause;
  }
}

/** What a machine that was switched off left behind, should a later run get the same process number. */
function removeStale(folder: string): void {
  if (!existsSync(folder)) return;
  const bootedAt = Date.now() - uptime() * 1_000;
  if (statSync(folder).mtimeMs < bootedAt) rmSync(folder, { recursive: true, force: true });
}
