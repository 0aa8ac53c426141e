import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { sharp } from '#electron/media/read/sharp.ts';
import type { TrayPicture } from '#shared/media/library-channels.ts';
import { INTAKE_BYTES } from '#shared/intake/contract.ts';
import { recipeHashOf } from '#shared/media/effective-recipe.ts';
import { MOST_PICTURE_BYTES } from '#shared/media/limits.ts';
import { pictureRules } from '#shared/media/rules.ts';
import { plainRecipe } from '#shared/media/recipe.ts';
import { productIdOf, shopIdOf } from '#tests/builders/catalog.ts';
import { aPicture } from '#tests/builders/pictures.ts';
import { realPicturesFolder } from '#tests/support/real-data.ts';
import { aFolder } from '../sync/support/cache.ts';
import { aConsole, aProxy, aServer, KARIM, type TestConsole } from '../sync/support/world.ts';

const shopId = shopIdOf(1);
const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
/** Small, so that everything made of it takes a tenth of a second. */
const small = (seed: number) => aPicture(90, 60, { seed }).jpeg().toBuffer();

/** Hands a file over as the window does. */
async function drop(desk: TestConsole, name: string, bytes: Buffer, productId?: ReturnType<typeof productIdOf>): Promise<string> {
  const { intake } = await desk.must('intake.begin', { use: { what: 'picture', shopId, ...(productId === undefined ? {} : { productId }) }, bytes: bytes.length, name, mime: '' });
  for (let at = 0; at < bytes.length; at += INTAKE_BYTES) await desk.must('intake.append', { intake, offset: at, data: bytes.subarray(at, at + INTAKE_BYTES).toString('base64') });
  await desk.must('intake.finish', { intake });
  return (await desk.must('media.take', { intake })).id;
}
const tray = async (desk: TestConsole): Promise<TrayPicture[]> => (await desk.must('media.tray', { shopId })).pictures;
const settled = (desk: TestConsole) => vi.waitFor(async () => expect(await desk.must('media.tray', { shopId })).toMatchObject({ waiting: 0 }), { timeout: 110_000, interval: 50 });
const imagesOf = async (desk: TestConsole, n: number) => Object.entries((await desk.product(productIdOf(n))).images).sort(([, a], [, b]) => a.position - b.position);
const shown = async (desk: TestConsole, sha256: string) => Buffer.from((await desk.must('media.show', { shopId, sha256, recipe: null, purpose: 'thumbnail' })).data, 'base64');
const isWebp = (bytes: Buffer) => bytes.toString('latin1', 8, 12) === 'WEBP';

test('IMG-01 a picture comes in, is read, told by its name, put on a listing as one change, and taken back', async () => {
  const server = await aServer({ products: 3 });
  const proxy = await aProxy(() => server.url);
  const dataDir = aFolder();
  const first = await aConsole(proxy.url, { dataDir });
  await first.signIn();
  await first.online();
  proxy.mode.down = true;
  proxy.cut();
  const product = await first.product(productIdOf(1));
  const { sku } = Object.values(product.variants)[0]!;
  const [front, back, other] = await Promise.all([1, 2, 3].map(small));
  const ids = [await drop(first, `${sku}_2.jpg`, back!), await drop(first, `${sku}_1.jpg`, front!), await drop(first, 'IMG_0001.jpg', other!)];
  // The same file once more is the same picture.
  expect(await drop(first, 'IMG_0001.jpg', other!)).toBe(ids[2]);
  expect(isWebp(await shown(first, hashOf(other!)))).toBe(true);
  // Signing out would lose them.
  expect(await first.ask('auth.signOut', { keepUnsent: false })).toMatchObject({ ok: false, error: { code: 'unsent-changes' } });
  await first.close();

  const desk = await aConsole(proxy.url, { dataDir });
  await settled(desk);
  expect((await tray(desk)).map(({ id, state }) => [id, state])).toEqual([...ids].reverse().map((id) => [id, 'ready']));
  expect((await tray(desk))[0]).toMatchObject({ name: 'IMG_0001.jpg', sha256: hashOf(other!), picture: { width: 90, height: 60, mime: 'image/jpeg' }, alike: [] });
  const { matches } = await desk.must('media.match', { shopId, pattern: null });
  expect(matches.map(({ id, is }) => [id, is])).toEqual([[ids[2], 'unmatched'], [ids[1], 'matched'], [ids[0], 'matched']]);
  expect(await desk.ask('media.match', { shopId, pattern: '{n}' })).toMatchObject({ ok: false, error: { rule: 'name-pattern-no-sku' } });
  const placed = await desk.must('media.place', { pictures: matches.flatMap((one) => (one.is === 'matched' ? [{ id: one.id, productId: one.productId, variantIds: [one.variantId], place: one.place }] : [])) });
  expect(placed).toMatchObject({ placed: 2, refused: [], group: null });
  const before = Object.keys(product.images).length;
  expect((await imagesOf(desk, 1)).slice(before).map(([, { picture, drawing }]) => [picture?.name, drawing])).toEqual([[`${sku}_1.jpg`, ''], [`${sku}_2.jpg`, '']]);
  expect((await tray(desk)).map(({ id }) => id)).toEqual([ids[2]]);
  // Taken back, they wait in the tray again, and can go once more.
  await desk.must('catalog.undo', { mid: placed.mids[0]! });
  expect(await imagesOf(desk, 1)).toHaveLength(before);
  expect((await tray(desk)).map(({ id }) => id)).toEqual([...ids].reverse());
  await desk.must('media.dismiss', { ids: [ids[2]!] });
  expect((await tray(desk)).map(({ id }) => id)).toEqual([ids[1], ids[0]]);
  await desk.must('media.restore', { ids: [ids[2]!] });
  const again = await desk.must('media.place', { pictures: ids.map((id, n) => ({ id, productId: productIdOf(n < 2 ? 1 : 2) })) });
  expect(again).toMatchObject({ placed: 3, refused: [], group: expect.any(String) as string });

  // The line is back: originals and everything made of them arrive, each named by the recipe it was made under.
  proxy.mode.down = false;
  await desk.must('sync.now', {});
  await desk.online();
  const { kysely } = server.running.deps.db;
  await vi.waitFor(async () => expect(await kysely.selectFrom('media_blob').select('sha256').where('sha256', 'in', [front, back, other].map((bytes) => hashOf(bytes!))).execute()).toHaveLength(3), { timeout: 60_000, interval: 50 });
  await vi.waitFor(async () => expect((await desk.must('media.uploads', {})).waiting).toBe(0), { timeout: 60_000, interval: 50 });
  expect((await desk.must('media.uploads', {})).refused).toEqual([]);
  expect(await kysely.selectFrom('media_derivative').select('purpose').where('asset', '=', hashOf(front!)).where('purpose', '=', 'thumbnail').execute()).toHaveLength(1);

  // A colleague's machine never had the files, and shows them.
  const karim = await aConsole(server.url);
  await karim.signIn(KARIM);
  await karim.online();
  expect(isWebp(await shown(karim, hashOf(front!)))).toBe(true);
  expect((await karim.must('media.alike', { productId: productIdOf(1) })).alike).toEqual([]);
  await server.stop();
  // Looked at once, it is there without a line; what was never looked at is not, and says so.
  expect(isWebp(await shown(karim, hashOf(front!)))).toBe(true);
  expect(await karim.ask('media.show', { shopId, sha256: hashOf(back!), recipe: null, purpose: 'thumbnail' })).toMatchObject({ ok: false, error: { code: 'not-ready', rule: 'picture-not-here' } });
});

test('IMG-01 dropped on a listing, pictures go there by themselves in the order of the drop; what cannot says why', async () => {
  const server = await aServer({ products: 2 });
  const desk = await aConsole(server.url);
  await desk.signIn();
  await desk.online();
  const before = (await imagesOf(desk, 1)).length;
  const pictures = await Promise.all([11, 12, 13].map(small));
  const text = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');
  for (const [n, bytes] of [pictures[0]!, text, pictures[1]!, pictures[2]!].entries()) await drop(desk, `${n}.jpg`, bytes, productIdOf(1));
  await vi.waitFor(async () => expect(await imagesOf(desk, 1)).toHaveLength(before + 3), { timeout: 60_000, interval: 20 });
  expect((await imagesOf(desk, 1)).slice(before).map(([, { picture }]) => picture?.name)).toEqual(['0.jpg', '2.jpg', '3.jpg']);
  expect(await tray(desk)).toMatchObject([{ name: '1.jpg', state: 'refused', error: { rule: 'picture-type', field: '1.jpg' }, productId: productIdOf(1) }]);
  const refusedOnly = await desk.must('media.tray', { shopId, state: 'refused' });
  expect([refusedOnly.total, refusedOnly.pictures.map(({ name }) => name)]).toEqual([1, ['1.jpg']]);
  expect(await desk.must('media.tray', { shopId, state: 'ready' })).toMatchObject({ pictures: [], total: 0, ready: 0, refused: 1 });
  // The same picture twice on one listing.
  const twice = await drop(desk, 'again.jpg', pictures[0]!, productIdOf(1));
  await vi.waitFor(async () => expect((await tray(desk)).find(({ id }) => id === twice)).toMatchObject({ state: 'refused', error: { rule: 'picture-twice' } }), { timeout: 60_000, interval: 20 });
  // On another listing it is told that this one has it.
  await drop(desk, 'again.jpg', pictures[0]!);
  await settled(desk);
  expect((await tray(desk))[0]).toMatchObject({ state: 'ready', alike: [{ productId: productIdOf(1), distance: 0 }] });

  // What was refused has no place to go to, and is not counted among what waits for one.
  const refused = await drop(desk, 'rien.jpg', text);
  await settled(desk);
  expect((await desk.must('media.match', { shopId, pattern: null })).matches.map(({ id }) => id)).not.toContain(refused);

  // Too large is said before the first byte, and by its name.
  expect(await desk.ask('intake.begin', { use: { what: 'picture', shopId }, bytes: MOST_PICTURE_BYTES + 1, name: '..\\x/‮gpj.exe', mime: '' })).toMatchObject({ ok: false, error: { rule: 'picture-too-large', field: 'x gpj.exe' } });
  expect(await desk.ask('intake.begin', { use: { what: 'picture', shopId: shopIdOf(2) }, bytes: 5, name: 'a.jpg', mime: '' })).toMatchObject({ ok: false, error: { code: 'forbidden' } });
  expect(existsSync(join(desk.dataDir, 'files'))).toBe(true);
});

test('IMG-06 who changes a recipe or the mark of the shop makes it, also of pictures whose files are elsewhere; a mark taken away again owes nothing', async () => {
  const server = await aServer({ products: 2 });
  const salma = await aConsole(server.url);
  await salma.signIn();
  await salma.online();
  const bytes = await small(31);
  await drop(salma, 'front.jpg', bytes, productIdOf(1));
  const sha256 = hashOf(bytes);
  const { kysely } = server.running.deps.db;
  const recipesThere = async () => (await kysely.selectFrom('media_derivative').select('recipe').distinct().where('asset', '=', sha256).orderBy('recipe').execute()).map(({ recipe }) => recipe);
  const has = (...hashes: string[]) => vi.waitFor(async () => expect(await recipesThere()).toEqual(hashes.toSorted()), { timeout: 60_000, interval: 50 });
  const plain = recipeHashOf(plainRecipe);
  await has(plain);
  await vi.waitFor(async () => expect(await salma.must('media.uploads', {})).toMatchObject({ waiting: 0, refused: [] }), { timeout: 60_000, interval: 50 });
  await salma.online();

  // Karim never had the file, and turns the picture.
  const karim = await aConsole(server.url);
  await karim.signIn(KARIM);
  await karim.online();
  const [imageId] = (await imagesOf(karim, 1)).find(([, { picture }]) => picture)!;
  const turned = { ...plainRecipe, rotate: 90 as const };
  expect(await karim.edit(productIdOf(1), { op: 'set', path: `images/${imageId}/recipe`, base: null, value: turned })).toMatchObject({ ok: true });
  const { width, height } = await karim.must('media.show', { shopId, sha256, recipe: turned, purpose: '320' });
  expect([width, height]).toEqual([60, 90]);
  await has(plain, recipeHashOf(turned));
  expect((await karim.must('media.sizes', { shopId, sha256, recipe: turned })).bytesBefore).toBe(bytes.length);

  // A mark over all of the shop's pictures: the one he has is made anew, and shown so.
  const watermark = { text: 'Atelier', opacity: 0.5, place: 'centre' as const };
  const before = await karim.must('media.show', { shopId, sha256, recipe: turned, purpose: '320' });
  expect(await karim.ask('catalog.editShop', { id: shopId, ops: [{ op: 'set', path: 'watermark', base: null, value: watermark }], intent: 'edit-shop' })).toMatchObject({ ok: true });
  expect((await karim.must('media.show', { shopId, sha256, recipe: turned, purpose: '320' })).data).not.toBe(before.data);
  expect((await karim.must('media.show', { shopId, sha256, recipe: turned, purpose: '320', bare: true })).data).toBe(before.data);
  await has(plain, recipeHashOf(turned), recipeHashOf({ ...turned, watermark }));
  await vi.waitFor(async () => expect(await karim.must('media.making', { shopId })).toEqual({ left: 0, total: 0, failed: [] }), { timeout: 60_000, interval: 50 });
  // Away again: what is wanted now was made before, and nothing is to be made.
  await karim.must('catalog.editShop', { id: shopId, ops: [{ op: 'set', path: 'watermark', base: watermark, value: null }], intent: 'edit-shop' });
  expect(await karim.must('media.making', { shopId })).toMatchObject({ left: 0 });
  expect((await karim.must('media.show', { shopId, sha256, recipe: turned, purpose: '320' })).data).toBe(before.data);
});

test('SEC-06 hostile files among good ones are refused by name and rule, and hold up nothing', async () => {
  const server = await aServer({ products: 1 });
  const desk = await aConsole(server.url);
  await desk.signIn();
  await desk.online();
  const good = await small(41);
  const gif = await aPicture(40, 30).gif().toBuffer();
  const hostile: Record<string, { bytes: Buffer; rule: string }> = {
    'page.jpg': { bytes: Buffer.from('<!doctype html><script>alert(1)</script>'), rule: 'picture-type' },
    'two-in-one.gif': { bytes: Buffer.concat([gif, Buffer.from('<script>alert(1)</script>')]), rule: 'picture-hides-more' },
    'half.jpg': { bytes: good.subarray(0, good.length >> 1), rule: 'picture-damaged' },
    'strip.png': { bytes: await sharp({ create: { width: 1, height: 20_000, channels: 3, background: '#fff' } }).png().toBuffer(), rule: 'picture-side-too-long' },
    'bomb.png': { bytes: await sharp({ create: { width: 9_000, height: 9_000, channels: 3, background: '#fff' } }).png().toBuffer(), rule: 'picture-too-many-pixels' },
  };
  for (const [name, { bytes }] of Object.entries(hostile)) await drop(desk, name, bytes);
  // A name of a thousand letters, with a path and signs that turn the direction of reading.
  await drop(desk, `../../\u202e${'n'.repeat(980)}.jpg`, good);
  expect(await desk.ask('intake.begin', { use: { what: 'picture', shopId }, bytes: 0, name: 'empty.jpg', mime: '' })).toMatchObject({ ok: false, error: { rule: 'picture-empty', field: 'empty.jpg' } });
  const odd = realPicturesFolder();
  const real = odd === null ? [] : readdirSync(join(odd, 'odd')).filter((name) => /^(circle|corrupt|fixture-corrupt|fixture-json|giant|truncated)/.test(name));
  for (const name of real) await drop(desk, name, readFileSync(join(odd!, 'odd', name)));
  await settled(desk);
  const all = new Map((await tray(desk)).map((one) => [one.name, one]));
  for (const [name, { rule }] of Object.entries(hostile)) expect(all.get(name)).toMatchObject({ state: 'refused', error: { field: name, rule }, picture: null });
  const long = [...all.keys()].find((name) => name.startsWith('n'))!;
  expect([long.length, long.endsWith('.jpg'), all.get(long)?.state]).toEqual([200, true, 'ready']);
  for (const name of real) expect([name, all.get(name)?.state, pictureRules.some((rule) => rule === all.get(name)?.error?.rule)]).toEqual([name, 'refused', true]);
  // Refused, they may be dismissed together, and are gone at the next start.
  const refused = [...all.values()].filter(({ state }) => state === 'refused').map(({ id }) => id);
  expect((await desk.must('media.dismiss', { ids: refused })).dismissed.toSorted()).toEqual(refused.toSorted());
  expect(await desk.must('media.tray', { shopId })).toMatchObject({ refused: 0 });
});
