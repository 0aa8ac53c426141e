import { randomFillSync, randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { sql } from 'kysely';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { openDatabase, type ServerDb } from '#server/db/open.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { balancesAt, trialBalanceAt } from '#server/payouts/ledger/balances.ts';
import { closeDays, closePastDays, firstDayThatDiffers } from '#server/payouts/ledger/closing.ts';
import { post, postDated, readTransactions, reverse } from '#server/payouts/ledger/post.ts';
import type { Currency, Minor } from '#shared/kernel/money.ts';
import type { AppFailure } from '#shared/kernel/errors.ts';
import { DAY_MS, HOUR_MS, type EpochMs } from '#shared/kernel/time.ts';
import { balancesOf } from '#shared/payouts/ledger/balances.ts';
import type { LedgerRef, Posting } from '#shared/payouts/ledger/model.ts';
import * as does from '#shared/payouts/ledger/postings.ts';
import { shopIdOf } from '#tests/builders/catalog.ts';
import { anyEvent } from '#tests/builders/ledger.ts';
import { handClock } from '#tests/support/accounts.ts';
import { describeOnEachDatabase } from '#tests/support/databases.ts';

const MAD = 'MAD' as Currency;
const [nour, atlas] = [shopIdOf(1), shopIdOf(2)];
const START = Date.UTC(2026, 9, 1, 12);
const m = (amount: number) => amount as Minor;
const order = (): LedgerRef => ({ kind: 'order', id: randomUUID() });
const sale = (amount: number, more: Partial<Posting> = {}): Posting => ({ event: 'captured', ref: order(), currency: MAD, entries: does.captured({ shopId: nour, amount: m(amount) }), sourceKey: randomUUID(), ...more });
const refusal = (rule: string) => expect.objectContaining({ error: expect.objectContaining({ rule }) as AppFailure['error'] }) as AppFailure;

/** Books with nothing in them: the tables themselves let nobody empty them. */
const emptied = async (db: ServerDb): Promise<void> => {
  const tables = ['ledger_entry', 'ledger_source', 'ledger_transaction'];
  if (db.sqlite === null) {
    for (const table of tables) await sql.raw(`ALTER TABLE ${table} DISABLE TRIGGER USER`).execute(db.kysely);
    await sql.raw(`TRUNCATE ${tables.join(', ')}, ledger_day`).execute(db.kysely);
    for (const table of tables) await sql.raw(`ALTER TABLE ${table} ENABLE TRIGGER USER`).execute(db.kysely);
  } else {
    const triggers = db.sqlite.prepare<[], { name: string; sql: string }>("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'ledger_%_no_delete'").all();
    for (const { name } of triggers) db.sqlite.exec(`DROP TRIGGER ${name}`);
    db.sqlite.exec('BEGIN; DELETE FROM ledger_entry; DELETE FROM ledger_source; DELETE FROM ledger_transaction; DELETE FROM ledger_day; COMMIT');
    for (const { sql: again } of triggers) db.sqlite.exec(again);
  }
  await db.kysely.updateTable('ledger_closing').set({ closed_through: '' }).execute();
};

describeOnEachDatabase('the books', (open, databases) => {
  let db: ServerDb;
  let time: ReturnType<typeof handClock>;
  beforeAll(async () => {
    db = await open();
  });
  beforeEach(async () => {
    await emptied(db);
    time = handClock(START);
  });
  const deps = (on = db) => ({ db: on, clock: time.clock, random: (bytes: Uint8Array) => randomFillSync(bytes) });
  const book = (...postings: Posting[]) => inTransaction(db, (trx) => post(trx, deps(), postings));
  const on = async (account: string, shopId: string | null = nour) => Number((await balancesAt(db.kysely)).find((one) => one.account === account && one.shopId === shopId)?.amount ?? 0n);

  test('PAY-04 a posting moves its accounts; told again, by whatever road, it is there once', async () => {
    const one = sale(100_000, { sourceKey: 'stripe:evt_1/captured' });
    const [first, again] = await book(one, one);
    expect([first, again]).toMatchObject([{ isNew: true }, { isNew: false, id: first!.id }]);
    time.pass(DAY_MS);
    expect(await book(sale(5_000), one)).toMatchObject([{ isNew: true }, { isNew: false, id: first!.id }]);
    expect([await on('2000'), await on('1100', null)]).toEqual([105_000, 105_000]);
    expect(await inTransaction(db, (trx) => readTransactions(trx, [first!.id]))).toMatchObject([{ event: 'captured', entries: one.entries, postedAt: START, availableAt: START, reversesId: null }]);
  });

  test('one cause cannot say two things, and takes everything of its transaction along', async () => {
    await book(sale(100, { sourceKey: 'a' }));
    await expect(book(sale(7), sale(200, { sourceKey: 'a' }))).rejects.toEqual(refusal('source-key-reused'));
    const twice = sale(1, { sourceKey: 'b' });
    await expect(book(twice, { ...twice, entries: does.captured({ shopId: atlas, amount: m(1) }) })).rejects.toEqual(refusal('source-key-reused'));
    await expect(book({ ...sale(9), entries: [{ account: '1100', shopId: null, debit: m(9), credit: m(0) }, { account: '2000', shopId: nour, debit: m(0), credit: m(8) }] })).rejects.toEqual(refusal('unbalanced'));
    expect(await on('2000')).toBe(100);
  });

  test('PAY-04 nothing posted is changed or deleted, not even past this program', async () => {
    await book(sale(100));
    const attempts = ['UPDATE ledger_entry SET debit = debit + 1 WHERE debit > 0', 'DELETE FROM ledger_entry', "UPDATE ledger_transaction SET day = '2020-01-01'", 'DELETE FROM ledger_transaction', "UPDATE ledger_source SET digest = ''", 'DELETE FROM ledger_source',
      ...(db.sqlite === null ? ['TRUNCATE ledger_entry CASCADE', 'TRUNCATE ledger_transaction CASCADE'] : ['INSERT OR REPLACE INTO ledger_transaction SELECT * FROM ledger_transaction'])];
    for (const attempt of attempts) await expect(sql.raw(attempt).execute(db.kysely), attempt).rejects.toThrow(/append-only|there already/);
    expect(await on('2000')).toBe(100);
  });

  test('the database itself refuses entries that do not balance, of two currencies, after the fact, or without their transaction', async () => {
    const [done] = await book(sale(100));
    const entry = { transaction_id: 't1', account: '1100' as const, shop_id: null, currency: 'MAD', debit: 5, credit: 0, day: '2026-10-01', available_at: START };
    const other = { ...entry, account: '2000' as const, shop_id: nour, debit: 0, credit: 5 };
    const header = { id: 't1', event: 'captured' as const, ref_kind: 'order' as const, ref_id: 'o', currency: 'MAD', day: '2026-10-01', posted_at: START, available_at: START, reverses_id: null };
    const raw = (entries: (typeof entry | typeof other)[], withHeader: boolean) => db.kysely.transaction().execute(async (trx) => {
      await trx.insertInto('ledger_entry').values(entries).execute();
      if (withHeader) await trx.insertInto('ledger_transaction').values(header).execute();
    });
    await expect(raw([entry, { ...other, credit: 4 }], true)).rejects.toThrow(/debits equal to credits/);
    await expect(raw([entry, { ...other, currency: 'EUR' }], true)).rejects.toThrow(/one currency/);
    await expect(raw([entry, { ...other, debit: 5 }], true)).rejects.toThrow(/CHECK|check/);
    await expect(raw([{ ...entry, transaction_id: done!.id }], false)).rejects.toThrow(/takes no more entries/);
    await expect(raw([entry, other], false)).rejects.toThrow(/FOREIGN KEY|foreign key/);
    await raw([entry, other], true);
    expect(await on('2000')).toBe(105);
  });

  test('PAY-04 a transaction is taken back once, by another one; what took it back stays', async () => {
    const [sold] = await book(sale(100, { availableAt: (START + DAY_MS) as EpochMs }));
    time.pass(HOUR_MS);
    const back = await inTransaction(db, (trx) => reverse(trx, deps(), sold!.id));
    expect(await on('2000')).toBe(0);
    expect(await inTransaction(db, (trx) => readTransactions(trx, [back.id]))).toMatchObject([{ event: 'reversal', reversesId: sold!.id, availableAt: START + DAY_MS, postedAt: START + HOUR_MS }]);
    await expect(inTransaction(db, (trx) => reverse(trx, deps(), sold!.id))).rejects.toEqual(refusal('reversed-already'));
    await expect(inTransaction(db, (trx) => reverse(trx, deps(), back.id))).rejects.toEqual(refusal('reversal-of-reversal'));
  });

  test('PAY-04 whatever happens, books are at 0 on every day, and stand where the rules say', async () => {
    const days = 20;
    const events = fc.sample(fc.record({ what: anyEvent(), day: fc.nat(days - 1), currency: fc.constantFrom(MAD, 'EUR' as Currency) }), 2_000);
    const dated = events.map(({ what, day, currency }) => ({ ...what, ref: order(), currency, sourceKey: randomUUID(), at: (START + day * DAY_MS) as EpochMs }));
    await inTransaction(db, (trx) => postDated(trx, deps(), dated));
    const dayAt = (day: number) => new Date(START + day * DAY_MS).toISOString().slice(0, 10);
    const isRight = async () => {
      for (const day of [0, 7, days - 1]) {
        const until = dated.filter(({ at }) => at <= START + day * DAY_MS);
        expect(await balancesAt(db.kysely, { day: dayAt(day) })).toEqual(balancesOf(until));
        expect(new Set((await trialBalanceAt(db.kysely, dayAt(day))).values())).toEqual(new Set([0n]));
      }
      expect(await balancesAt(db.kysely, { shopId: nour })).toEqual(balancesOf(dated).filter(({ shopId }) => shopId === nour));
    };
    await isRight();
    await closeDays(db, dayAt(4));
    await isRight();
    await closePastDays(db, START + 12 * DAY_MS);
    await isRight();
    expect(await firstDayThatDiffers(db.kysely)).toBeNull();
    await expect(inTransaction(db, (trx) => postDated(trx, deps(), [{ ...sale(1), at: (START + 11 * DAY_MS) as EpochMs }]))).rejects.toEqual(refusal('day-closed'));

    // Somebody gets at what is kept of a closed day, or at the entries themselves.
    const victim = await db.kysely.selectFrom('ledger_day').selectAll().where('day', '=', dayAt(3)).executeTakeFirstOrThrow();
    await db.kysely.updateTable('ledger_day').set({ balance: victim.balance + 1 }).where('day', '=', victim.day).where('account', '=', victim.account).where('shop_id', '=', victim.shop_id).where('currency', '=', victim.currency).execute();
    expect(await firstDayThatDiffers(db.kysely)).toBe(dayAt(3));
    await db.kysely.deleteFrom('ledger_day').where('day', '=', dayAt(2)).execute();
    expect(await firstDayThatDiffers(db.kysely)).toBe(dayAt(2));
  });

  test('PAY-04 two connections that hear of one cause post it once, and take it back once', async () => {
    const place = await databases.place();
    const [one, two] = [await openDatabase(place), databases.name === 'sqlite' ? null : await openDatabase(place)];
    const both = [one, two ?? one];
    const cause = sale(100, { sourceKey: 'paypal:WH-1' });
    const posted = await Promise.all(both.map((at) => inTransaction(at, (trx) => post(trx, deps(at), [cause]))));
    expect(posted.flat().map(({ isNew }) => isNew).sort()).toEqual([false, true]);
    expect(new Set(posted.flat().map(({ id }) => id)).size).toBe(1);
    const taken = await Promise.allSettled(both.map((at) => inTransaction(at, (trx) => reverse(trx, deps(at), posted[0]![0]!.id))));
    expect(taken.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await balancesAt(one.kysely, { shopId: nour })).toMatchObject([{ account: '2000', amount: 0n }]);
    await Promise.all([one.close(), two?.close()]);
  });
});
