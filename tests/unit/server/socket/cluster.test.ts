import { createServer } from 'node:http';
import { pino } from 'pino';
import { Server } from 'socket.io';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { ClusterRefused, joinCluster } from '#server/socket/cluster.ts';
import { aRedis, redisInstalled, type TestRedis } from '#tests/support/redis.ts';

type Line = { level: number; msg: string };
const WARN = 40;

/** A Redis that asks for a password from its first start on; away until `startAgain`. */
async function aGuardedRedis(): Promise<TestRedis> {
  const redis = await aRedis();
  await redis.kill();
  onTestFinished(() => redis.kill());
  return redis;
}

/** One server process, as far as Redis is concerned: what it logs, and whether it hears what another process says. */
async function aProcess(port: number, password = 'right') {
  const log: Line[] = [];
  const cluster = await joinCluster(`redis://:${password}@127.0.0.1:${port}`, pino({ base: null }, { write: (line: string) => void log.push(JSON.parse(line) as Line) }));
  const io = new Server(createServer());
  io.adapter(cluster.adapter);
  onTestFinished(async () => {
    await io.close();
    cluster.close();
  });
  const heard: unknown[] = [];
  io.on('told', (what) => heard.push(what));
  return { io, log, heard };
}

/** An unhandled rejection ends the test run by itself. */
describe.skipIf(!redisInstalled)(`a Redis that refuses later${redisInstalled ? '' : ' (skipped: no redis-server on this machine)'}`, () => {
  test('away at the start, back with another password: the process stays, says so once, and joins when it is let in', async () => {
    const redis = await aGuardedRedis();
    const [here, there] = await Promise.all([aProcess(redis.port), aProcess(redis.port)]);
    await redis.startAgain('another');
    here.io.emit('news', 1);
    here.io.serverSideEmit('told', 'nobody hears this');
    await vi.waitFor(() => expect(here.log).not.toEqual([]), { timeout: 20_000 });
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(here.log.map(({ level }) => level)).toEqual([WARN]);

    await redis.kill();
    await redis.startAgain('right');
    await vi.waitFor(() => expect(here.log).toHaveLength(2), { timeout: 10_000 });
    expect(here.log[1]!.msg).toBe('the line to Redis is back');
    await vi.waitFor(() => {
      here.io.serverSideEmit('told', 'hello');
      expect(there.heard).toContain('hello');
    }, { timeout: 10_000 });
  });

  test('a password that is changed under a process that runs: it stays, and is told of changes again when it may', async () => {
    const redis = await aGuardedRedis();
    await redis.startAgain('right');
    const [here, there] = await Promise.all([aProcess(redis.port), aProcess(redis.port)]);
    await vi.waitFor(() => {
      here.io.serverSideEmit('told', 'before');
      expect(there.heard).toContain('before');
    }, { timeout: 10_000 });
    await redis.kill();
    await redis.startAgain('another');
    here.io.emit('news', 1);
    here.io.serverSideEmit('told', 'nobody hears this');
    await vi.waitFor(() => expect(here.log).not.toEqual([]), { timeout: 20_000 });
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(here.log.map(({ level }) => level)).toEqual([WARN]);
    await redis.kill();
    await redis.startAgain('right');
    await vi.waitFor(() => {
      here.io.serverSideEmit('told', 'after');
      expect(there.heard).toContain('after');
    }, { timeout: 10_000 });
  });

  test('a password that is wrong at the start is refused', async () => {
    const redis = await aGuardedRedis();
    await redis.startAgain('right');
    await expect(aProcess(redis.port, 'wrong')).rejects.toThrow(ClusterRefused);
  });
});
