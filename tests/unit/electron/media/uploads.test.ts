import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import sharp from 'sharp';
import { expect, test, vi } from 'vitest';
import { contentPath, keepContent } from '#electron/media/media-folder.ts';
import { paced } from '#electron/media/upload-pace.ts';
import type { ToSend } from '#electron/media/uploads.ts';
import type { EpochMs } from '#shared/kernel/time.ts';
import { shopIdOf } from '#tests/builders/catalog.ts';
import { aFolder } from '../sync/support/cache.ts';
import { aConsole, aProxy, aServer, SALMA, type TestConsole } from '../sync/support/world.ts';

const shopId = shopIdOf(1);
const aPicture = (width: number) => sharp({ create: { width, height: 40, channels: 3, background: '#884422' } }).png().toBuffer();

/** Puts a content where the pipeline puts it, and says how it is to be sent. */
function put(desk: TestConsole, content: Buffer, change: Partial<ToSend> = {}): ToSend {
  const folder = desk.process.pictures.folder(shopId)!;
  mkdirSync(folder, { recursive: true });
  return { shopId, sha256: keepContent(folder, content, 'png'), bytes: content.length, ending: 'png', priority: 5, role: { kind: 'original' }, ...change };
}
const send = async (desk: TestConsole, ...contents: ToSend[]) => expect(await desk.process.pictures.send(contents)).toEqual({ ok: true, value: undefined });
const uploads = (desk: TestConsole) => desk.must('media.uploads', {});
const settled = (desk: TestConsole) => vi.waitFor(async () => expect(await uploads(desk)).toMatchObject({ waiting: 0 }), { timeout: 25_000, interval: 20 });

test('IMG-05 chosen offline, pictures wait across a restart, and go in the order of their urgency once there is a line', async () => {
  const server = await aServer({ products: 2 });
  const proxy = await aProxy(() => server.url);
  const dataDir = aFolder();
  const first = await aConsole(proxy.url, { dataDir });
  await first.signIn();
  await first.online();
  proxy.mode.down = true;
  proxy.cut();
  const [later, soon, next] = await Promise.all([100, 101, 102].map(aPicture));
  const contents = [put(first, later!, { priority: 9 }), put(first, soon!, { priority: 1 }), put(first, next!)];
  await send(first, ...contents);
  expect(await uploads(first)).toMatchObject({ paused: false, waiting: 3, waitingBytes: later!.length + soon!.length + next!.length, refused: [] });
  expect(await first.ask('auth.signOut', { keepUnsent: false })).toMatchObject({ ok: false, error: { code: 'unsent-changes' } });
  await first.close();
  const second = await aConsole(proxy.url, { dataDir });
  expect((await uploads(second)).next.map(({ sha256 }) => sha256)).toEqual([contents[1]!, contents[2]!, contents[0]!].map(({ sha256 }) => sha256));
  proxy.mode.down = false;
  await second.must('sync.now', {});
  await settled(second);
  const { kysely } = server.running.deps.db;
  const kept = await kysely.selectFrom('media_upload').select(['sha256', 'error']).orderBy('ended_at').orderBy('id').execute();
  expect(kept).toEqual([contents[1]!, contents[2]!, contents[0]!].map(({ sha256 }) => ({ sha256, error: null })));

  // For another use the same content is offered, and not sent again.
  await send(second, { ...contents[0]!, role: { kind: 'derivative', asset: contents[1]!.sha256, recipe: 'abcdef01', purpose: '320', format: 'webp' } });
  await settled(second);
  expect((await uploads(second)).refused).toMatchObject([{ sha256: contents[0]!.sha256, error: { rule: 'picture-type' } }]);
  expect(await kysely.selectFrom('media_upload').select('id').execute()).toHaveLength(3);
});

test('what waiting cannot mend is kept with its reason, tried again when asked, and holds up nothing', async () => {
  const server = await aServer({ products: 2 });
  const desk = await aConsole(server.url);
  await desk.signIn();
  await desk.online();
  await desk.must('media.control', { paused: true });
  const [picture, lost, damaged] = await Promise.all([110, 111, 112].map(aPicture));
  const contents = { text: put(desk, Buffer.from('no picture at all'), { priority: 1 }), lost: put(desk, lost!, { priority: 2 }), damaged: put(desk, damaged!, { priority: 3 }), picture: put(desk, picture!) };
  await send(desk, ...Object.values(contents));
  const folder = desk.process.pictures.folder(shopId)!;
  rmSync(contentPath(folder, contents.lost.sha256, 'png'));
  writeFileSync(contentPath(folder, contents.damaged.sha256, 'png'), picture!);
  expect((await uploads(desk)).waiting).toBe(4);
  await desk.must('media.control', { paused: false });
  await settled(desk);
  const reasons = async () => Object.fromEntries((await uploads(desk)).refused.map(({ sha256, error }) => [sha256, error?.rule]));
  expect(await reasons()).toEqual({ [contents.text.sha256]: 'picture-type', [contents.lost.sha256]: 'picture-gone', [contents.damaged.sha256]: 'picture-damaged' });
  put(desk, lost!);
  await desk.must('media.retryUploads', {});
  await vi.waitFor(async () => expect(Object.keys(await reasons()).sort()).toEqual([contents.text.sha256, contents.damaged.sha256].sort()), { timeout: 25_000, interval: 20 });
  expect(await desk.process.pictures.send([{ ...contents.picture, shopId: shopIdOf(2) }])).toMatchObject({ ok: false, error: { code: 'forbidden' } });
});

test('IMG-08 a picture in which the server finds something after it was sent is told as refused, with what was found', async () => {
  const server = await aServer({ products: 2 });
  const proxy = await aProxy(() => server.url);
  const desk = await aConsole(proxy.url);
  await desk.signIn();
  await desk.online();
  const content = put(desk, await aPicture(130));
  await send(desk, content);
  await settled(desk);
  expect(await uploads(desk)).toMatchObject({ refused: [] });
  const { kysely } = server.running.deps.db;
  await kysely.updateTable('media_blob').set({ scan: 'quarantined', scan_note: 'Win.Test.EICAR_HDB-1', scanned_at: Date.now() }).where('sha256', '=', content.sha256).execute();
  proxy.mode.down = true;
  proxy.cut();
  await vi.waitFor(async () => expect(['offline', 'connecting']).toContain((await desk.must('sync.state', {})).connection.name), { timeout: 25_000, interval: 20 });
  proxy.mode.down = false;
  await desk.must('sync.now', {});
  await vi.waitFor(async () => expect((await uploads(desk)).refused).toMatchObject([{ sha256: content.sha256, scan: 'quarantined', error: { rule: 'picture-quarantined', details: { note: 'Win.Test.EICAR_HDB-1' } } }]), { timeout: 25_000, interval: 20 });
});

test('SYN-07 a shop one no longer works for takes its pictures along, sent or not', async () => {
  const server = await aServer({ products: 2 });
  const desk = await aConsole(server.url);
  await desk.signIn();
  await desk.online();
  await desk.must('media.control', { paused: true });
  const folder = desk.process.pictures.folder(shopId)!;
  const content = put(desk, await aPicture(120));
  await send(desk, content);
  const { kysely } = server.running.deps.db;
  const { id } = await kysely.selectFrom('app_user').select('id').where('email', '=', SALMA).executeTakeFirstOrThrow();
  await kysely.deleteFrom('membership').where('user_id', '=', id).execute();
  await desk.must('sync.now', {});
  await vi.waitFor(async () => expect(await uploads(desk)).toMatchObject({ waiting: 0, refused: [] }), { timeout: 25_000, interval: 20 });
  await vi.waitFor(() => expect(() => rmSync(contentPath(folder, content.sha256, 'png'))).toThrow('ENOENT'), { timeout: 25_000, interval: 20 });
});

test('a limit spreads sending, and a stop ends the wait', async () => {
  let now = 1_000;
  const timers: { at: number; run: () => void }[] = [];
  const scheduler = { now: () => now as EpochMs, after: (ms: number, run: () => void) => { const timer = { at: now + ms, run }; timers.push(timer); return () => void timers.splice(timers.indexOf(timer), 1); } };
  let limit: number | null = 100_000;
  const pace = paced(scheduler, () => limit);
  expect(pace.chunkBytes()).toBe(100_000);
  const signal = new AbortController();
  const gone: number[] = [];
  for (let part = 0; part < 3; part++) void pace.turn(100_000, signal.signal).then(() => gone.push(part));
  await Promise.resolve();
  await Promise.resolve();
  expect([gone, timers.map(({ at }) => at)]).toEqual([[0], [2_000, 3_000]]);
  now = 2_000;
  timers[0]!.run();
  signal.abort();
  await vi.waitFor(() => expect(gone).toEqual([0, 1, 2]));
  expect(timers).toEqual([]);
  limit = null;
  await pace.turn(10_000_000, new AbortController().signal);
  const sizes = [pace.chunkBytes()];
  for (let part = 0; part < 4; part++) {
    pace.arrived();
    sizes.push(pace.chunkBytes());
  }
  pace.broke();
  expect([...sizes, pace.chunkBytes()].map((bytes) => bytes / 1024)).toEqual([256, 512, 1_024, 2_048, 2_048, 256]);
});
