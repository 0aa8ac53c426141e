import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, expect, test, vi } from 'vitest';
import type { AppError } from '#shared/kernel/errors.ts';
import { forkLife } from '#electron/ipc/fork-life.ts';
import { lockFolder } from '#electron/ipc/folder-lock.ts';
import { superviseDataProcess, type Supervisor, type SupervisorOptions } from '#electron/ipc/supervisor.ts';
import { quietLog } from '#tests/support/quiet-log.ts';

const double = fileURLToPath(import.meta.resolve('#tests/support/data-process-double.ts'));
const folder = mkdtempSync(join(tmpdir(), 'comptoir-supervisor-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let running: Supervisor | undefined;
afterEach(async () => {
  await running?.close();
  running = undefined;
});

function supervise(over: Partial<SupervisorOptions<never>> = {}, serverUrl = 'http://127.0.0.1:1/') {
  const ups: number[] = [];
  const downs: { code: number | null; error: AppError | null; againInMs: number }[] = [];
  const texts: string[] = [];
  const log = quietLog();
  running = superviseDataProcess({
    fork: () => forkLife(double),
    start: { dataDir: '/nowhere', serverUrl, shell: 'browser', secrets: 'keychain', demoAccountsFile: null },
    log,
    pausesMs: [10, 20, 30],
    on: { up: () => void ups.push(ups.length), down: (why) => void downs.push(why), window: (_window, text) => void texts.push(text), event: () => undefined },
    ...over,
  });
  const ask = async (channel: string, input: unknown) => {
    const before = texts.length;
    running!.post({ t: 'window', window: 1, text: JSON.stringify({ t: 'ask', id: 1, channel, input }) });
    await vi.waitFor(() => expect(texts.length).toBeGreaterThan(before), { timeout: 20_000 });
    return JSON.parse(texts.at(-1)!) as { result: { ok: boolean; value: Record<string, unknown>; error: AppError } };
  };
  return { ups, downs, log, ask, upTimes: (times: number) => vi.waitFor(() => expect(ups.length).toBe(times), { timeout: 20_000 }) };
}

test('a process that keeps dying is started again with growing pauses; the last one repeats', async () => {
  const { downs, upTimes } = supervise();
  for (let life = 1; life <= 5; life++) {
    await upTimes(life);
    running!.post({ t: 'window', window: 1, text: JSON.stringify({ t: 'ask', id: 1, channel: 'double.die', input: {} }) });
  }
  await upTimes(6);
  expect(downs.map(({ againInMs }) => againInMs)).toEqual([10, 20, 30, 30, 30]);
});

test('one that lived long enough starts the count again', async () => {
  const { downs, upTimes } = supervise({ soundAfterMs: 0 });
  for (let life = 1; life <= 3; life++) {
    await upTimes(life);
    running!.post({ t: 'window', window: 1, text: JSON.stringify({ t: 'ask', id: 1, channel: 'double.die', input: {} }) });
  }
  await upTimes(4);
  expect(downs.map(({ againInMs }) => againInMs)).toEqual([10, 10, 10]);
});

test('one that cannot start says why', async () => {
  const { downs, log } = supervise({}, 'http://127.0.0.1:9/');
  await vi.waitFor(() => expect(downs.length).toBeGreaterThan(1), { timeout: 20_000 });
  expect(downs[0]).toMatchObject({ code: 1, error: { code: 'internal', attempted: 'data-process.start' } });
  expect(log.lines.filter(({ level }) => level === 'error').length).toBeGreaterThan(1);
});

test('a module that is not there counts as a process that died', async () => {
  const { downs } = supervise({ fork: () => forkLife('/no/such/module.ts', { errorsTo: join(folder, 'words.log') }) });
  await vi.waitFor(() => expect(downs.length).toBeGreaterThan(0), { timeout: 20_000 });
  expect(readFileSync(join(folder, 'words.log'), 'utf8')).toContain('MODULE_NOT_FOUND');
});

test('secrets are asked of the shell’s key store; one that refuses is a clear answer and its words stay out of the log', async () => {
  const kept = new Map<string, string | null>();
  const { ask, log, upTimes } = supervise({
    keyStore: {
      get: async (name) => {
        if (name === 'locked') throw new Error('secret words of the key store');
        return kept.get(name) ?? null;
      },
      set: async (name, value) => void kept.set(name, value),
    },
  });
  await upTimes(1);
  expect((await ask('double.secret', { name: 'a', value: 'token' })).result.value).toEqual({ value: 'token' });
  expect(kept.get('a')).toBe('token');
  expect((await ask('double.secret', { name: 'locked' })).result.ok).toBe(false);
  expect(JSON.stringify(log.lines)).not.toContain('secret words');
});

test('without a key store a question for one is refused', async () => {
  const { ask, upTimes } = supervise();
  await upTimes(1);
  expect((await ask('double.secret', { name: 'a' })).result).toMatchObject({ ok: false });
});

test('closing waits for the process to end; one that does not end is ended', async () => {
  const killed = vi.fn();
  let exit: (code: number) => void = () => undefined;
  const stubborn = { post: () => undefined, onMessage: () => undefined, onExit: (listener: (code: number | null) => void) => void (exit = listener), kill: () => (killed(), exit(137)) };
  supervise({ fork: () => stubborn, graceMs: 20 });
  await running!.close();
  expect(killed).toHaveBeenCalledOnce();
});

test('a folder is held by one at a time, also within one process, and free again when its holder lets go', () => {
  const first = lockFolder(folder);
  expect(first).not.toBeNull();
  expect(lockFolder(folder)).toBeNull();
  first!.release();
  const second = lockFolder(folder);
  expect(second).not.toBeNull();
  second!.release();
});

test('a chosen place is answered once the process knows it; by one that dies, or is not there, it is not', async () => {
  const { ask, upTimes } = supervise();
  await upTimes(1);
  const [key, other] = ['0190a000-0000-4000-8000-000000000001', '0190a000-0000-4000-8000-000000000002'];
  expect(await running!.place(key, '/somewhere/list.csv')).toBe(true);
  expect((await ask('double.place', { key })).result.value).toEqual({ path: '/somewhere/list.csv' });
  running!.post({ t: 'window', window: 1, text: JSON.stringify({ t: 'ask', id: 2, channel: 'double.die', input: {} }) });
  await upTimes(2);
  expect((await ask('double.place', { key })).result.value).toEqual({ path: null });
  await running!.close();
  expect(await running!.place(other, '/somewhere/list.csv')).toBe(false);
});
