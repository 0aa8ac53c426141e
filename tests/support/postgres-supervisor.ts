/**
 * Keeps one throw-away PostgreSQL for a test run: `node postgres-supervisor.ts FOLDER OWNER_PID`.
 *
 * A process of its own, because the tests that use the cluster run in several workers and any of them may be the first or be killed.
 * It writes `FOLDER/ready.json` once the cluster answers (or `failed.txt`), watches the test runner, and when that is gone
 * stops PostgreSQL and removes the folder, also after a `kill -9` of the runner.
 */
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import pg from 'pg';
import { embeddedPostgres, reachable, unprivilegedIdentity } from './postgres-binaries.ts';

let leaving = false;
// Ctrl-C reaches the whole group: the owner's end is enough for us. Asked directly, we clean up and go.
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => (leaving = true));

const [folder, owner] = [process.argv[2]!, Number(process.argv[3])];

const freePort = () =>
  new Promise<number>((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => (typeof address === 'object' && address !== null ? resolve(address.port) : reject(new Error('no port'))));
    });
  });

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 1_000 });
  try {
    await client.connect();
    await client.end();
    return true;
  } catch {
    // Not yet, as expected in its first half second; who waits too long is told below.
    return false;
  }
}

async function supervise(): Promise<void> {
  const native = embeddedPostgres();
  if (native === null) throw new Error('no embedded PostgreSQL for this platform');
  const identity = unprivilegedIdentity();
  const data = join(folder, 'data');
  mkdirSync(data, { recursive: true, mode: 0o700 });
  if (identity.uid !== undefined) {
    chmodSync(folder, 0o755);
    chownSync(data, identity.uid, identity.gid);
  }
  const bin = join(reachable(native, folder, identity), 'bin');
  // Sorted as people sort (a, A, b), like most servers out there: whoever forgets to ask for byte order is found out.
  const made = spawnSync(join(bin, 'initdb'), ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--locale-provider=icu', '--icu-locale=en-US', '--no-sync', '--no-instructions'], { ...identity, cwd: folder, encoding: 'utf8', env: { ...process.env, LC_ALL: 'C' } });
  if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr}`);

  const port = await freePort();
  const settings = {
    listen_addresses: '127.0.0.1', port: String(port), unix_socket_directories: '', max_connections: '200', shared_buffers: '48MB',
    fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', wal_level: 'minimal', max_wal_senders: '0', autovacuum: 'on', logging_collector: 'off',
  };
  const server = spawn(join(bin, 'postgres'), ['-D', data, ...Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${value}`])], { ...identity, cwd: folder, stdio: 'ignore', env: { ...process.env, LC_ALL: 'C' } });
  let gone = false;
  server.once('exit', () => (gone = true));

  const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
  try {
    for (let tries = 0; !(await answers(url)); tries++) {
      if (gone || tries > 300) throw new Error('PostgreSQL did not start');
      await pause(50);
    }
    writeFileSync(join(folder, 'ready.tmp'), JSON.stringify({ url, pid: server.pid }));
    renameSync(join(folder, 'ready.tmp'), join(folder, 'ready.json'));
    while (!gone && !leaving && runs(owner)) await pause(250);
  } finally {
    // "Immediate": nothing here is worth a checkpoint.
    server.kill('SIGQUIT');
    for (let tries = 0; !gone && tries < 100; tries++) await pause(50);
    if (!gone) server.kill('SIGKILL');
  }
}

function runs(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (cause) {
    return cause instanceof Error && 'code' in cause && cause.code === 'EPERM';
  }
}

try {
  await supervise();
} catch (cause) {
  writeFileSync(join(folder, 'failed.txt'), cause instanceof Error ? cause.message : String(cause));
  while (!leaving && runs(owner)) await pause(250);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
