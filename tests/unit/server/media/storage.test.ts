import { randomBytes } from 'node:crypto';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { movePictures } from '#server/media/move.ts';
import { readWhole, StorageFailed, type MediaStorage } from '#server/media/storage.ts';
import { signDelivery, signParameters, storageCloudinary } from '#server/media/storage-cloudinary.ts';
import { storageFolder } from '#server/media/storage-folder.ts';
import { storageS3 } from '#server/media/storage-s3.ts';
import { shopIdOf } from '#tests/builders/catalog.ts';
import { aFolder } from '#tests/support/running-server.ts';
import { hashOf } from './support/a-picture-shop.ts';
import { aFakeCloudinary } from './support/fake-cloudinary.ts';
import { aFakeS3 } from './support/fake-s3.ts';

const keyOf = (content: Buffer, shop = 1) => ({ shopId: shopIdOf(shop), sha256: hashOf(content) });
const all = async (storage: MediaStorage) => {
  const found: string[] = [];
  for await (const { shopId, sha256, bytes } of storage.list()) found.push(`${shopId} ${sha256} ${bytes}`);
  return found.sort();
};
type Opened = { storage: MediaStorage; troubles?: (number | 'cut')[]; count: () => number };
const kinds: { name: string; open: () => Promise<Opened> }[] = [
  { name: 'folder', open: async () => { const root = join(aFolder(), 'kept'); return { storage: storageFolder(root), count: () => readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).length }; } },
  { name: 's3', open: async () => { const s3 = await aFakeS3(); return { storage: await storageS3(s3.settings), troubles: s3.troubles, count: () => s3.objects.size }; } },
  { name: 'cloudinary', open: async () => { const cloud = await aFakeCloudinary(); return { storage: storageCloudinary(cloud.settings), troubles: cloud.troubles, count: () => cloud.objects.size }; } },
];

describe.each(kinds)('pictures in $name', ({ open }) => {
  test('are kept, measured, read in part, listed and removed', async () => {
    const { storage, count } = await open();
    const contents = [3_000, 1, 70_000, 12].map((bytes) => randomBytes(bytes));
    for (const content of contents) await storage.put(keyOf(content), content, 'image/webp');
    await storage.put(keyOf(contents[0]!), contents[0]!, 'image/webp');
    await storage.put(keyOf(contents[0]!, 2), contents[0]!, 'image/webp');
    expect(count()).toBe(5);
    expect(await all(storage)).toEqual([...contents.map((content) => [1, content] as const), [2, contents[0]!] as const].map(([shop, content]) => `${shopIdOf(shop)} ${hashOf(content)} ${content.length}`).sort());
    for (const content of contents) {
      expect(await storage.size(keyOf(content))).toBe(content.length);
      expect((await readWhole(storage, keyOf(content), content.length)).equals(content)).toBe(true);
    }
    for (let turn = 0; turn < 2; turn++) {
      const part: Uint8Array[] = [];
      for await (const block of storage.read(keyOf(contents[2]!), 100, 60_000)) part.push(block);
      expect(Buffer.concat(part).equals(contents[2]!.subarray(100, 60_000))).toBe(true);
    }
    await storage.remove(keyOf(contents[0]!));
    await storage.remove(keyOf(contents[0]!));
    expect(await storage.size(keyOf(contents[0]!))).toBeNull();
    expect(await storage.size(keyOf(contents[0]!, 2))).toBe(3_000);
    await expect(readWhole(storage, keyOf(contents[0]!), 3_000)).rejects.toThrow(StorageFailed);
    for (const key of [{ shopId: '../..', sha256: hashOf(contents[1]!) }, { shopId: shopIdOf(1), sha256: '../../etc/passwd' }]) await expect((async () => storage.size(key))()).rejects.toThrow('not a picture key');
  });
});

describe.each(kinds.slice(1))('$name in trouble', ({ open }) => {
  test('is asked again, and says so when it does not help', async () => {
    const { storage, troubles } = await open();
    const content = randomBytes(5_000);
    troubles!.push(503, 'cut', 500);
    await storage.put(keyOf(content), content, 'image/webp');
    troubles!.push(503, 'cut');
    expect(await storage.size(keyOf(content))).toBe(5_000);
    troubles!.push(503);
    expect((await readWhole(storage, keyOf(content), 5_000)).equals(content)).toBe(true);
    troubles!.push(500, 500, 500, 500);
    await expect(storage.put(keyOf(content, 2), content, 'image/webp')).rejects.toThrow(StorageFailed);
    expect(await storage.size(keyOf(content, 2))).toBeNull();
  });
});

test('a wrong secret opens nothing', async () => {
  const [s3, cloud, content] = [await aFakeS3(), await aFakeCloudinary(), randomBytes(100)];
  for (const storage of [await storageS3({ ...s3.settings, secret: 'guessed' }), storageCloudinary({ ...cloud.settings, secret: 'guessed' })]) {
    await expect(storage.put(keyOf(content), content, 'image/webp')).rejects.toThrow(StorageFailed);
    await expect(storage.size(keyOf(content))).rejects.toThrow(StorageFailed);
  }
  expect([s3.objects.size, cloud.objects.size]).toEqual([0, 0]);
});

/** Answers of Cloudinary's own library (2.11.0) to the same questions. */
test('signatures are those of Cloudinary', () => {
  expect(signParameters({ timestamp: '1315060510', public_id: 'sample_image', overwrite: 'true' }, 'abcd')).toBe('f23c34810ec4bb9f99822372286dd95087a6a8eec7e885ef3da954ef465a12cc');
  expect(signDelivery('a/bb/cc', 'abcd')).toBe('s--Kilpvd1p-3u6asTQKVTeJITXviu_zaq1--');
});

test('a move goes on where it was cut off, compares what arrived, and leaves damaged ones behind', async () => {
  const root = join(aFolder(), 'kept');
  const [from, s3, journal] = [storageFolder(root), await aFakeS3(), join(aFolder(), 'move.done')];
  const to = await storageS3({ ...s3.settings, attempts: 1 });
  const contents = Array.from({ length: 5 }, (_, n) => randomBytes(2_000 + n));
  for (const content of contents) await from.put(keyOf(content), content, 'image/webp');
  const damaged = randomBytes(900);
  await from.put(keyOf(damaged), damaged, 'image/webp');
  writeFileSync(join(root, shopIdOf(1), hashOf(damaged).slice(0, 2), hashOf(damaged)), randomBytes(900));
  // The store goes away in the middle, for good as far as this run knows.
  let seen = 0;
  await expect(movePictures(from, to, journal, () => ++seen === 3 && s3.troubles.push(...Array.from({ length: 40 }, () => 503)))).rejects.toThrow(StorageFailed);
  s3.troubles.length = 0;
  const puts = () => s3.seen.filter((line) => line.startsWith('PUT')).length;
  const before = puts();
  const rest = await movePictures(from, to, journal);
  expect(rest.copied + rest.there).toBe(5);
  expect(rest.there).toBeGreaterThan(0);
  expect(puts() - before).toBe(rest.copied);
  expect(rest.damaged).toEqual([`${shopIdOf(1)}/${hashOf(damaged).slice(0, 2)}/${hashOf(damaged)}`]);
  for (const content of contents) expect((await readWhole(to, keyOf(content), content.length)).equals(content)).toBe(true);
  expect(await to.size(keyOf(damaged))).toBeNull();
  expect(await movePictures(from, to, journal)).toMatchObject({ copied: 0, there: 5 });
});
