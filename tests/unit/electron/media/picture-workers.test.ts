import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test, vi } from 'vitest';
import { makePicture, type PictureTask } from '#electron/media/make-picture.ts';
import { forkWorker, PictureWorkers, type WorkerLife } from '#electron/media/picture-workers.ts';
import type { FromWorker, ToWorker } from '#electron/media/worker-contract.ts';
import { plainRecipe } from '#shared/media/recipe.ts';
import { aPicture } from '#tests/builders/pictures.ts';

const folder = mkdtempSync(join(tmpdir(), 'pictures-'));
afterAll(() => rmSync(folder, { recursive: true }));
const small = join(folder, 'small.png');
writeFileSync(small, await aPicture(48, 40).png().toBuffer());
const text = join(folder, 'text.png');
writeFileSync(text, 'not a picture');
const task = (path = small, out: string | null = null): PictureTask => ({ path, file: 'a.png', recipe: plainRecipe, folder: out });

/** Workers that are killed as soon as they have their task, so many times. */
function mortal(deaths: number): { start: () => WorkerLife; readonly hired: number } {
  let hired = 0;
  return {
    start: () => {
      const life = forkWorker();
      const dies = hired++ < deaths;
      return { ...life, post: (message) => (dies ? life.kill() : life.post(message)) };
    },
    get hired() {
      return hired;
    },
  };
}

test('a worker says what this process would have said, and refuses what it would have refused', async () => {
  const workers = new PictureWorkers({ count: 2 });
  const [made, refused, seen] = await Promise.all([workers.make(task()), workers.make(task(text)), workers.thumbnail({ path: small, file: 'a.png' })]);
  workers.close();
  expect(made).toEqual(await makePicture(task()));
  expect(refused).toMatchObject({ ok: false, error: { field: 'a.png', rule: 'picture-type' } });
  expect(seen.ok && Buffer.from(seen.value.data).toString('latin1', 8, 12)).toBe('WEBP');
});

test('IMG-07 a worker killed in the middle of a picture is replaced, and the picture made', async () => {
  const out = join(folder, 'out');
  const large = join(folder, 'large.jpg');
  writeFileSync(large, await aPicture(420, 300).jpeg().toBuffer());
  const lives: WorkerLife[] = [];
  const workers = new PictureWorkers({ count: 1, start: () => {
    lives.push(forkWorker());
    return lives.at(-1)!;
  } });
  const made = workers.make(task(large, out));
  // The first of its files says that it is at work.
  await vi.waitFor(() => expect(readdirSync(out).length).toBeGreaterThan(0), { timeout: 60_000, interval: 5 });
  lives[0]!.kill();
  expect(await made).toMatchObject({ ok: true });
  const again = await workers.make(task());
  expect(lives.length).toBe(2);
  workers.close();
  expect(again.ok).toBe(true);
});

test('a picture that kills two workers is refused, and the next one is not', async () => {
  const life = mortal(2);
  const workers = new PictureWorkers({ count: 1, start: life.start });
  const [first, second] = await Promise.all([workers.make(task()), workers.make(task())]);
  workers.close();
  expect(first).toMatchObject({ ok: false, error: { rule: 'picture-damaged' } });
  expect(second.ok).toBe(true);
  expect(life.hired).toBe(3);
});

type Without<T, K extends string> = T extends unknown ? Omit<T, K> : never;
/** A worker that says what it is told to about what it was asked last, and nothing of its own. */
function spoken() {
  let hear: (message: FromWorker) => void = () => undefined;
  let isKilled = false;
  const asked: ToWorker[] = [];
  const life: WorkerLife = { pid: undefined, post: (message) => void asked.push(message), onMessage: (listener) => void (hear = listener), onExit: () => undefined, kill: () => void (isKilled = true) };
  return { life, asked, say: (message: Said, id = asked.at(-1)!.id) => hear({ ...message, id } as FromWorker), isKilled: () => isKilled };
}
type Said = Without<FromWorker, 'id'>;
const looked: Said = { is: 'done', result: { ok: true, value: { data: new Uint8Array(), width: 1, height: 1 } }, memory: 0 };

test('a picture is given up by the time of the processor it takes, however long that lasts', async () => {
  vi.useFakeTimers();
  try {
    const worker = spoken();
    const workers = new PictureWorkers({ count: 1, start: () => worker.life });
    const slow = workers.make(task());
    // A machine so busy that a minute of work lasts for four hours.
    for (let processorMs = 1000; processorMs <= 60_000; processorMs += 1000) {
      worker.say({ is: 'working', processorMs });
      vi.advanceTimersByTime(240_000);
    }
    expect(worker.isKilled()).toBe(false);
    worker.say({ is: 'working', processorMs: 60_001 });
    expect(await slow).toMatchObject({ ok: false, error: { rule: 'picture-too-slow', details: { mostMs: 60_000 } } });
    expect(worker.isKilled()).toBe(true);
    expect(vi.getTimerCount()).toBe(0);
    workers.close();
  } finally {
    vi.useRealTimers();
  }
});

test.each([
  { name: 'says nothing', says: [] },
  { name: 'says that it is there, and gets nowhere', says: [20, 40, 999] },
])('a worker that $name for five minutes is given up, and the next picture read', async ({ says }) => {
  vi.useFakeTimers();
  try {
    const all = [spoken(), spoken()];
    let hired = 0;
    const workers = new PictureWorkers({ count: 1, start: () => all[hired++]!.life });
    const [stuck, next] = [workers.make(task()), workers.make(task())];
    for (const processorMs of says) all[0]!.say({ is: 'working', processorMs });
    vi.advanceTimersByTime(299_999);
    expect(all[0]!.isKilled()).toBe(false);
    vi.advanceTimersByTime(1);
    expect(await stuck).toMatchObject({ ok: false, error: { rule: 'picture-too-slow', details: { mostMs: 300_000 } } });
    all[1]!.say(looked);
    expect(await next).toMatchObject({ ok: true });
    workers.close();
  } finally {
    vi.useRealTimers();
  }
});

test('a first look has a worker of its own while pictures are made, and is not made to wait for them', async () => {
  const all = [spoken(), spoken(), spoken()];
  let hired = 0;
  const workers = new PictureWorkers({ count: 2, start: () => all[hired++]!.life });
  const made = [workers.make(task()), workers.make(task()), workers.make(task())];
  const looks = [workers.thumbnail({ path: small, file: 'b.png' }), workers.thumbnail({ path: small, file: 'c.png' })];
  expect(all.map(({ asked }) => asked.map(({ is }) => is))).toEqual([['make'], ['make'], ['thumbnail']]);
  for (const look of looks) {
    all[2]!.say(looked);
    expect(await look).toMatchObject({ ok: true });
  }
  // The worker for looks makes nothing while the others do.
  expect(all.map(({ asked }) => asked.map(({ is }) => is))).toEqual([['make'], ['make'], ['thumbnail', 'thumbnail']]);
  all[0]!.say(looked);
  expect(all[0]!.asked.map(({ is }) => is)).toEqual(['make', 'make']);
  for (const worker of all.slice(0, 2)) worker.say(looked);
  await Promise.all(made);
  workers.close();
});

test('what a worker still says of a picture that was given up is not taken for the next one', async () => {
  vi.useFakeTimers();
  try {
    const all = [spoken(), spoken()];
    let hired = 0;
    const workers = new PictureWorkers({ count: 1, start: () => all[hired++]!.life });
    const [slow, next] = [workers.make(task()), workers.make(task())];
    all[0]!.say({ is: 'working', processorMs: 60_001 });
    expect(await slow).toMatchObject({ error: { rule: 'picture-too-slow' } });
    // Its answer was on the way when it was killed: it is no worker at rest, and no answer to another question.
    all[0]!.say(looked);
    all[1]!.say(looked, all[0]!.asked[0]!.id);
    let isAnswered = false;
    void next.then(() => (isAnswered = true));
    await vi.advanceTimersByTimeAsync(0);
    expect(isAnswered).toBe(false);
    all[1]!.say(looked);
    expect(await next).toMatchObject({ ok: true });
    const third = workers.make(task());
    expect([hired, all[0]!.asked.length, all[1]!.asked.length]).toEqual([2, 1, 2]);
    all[1]!.say(looked);
    await third;
    workers.close();
  } finally {
    vi.useRealTimers();
  }
});

test('a worker at work tells how much of the processor it used', async () => {
  let tell: (message: FromWorker) => void = () => undefined;
  const told = new Promise<FromWorker>((resolve) => (tell = resolve));
  const large = join(folder, 'told.jpg');
  writeFileSync(large, await aPicture(1100, 800).jpeg().toBuffer());
  const workers = new PictureWorkers({ count: 1, start: () => {
    const life = forkWorker();
    life.onMessage((message) => message.is === 'working' && tell(message));
    return life;
  } });
  let first: FromWorker | null = null;
  // However fast the machine: sooner or later a picture is not ready within the second after which it is told.
  while (first === null) first = await Promise.race([told, workers.make(task(large)).then(() => null)]);
  workers.close();
  expect(first).toMatchObject({ is: 'working', processorMs: expect.any(Number) as number });
});

test('a picture for which there is not memory enough is refused, and a tired worker replaced', async () => {
  let hired = 0;
  const killed: number[] = [];
  const answers: Said[] = [{ is: 'too-heavy' }, { is: 'done', result: { ok: true, value: { data: new Uint8Array(), width: 1, height: 1 } }, memory: 10 ** 9 }, { is: 'failed', message: 'a broken promise' }];
  const start = (): WorkerLife => {
    const n = hired++;
    let hear: (message: FromWorker) => void = () => undefined;
    return { pid: undefined, post: ({ id }) => hear({ ...answers[n]!, id } as FromWorker), onMessage: (listener) => void (hear = listener), onExit: () => undefined, kill: () => void killed.push(n) };
  };
  const workers = new PictureWorkers({ count: 1, start });
  expect(await workers.make(task())).toMatchObject({ ok: false, error: { rule: 'picture-too-heavy' } });
  expect(await workers.thumbnail({ path: small, file: 'a.png' })).toMatchObject({ ok: true });
  await expect(workers.make(task())).rejects.toThrow('a broken promise');
  expect([hired, killed]).toEqual([3, [0, 1, 2]]);
  workers.close();
  await expect(workers.make(task())).rejects.toThrow('closed');
});
