import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { places, root, windowSources } from '#electron/start/places.ts';
import { buildWhenStale } from '#electron/start/window-build.ts';

const folder = mkdtempSync(join(tmpdir(), 'comptoir-start-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const start = (args: readonly string[], { env = {}, door = ['electron/start.ts'], node = process.execPath }: { env?: NodeJS.ProcessEnv; door?: readonly string[]; node?: string } = {}) =>
  spawn(node, [...door, ...args], { cwd: root, env: { ...process.env, DISPLAY: '', WAYLAND_DISPLAY: '', INIT_CWD: folder, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });

type Ended = { code: number | null; out: string; errors: string };
const run = async (...given: Parameters<typeof start>): Promise<Ended> => {
  const child = start(...given);
  let out = '';
  let errors = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, out, errors };
};
const oneLine = (ended: Ended) => {
  expect(ended.code).toBe(1);
  expect(ended.errors.trim().split('\n')).toHaveLength(1);
  return ended.errors.trim();
};

describe('npm start says in one line what is in the way, and ends with 1', () => {
  test('an unknown flag', async () => expect(oneLine(await run(['--nope']))).toContain("Unknown option '--nope'"));
  test('a bad server address', async () => expect(oneLine(await run(['--server', 'market']))).toContain('is not the address of a server'));

  test('a folder that cannot be made', async () => {
    writeFileSync(join(folder, 'a-file'), '');
    expect(oneLine(await run(['--data', join(folder, 'a-file', 'data')]))).toMatch(/cannot be used: a part of the path is a file\. Choose another with --data/);
    if (process.platform === 'linux') expect(oneLine(await run(['--data', '/proc/comptoir']))).toContain('it cannot be made there');
  });

  test('a port that is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    expect(oneLine(await run(['--port', String(port), '--data', join(folder, 'port'), '--shell', 'browser', '--no-open']))).toBe(`Port ${port} is taken by another program: choose another with --port N.`);
    other.close();
  });

  test.skipIf(process.platform !== 'linux')('a desktop without a display', async () => {
    expect(oneLine(await run(['--shell', 'desktop', '--data', join(folder, 'display'), '--server', 'http://127.0.0.1:1']))).toMatch(/^The desktop shell cannot start: there is no display/);
  });

  test('a folder of files that are not there, and again: the first refusal does not pass for a marketplace', async () => {
    const empty = join(folder, 'no-files');
    mkdirSync(empty);
    for (const round of [1, 2]) {
      const said = oneLine(await run(['--shell', 'browser', '--no-open', '--port', '0', '--data', join(folder, 'olist'), '--olist', empty]));
      expect(said, `start ${round}`).toContain('the demo marketplace could not be made');
      expect(said, `start ${round}`).toContain(empty);
    }
  });

  test('--help tells everything there is', async () => {
    const { code, out } = await run(['--help']);
    expect(code).toBe(0);
    for (const flag of ['--shell', '--server', '--data', '--port', '--no-open', '--olist', '--help']) expect(out).toContain(flag);
  });
});

const older = ['/usr/local/bin/node', '/usr/bin/node'].find((file) => existsSync(file) && Number(/^v(\d+)/.exec(execFileSync(file, ['--version'], { encoding: 'utf8' }))?.[1]) < 24);
test.skipIf(!older)(`an older Node is told which one is needed${older ? '' : ' (skipped: no older Node here)'}`, async () => {
  expect(oneLine(await run(['start'], { node: older!, door: ['electron/run.mjs'] }))).toMatch(/^Comptoir runs on Node 24, which comes with it; this is Node/);
});

describe('a console that runs', () => {
  beforeAll(async () => {
    const built = await buildWhenStale({ root, name: 'renderer', sources: windowSources, entry: places.windowBuilder });
    if (!built.ok) throw new Error(built.error);
  }, 120_000);
  const running = async (dataDir: string, ...more: string[]) => {
    const child = start(['--shell', 'browser', '--no-open', '--port', '0', '--data', dataDir, '--server', 'http://127.0.0.1:1', ...more]);
    let out = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (out += text));
    child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
    while (!out.includes('Ctrl-C')) await once(child.stdout, 'data');
    return { child, link: /^Console: (\S+)/m.exec(out)![1]!, output: () => out };
  };

  test('works with a server elsewhere, which may be away; a second one on the same folder says so and gets a link of its own', async () => {
    const dataDir = join(folder, 'twice');
    const { child, link, output } = await running(dataDir);
    expect(output()).toContain('Shell: browser (as asked)');
    expect(output()).toContain('Server: http://127.0.0.1:1');
    expect(statSync(join(dataDir, 'console.json')).mode & 0o077).toBe(0);

    const second = await run(['--shell', 'browser', '--no-open', '--data', dataDir, '--server', 'http://127.0.0.1:1']);
    expect(oneLine(second)).toContain(`Comptoir already works in ${dataDir} (browser shell, process ${child.pid}`);
    const other = /^Console: (\S+)/m.exec(second.out)![1]!;
    expect(new URL(other).origin).toBe(new URL(link).origin);
    expect((await fetch(other, { redirect: 'manual' })).status).toBe(303);
    expect((await fetch(other, { redirect: 'manual' })).status).toBe(403);
    expect((await fetch(new URL('/control/link', link), { method: 'POST', headers: { authorization: 'Bearer guess' } })).status).toBe(403);

    child.kill('SIGINT');
    expect((await once(child, 'close'))[0]).toBe(0);
    await expect(fetch(link)).rejects.toThrow();
  });

  test('killed in the middle, it leaves nothing behind that keeps the next one out', async () => {
    const dataDir = join(folder, 'killed');
    const first = await running(dataDir);
    first.child.kill('SIGKILL');
    await once(first.child, 'close');
    const next = await running(dataDir);
    next.child.kill('SIGTERM');
    expect((await once(next.child, 'close'))[0]).toBe(0);
  });
});
