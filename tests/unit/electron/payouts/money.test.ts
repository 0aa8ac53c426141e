import { readFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { CacheDb } from '#electron/db/cache-db.ts';
import { openCache } from '#electron/db/open.ts';
import type { HttpClient } from '#electron/http/client.ts';
import { forgetAnswers } from '#electron/payouts/kept-answers.ts';
import { moneyDesk } from '#electron/payouts/money.ts';
import type { Me, ShopId } from '#shared/auth/model.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import type { Currency, Minor } from '#shared/kernel/money.ts';

const shop = '01900000-0000-7000-8000-000000000001' as ShopId;
const other = '01900000-0000-7000-8000-000000000002' as ShopId;
const MAD = 'MAD' as Currency;
const figures = (available: number) => ({ at: 5, balances: [{ currency: MAD, pending: 0, available: available as Minor, reserved: 0, onHold: 0, inTransit: 0, negative: 0 }], holds: [], mayBePaid: true });

let folder = '';
let cache: CacheDb;
let me: Me;
let now = 0;
let answer: Result<unknown, AppError> = ok(figures(100));
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'comptoir-money-'));
  cache = openCache(join(folder, 'cache.db'), { now: () => now as never });
  me = { id: 'u1', role: 'vendor', shops: [{ id: shop }, { id: other }] } as unknown as Me;
  now = 1_000;
  answer = ok(figures(100));
});
afterEach(() => {
  cache.close();
  rmSync(folder, { recursive: true });
});
const desk = () => moneyDesk({
  cache: () => cache, me: () => me, dataDir: folder, http: (() => Promise.resolve(answer)) as unknown as HttpClient, random: (bytes: Uint8Array) => bytes.fill(7), scheduler: { now: () => now } as never, place: () => null, downloads: () => folder,
});
const balances = (of = shop) => desk().handlers['payouts.balances']({ params: { shop: of } } as never) as Promise<Result<{ told: unknown; at: number; isOld: boolean }, AppError>>;
const away = err({ code: 'offline' as const });

test('without a connection the last answer comes with its time; what was never asked says that there is none', async () => {
  expect(await balances()).toEqual(ok({ told: figures(100), at: 1_000, isOld: false }));
  now = 9_000;
  answer = away;
  expect(await balances()).toEqual(ok({ told: figures(100), at: 1_000, isOld: true }));
  expect(await balances(other)).toEqual(away);
  answer = err({ code: 'forbidden', rule: 'seller-role-lacks' });
  expect(await balances()).toEqual(answer);
});

test('the money of a shop leaves with the shop, and all of it with the person', async () => {
  await balances();
  await balances(other);
  me = { ...me, shops: [me.shops[0]!] };
  desk().cacheChanged();
  answer = away;
  expect([(await balances()).ok, (await balances(other)).ok]).toEqual([true, false]);
  answer = err({ code: 'not-found', attempted: 'payouts.shop', field: 'shop' });
  await balances();
  answer = away;
  expect(await balances()).toEqual(away);
  answer = ok(figures(1));
  await balances();
  cache.now((db) => forgetAnswers(db));
  answer = away;
  expect(await balances()).toEqual(away);
});

test('a statement is put where downloads go, the same from the answer that was kept', async () => {
  const zero = { opening: '0', movements: '100', closing: '100' };
  const wire = {
    shopId: shop, currency: MAD, from: 0, until: 86_400_000, total: zero, accounts: { 2000: zero, 2010: zero, 2020: zero, 2030: zero, 1200: zero },
    lines: [{ transactionId: '01900000-0000-7000-8000-0000000000aa', at: 5, event: 'captured', ref: { kind: 'order', id: '01900000-0000-7000-8000-0000000000bb' }, order: { id: '01900000-0000-7000-8000-0000000000bb', number: 'C-1' }, account: '2000', amount: '100', balance: '100' }],
  };
  const ask = () => desk().handlers['payouts.saveStatement']({ params: { shop }, query: { currency: MAD, from: '1970-01-01', through: '1970-01-01' }, name: 'releve', place: null } as never) as Promise<Result<{ file: string; rows: number }, AppError>>;
  answer = ok(wire);
  const first = await ask();
  answer = away;
  const second = await ask();
  if (!first.ok || !second.ok) throw new Error('no file');
  const text = readFileSync(first.value.file, 'utf8');
  expect(text).toContain('captured,order,01900000-0000-7000-8000-0000000000bb,01900000-0000-7000-8000-0000000000aa,1.00,1.00,MAD,C-1');
  expect([second.value.file === first.value.file, readFileSync(second.value.file, 'utf8')]).toEqual([false, text]);
});
