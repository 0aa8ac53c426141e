import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { zstdCompressSync } from 'node:zlib';
import { expect, onTestFinished, test } from 'vitest';
import { hireHands, type ArrivedChunk } from '#electron/sync/chunk-hands.ts';
import { aFolder } from './support/cache.ts';

const sha256 = (content: Uint8Array): string => createHash('sha256').update(content).digest('hex');
const arrived = (content: Uint8Array, offset: number, more: Partial<ArrivedChunk> = {}): ArrivedChunk => ({ encoding: 'identity', wire: content, bytes: content.length, sha256: sha256(content), offset, ...more });
const parts = [Buffer.alloc(3_000_000, 'a'), Buffer.alloc(3_000_000, 'b'), Buffer.alloc(1_000, 'c')];

function hands(file: string) {
  const hired = hireHands(file);
  onTestFinished(() => hired.end().catch(() => undefined));
  return hired;
}

test('what arrives in any order and any packing lies in its place, also from shared memory', async () => {
  const file = join(aFolder(), 'side');
  const { putAway, end } = hireHands(file);
  const shared = new Uint8Array(new SharedArrayBuffer(parts[0]!.length));
  shared.set(parts[0]!);
  expect(await Promise.all([
    putAway(arrived(parts[2]!, 6_000_000, { encoding: 'zstd', wire: zstdCompressSync(parts[2]!) })),
    putAway(arrived(parts[1]!, 3_000_000, { encoding: 'zstd', wire: zstdCompressSync(parts[1]!) })),
    putAway(arrived(parts[0]!, 0, { wire: shared })),
  ])).toEqual([true, true, true]);
  await end();
  expect(readFileSync(file).equals(Buffer.concat(parts))).toBe(true);
});

test.each([
  { name: 'other bytes than were promised', chunk: arrived(parts[2]!, 0, { sha256: sha256(parts[1]!) }) },
  { name: 'too few', chunk: arrived(parts[2]!, 0, { bytes: 1_001 }) },
  { name: 'no packing at all', chunk: arrived(parts[2]!, 0, { encoding: 'gzip' }) },
])('$name: damaged, and not written', async ({ chunk }) => {
  const file = join(aFolder(), 'side');
  expect(await hands(file).putAway(chunk)).toBe(false);
  expect(existsSync(file)).toBe(false);
});

test('a file that cannot be written fails with the reason of the system, each time', async () => {
  const { putAway } = hands(join(aFolder(), 'missing', 'side'));
  await expect(putAway(arrived(parts[2]!, 0))).rejects.toMatchObject({ code: 'ENOENT' });
  await expect(putAway(arrived(parts[1]!, 0))).rejects.toMatchObject({ code: 'ENOENT' });
});
