import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { cacheSlot, type CacheSlot } from '#electron/auth/account-cache.ts';
import { systemScheduler } from '#electron/runtime/scheduler.ts';
import type { SyncEngine } from '#electron/sync/engine.ts';
import { enqueue } from '#electron/sync/outbox.ts';
import type { Me } from '#shared/auth/model.ts';

const me = { id: '00000000-0000-7000-8000-000e00000001' } as Me;
let dataDir: string;
let slot: CacheSlot;
/** What is written while the engine comes to rest: the end of a long change, for example. */
let whileClosing: () => void;

beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'account-cache-'));
  whileClosing = () => undefined;
  const restingEngine = { stop: () => Promise.resolve(whileClosing()), edited: () => undefined, touched: () => undefined } as unknown as SyncEngine;
  slot = cacheSlot({ dataDir, serverUrl: 'https://market.test', scheduler: systemScheduler, engineFor: () => restingEngine, onSwap: () => undefined, onMended: () => undefined });
  expect((await slot.open(me)).ok).toBe(true);
});
afterEach(async () => {
  await slot.close();
  rmSync(dataDir, { recursive: true, force: true });
});

const files = () => (existsSync(join(dataDir, 'cache')) ? readdirSync(join(dataDir, 'cache')) : []);

test('nothing left to send: signing out leaves no file behind', async () => {
  expect(files()).not.toEqual([]);
  await slot.remove();
  expect(files()).toEqual([]);
});

test('an edit that is written while the cache is being closed is kept, and found at the next sign-in', async () => {
  const db = slot.db()!;
  whileClosing = () => db.now((writable) => void enqueue(writable, [{
    mid: '00000000-0000-7000-8000-000000000001', group: null, entity: 'product', id: '00000000-0000-7000-8000-000000000064', baseVersion: 1, action: 'patch',
    ops: [{ op: 'set', path: 'brand', base: null, value: 'Atlas' }], intent: 'edit-brand', madeAt: 1,
  } as never]));
  expect(slot.unsent()).toBe(0);
  await slot.remove();
  whileClosing = () => undefined;
  expect(slot.db()).toBeNull();
  await slot.open(me);
  expect(slot.unsent()).toBe(1);
});

test('a cache whose place a fresh copy takes while it is being closed is kept, and signing out goes on', async () => {
  const db = slot.db()!;
  whileClosing = () => db.close();
  await slot.remove();
  expect(files()).not.toEqual([]);
  whileClosing = () => undefined;
  expect((await slot.open(me)).ok).toBe(true);
});
