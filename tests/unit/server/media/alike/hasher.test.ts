import { expect, onTestFinished, test, vi } from 'vitest';
import type { FromHasher, ToHasher } from '#server/media/alike/hash-worker.ts';
import { createHasher, hashLife, type HashLife } from '#server/media/alike/hasher.ts';
import { pictureHashes } from '#server/media/alike/picture-hash.ts';
import { aScene } from '#tests/builders/pictures.ts';

const picture = await aScene(3).png().toBuffer();

/** A worker that does with each question what it is told. */
function aLife(does: (asked: ToHasher, answer: (said: FromHasher) => void, die: () => void) => void) {
  let [onAnswer, onEnd]: [(said: FromHasher) => void, () => void] = [() => undefined, () => undefined];
  const killed = { times: 0 };
  const life: HashLife = {
    pid: undefined, ask: (asked) => does(asked, onAnswer, onEnd), onAnswer: (listener) => (onAnswer = listener), onEnd: (listener) => (onEnd = listener), kill: () => void killed.times++,
  };
  return { life, killed };
}

test('a process of its own takes hashes, also after one of them was killed and after what is no picture', async () => {
  const lives: HashLife[] = [];
  const hasher = createHasher({ start: () => (lives.push(hashLife()), lives.at(-1)!) });
  onTestFinished(() => hasher.close());
  const expected = await pictureHashes(picture, 'image/png');
  expect(await Promise.all([hasher.hashes(picture, 'image/png'), hasher.hashes(Buffer.from('<svg/>'), 'image/png'), hasher.hashes(picture.subarray(0, picture.length >> 1), 'image/png')])).toEqual([expected, null, null]);
  process.kill(lives[0]!.pid!, 'SIGKILL');
  expect(await hasher.hashes(picture, 'image/png')).toEqual(expected);
});

test('a picture over which two workers die has no hash, and the next one has', async () => {
  let asked = 0;
  const hasher = createHasher({ start: () => aLife((_, answer, die) => (++asked <= 2 ? die() : answer({ is: 'done', hashes: ['abc'] }))).life });
  expect([await hasher.hashes(picture, 'image/png'), await hasher.hashes(picture, 'image/png'), asked]).toEqual([null, ['abc'], 3]);
});

test('one that gets nowhere is killed, and its picture has no hash', async () => {
  const silent = aLife(() => undefined);
  const quick = aLife((_, answer) => answer({ is: 'done', hashes: ['abc'] }));
  const lives = [silent, quick];
  const hasher = createHasher({ start: () => lives.shift()!.life, standstillMs: 10 });
  expect([await hasher.hashes(picture, 'image/png'), silent.killed.times, await hasher.hashes(picture, 'image/png')]).toEqual([null, 1, ['abc']]);
});

test('what counts is the time of the processor: on a busy machine a picture may take an hour', async () => {
  vi.useFakeTimers();
  try {
    let tell: (said: FromHasher) => void = () => undefined;
    const slow = aLife((_, answer) => (tell = answer));
    const hasher = createHasher({ start: () => slow.life });
    const hashes = hasher.hashes(picture, 'image/png');
    await vi.advanceTimersByTimeAsync(0);
    for (let processorMs = 1_000; processorMs <= 60_000; processorMs += 1_000) {
      tell({ is: 'working', processorMs });
      await vi.advanceTimersByTimeAsync(240_000);
    }
    expect(slow.killed.times).toBe(0);
    tell({ is: 'working', processorMs: 60_001 });
    expect([await hashes, slow.killed.times]).toEqual([null, 1]);
  } finally {
    vi.useRealTimers();
  }
});

test('one at a time, and a hasher that is closed says nothing of what was waiting', async () => {
  const questions: ToHasher[] = [];
  const hasher = createHasher({ start: () => aLife((asked) => void questions.push(asked)).life });
  const both = [hasher.hashes(picture, 'image/png'), hasher.hashes(picture, 'image/webp')];
  const said = Promise.allSettled(both);
  await vi.waitFor(() => expect(questions).toHaveLength(1));
  hasher.close();
  expect((await said).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(questions).toHaveLength(1);
});
