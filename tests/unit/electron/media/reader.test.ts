import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test, vi } from 'vitest';
import { openCache } from '#electron/db/open.ts';
import type { Here } from '#electron/media/library/here.ts';
import { trayReader } from '#electron/media/library/reader.ts';
import { shownFolder } from '#electron/media/library/shown-folder.ts';
import { addToTray, setDismissed } from '#electron/media/library/tray-rows.ts';
import type { PictureWorkers } from '#electron/media/picture-workers.ts';
import { ok } from '#shared/kernel/result.ts';
import { at, id, shopIdOf } from '#tests/builders/catalog.ts';

const folder = mkdtempSync(join(tmpdir(), 'reader-'));
afterAll(() => rmSync(folder, { recursive: true }));
const shop = shopIdOf(1);
const sha = (n: number) => n.toString(16).padStart(64, '0');

test('IMG-01 of however many pictures that wait, each is looked at before anything is made of the first, and what comes meanwhile is looked at next', async () => {
  const db = openCache(':memory:', { now: () => at(1) });
  const drop = (n: number) => db.now((writable) => addToTray(writable, { id: id(n), shop, product: null, name: `${n}.jpg`, bytes: 10, sha256: sha(n), at: n }));
  for (let n = 1; n <= 120; n++) drop(n);
  const asked: string[] = [];
  const making: (() => void)[] = [];
  const workers = {
    thumbnail: ({ file }) => {
      asked.push(`look ${file}`);
      return Promise.resolve(ok({ data: new Uint8Array([1]), width: 1, height: 1 }));
    },
    make: ({ file }) => new Promise((done) => {
      asked.push(`make ${file}`);
      making.push(() => done(ok({ facts: { sha256: sha(Number.parseInt(file, 10)) }, derivatives: [] } as never)));
    }),
  } as Partial<PictureWorkers> as PictureWorkers;
  const here = { cache: () => db, me: () => null, locale: () => 'fr', folder: () => folder, workers, scheduler: { now: () => at(2), after: () => () => undefined }, random: Math.random, tell: () => undefined, onBroken: (cause: unknown) => expect.fail(String(cause)) } as unknown as Here;
  const shown = shownFolder(folder);
  const reader = trayReader(here, () => shown, () => undefined);
  const names = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, n) => `look ${from + n}.jpg`);
  reader.nudge();
  await vi.waitFor(() => expect(making).toHaveLength(2), { timeout: 60_000 });
  expect(asked).toEqual([...names(1, 120), 'make 1.jpg', 'make 2.jpg']);
  expect([1, 3].map((n) => reader.isReading(id(n)))).toEqual([true, false]);

  // Both workers have pictures to make: what comes now is looked at all the same, and so is what comes back.
  for (let n = 121; n <= 123; n++) drop(n);
  db.now((writable) => [[60, true], [60, false]].forEach(([n, dismissed]) => setDismissed(writable, id(n as number), dismissed as boolean)));
  reader.nudge();
  await vi.waitFor(() => expect(asked.slice(122)).toEqual(names(121, 123)), { timeout: 60_000 });
  making.splice(0).forEach((done) => done());
  await vi.waitFor(() => expect(making).toHaveLength(2), { timeout: 60_000 });
  expect(asked.slice(125)).toEqual(['make 3.jpg', 'make 4.jpg']);
  reader.stop();
  db.close();
});
