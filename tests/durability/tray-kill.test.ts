import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { TrayPicture } from '#shared/media/library-channels.ts';
import { productIdOf, shopIdOf } from '#tests/builders/catalog.ts';
import { aPicture } from '#tests/builders/pictures.ts';
import { aFolder } from '../unit/electron/sync/support/cache.ts';
import { aProcess } from '../unit/electron/sync/support/process.ts';
import { aConsole, aServer } from '../unit/electron/sync/support/world.ts';
import { seeded } from './crash-images.ts';

const SEED = Number(process.env['COMPTOIR_SEED'] ?? 23);
const KILLS = 6;
const shopId = shopIdOf(1);
const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
type Reply<T> = { ok: boolean; value: T; error?: { code: string } };

/**
 * Pictures are dropped on a listing and into the tray while the console is killed again and again. Whatever was said to be taken is there at the end, read, each
 * once; what goes to a listing by itself is on it once.
 */
test(`IMG-01 what the tray took survives every kill -9, is read, and goes to its listing once (seed ${SEED})`, async () => {
  const random = seeded(SEED);
  const server = await aServer({ products: 1 });
  const dataDir = aFolder();
  const before = await aConsole(server.url, { dataDir });
  await before.signIn();
  await before.online();
  await before.must('media.control', { paused: true });
  const drawn = Object.keys((await before.product(productIdOf(1))).images).length;
  await before.close();

  const taken = { tray: new Set<string>(), listing: new Set<string>() };
  const offered = { listing: new Set<string>() };
  let desk = aProcess({ dataDir, serverUrl: server.url });
  await desk.ready;
  const ask = async <T>(channel: string, input: unknown) => (await desk.ask(channel, input)) as Reply<T>;
  const drop = async (seed: number) => {
    const bytes = await aPicture(100 + seed, 70, { seed }).jpeg().toBuffer();
    const isBound = seed % 3 === 0;
    if (isBound) offered.listing.add(hashOf(bytes));
    const begun = await ask<{ intake: string }>('intake.begin', { use: { what: 'picture', shopId, ...(isBound ? { productId: productIdOf(1) } : {}) }, name: `${seed}.jpg`, bytes: bytes.length, mime: '' });
    if (!begun.ok) return;
    const { intake } = begun.value;
    await ask('intake.append', { intake, offset: 0, data: bytes.toString('base64') });
    await ask('intake.finish', { intake });
    if ((await ask('media.take', { intake })).ok) taken[isBound ? 'listing' : 'tray'].add(hashOf(bytes));
  };

  let seed = 0;
  for (let kill = 0; kill < KILLS; kill++) {
    for (let n = 0; n < 3; n++) await drop(++seed);
    // One more is on its way when it dies: nobody was told that it is here.
    const dying = desk;
    void drop(++seed);
    await pause(random() * 700);
    await dying.kill();
    desk = aProcess({ dataDir, serverUrl: server.url });
    await desk.ready;
  }
  const tray = async () => (await ask<{ pictures: TrayPicture[]; waiting: number }>('media.tray', { shopId, limit: 500 })).value;
  const listed = async () => Object.values((await ask<{ product: { images: Record<string, { picture?: { sha256: string } | null }> } }>('catalog.product', { id: productIdOf(1) })).value.product.images).flatMap(({ picture }) => picture?.sha256 ?? []);
  for (;;) {
    const { waiting, pictures } = await tray();
    const there = new Set(await listed());
    if (waiting === 0 && pictures.every(({ productId }) => productId === null) && [...taken.listing].every((sha256) => there.has(sha256))) break;
    await pause(50);
  }
  const { pictures } = await tray();
  expect(pictures.filter(({ state }) => state !== 'ready')).toEqual([]);
  const inTray = pictures.map(({ sha256 }) => sha256!);
  expect([...taken.tray].filter((sha256) => !inTray.includes(sha256))).toEqual([]);
  expect(inTray.length).toBe(new Set(inTray).size);
  const onListing = await listed();
  expect(onListing.length).toBe(new Set(onListing).size);
  expect(onListing.filter((sha256) => !offered.listing.has(sha256))).toEqual([]);
  expect(Object.keys((await ask<{ product: { images: object } }>('catalog.product', { id: productIdOf(1) })).value.product.images)).toHaveLength(drawn + onListing.length);
  // Every file is whole: its name is its content.
  const [cache] = readdirSync(join(dataDir, 'files'));
  const folder = join(dataDir, 'files', cache!, shopId, 'pictures');
  for (const sha256 of [...inTray, ...onListing]) expect(readdirSync(join(folder, sha256.slice(0, 2)))).toContain(`${sha256}.orig`);
  await desk.close();
});
