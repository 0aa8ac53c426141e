import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** Whether this machine has a Redis server; where it has none, tests that need one are skipped by name. */
export const redisInstalled = ((): boolean => {
  try {
    execFileSync('redis-server', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

export type TestRedis = { readonly url: string; readonly port: number; kill(): Promise<void>; startAgain(password?: string): Promise<void> };

/** A Redis of one's own on a free port that keeps nothing on disk. */
export async function aRedis(): Promise<TestRedis> {
  const port = await aFreePort();
  let child = await running(port);
  return {
    port,
    url: `redis://127.0.0.1:${port}`,
    kill: () => ended(child),
    startAgain: async (password) => {
      child = await running(port, password);
    },
  };
}

async function running(port: number, password?: string): Promise<ChildProcess> {
  const child = spawn('redis-server', ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', ...(password === undefined ? [] : ['--requirepass', password])], { stdio: ['ignore', 'pipe', 'inherit'] });
  process.once('exit', () => child.kill('SIGKILL'));
  await new Promise<void>((resolve, reject) => {
    child.once('exit', () => reject(new Error('redis-server ended before it was ready')));
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      if (text.includes('Ready to accept connections')) resolve();
    });
  });
  return child;
}

const ended = (child: ChildProcess): Promise<void> => new Promise((resolve) => {
  child.once('exit', () => resolve());
  child.kill('SIGKILL');
});

async function aFreePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

export type CutLine = { readonly port: number; cut(): void; mend(): void; close(): Promise<void> };

/** A line to `target` that can be cut: every connection breaks, and new ones are refused until it is mended. */
export async function aCutLine(target: number): Promise<CutLine> {
  const ends = new Set<Socket>();
  let whole = true;
  const server = createServer((near) => {
    if (!whole) return void near.destroy();
    const far = connect(target, '127.0.0.1');
    for (const end of [near, far]) {
      ends.add(end);
      end.on('error', () => undefined);
      end.on('close', () => {
        ends.delete(end);
        near.destroy();
        far.destroy();
      });
    }
    near.pipe(far).pipe(near);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const breakAll = () => ends.forEach((end) => end.destroy());
  return {
    port: (server.address() as AddressInfo).port,
    cut: () => {
      whole = false;
      breakAll();
    },
    mend: () => {
      whole = true;
    },
    close: () => new Promise((resolve) => {
      server.close(() => resolve());
      breakAll();
    }),
  };
}
