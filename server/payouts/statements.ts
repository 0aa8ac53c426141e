import { hash } from 'node:crypto';
import type { ServerTransaction } from '#server/db/transaction.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import { uuidv7 } from '#shared/kernel/ids.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import type { BankStatement } from '#shared/payouts/bank/bank-statement.ts';
import { readCamt053 } from '#shared/payouts/bank/camt-053.ts';
import { idOfBankReference } from '#shared/payouts/bank/payment-ids.ts';
import { ibanOfRib, type Rib } from '#shared/payouts/bank/rib.ts';
import type { BankLine, UnmatchedReason } from '#shared/payouts/bank-line.ts';
import { SHOWN_LINES, type FoundLine } from '#shared/payouts/statements-contract.ts';
import type { Actor } from '#shared/sync/model.ts';
import { inBooks, note, oneAtATime, refuse, type PayoutDeps } from './acts.ts';
import { readXml } from './bank/read-xml.ts';
import { confirmPayout, holdPayout, returnPayout } from './runs/settle.ts';
import { statesSettledBy, tellPayouts } from './told-payouts.ts';
import type { PayoutTable } from './tables.ts';

/** What an import came to: lines that are new, of these matched with a payout, and lines that came in before; `found`: line by line, as far as it is shown. */
export type ImportedStatement = { lines: number; matched: number; unmatched: number; known: number; found: FoundLine[] };

/** Takes everything back that was only to be looked at. */
class OnlyLooked extends Error {
  readonly found: ImportedStatement;
  constructor(found: ImportedStatement) {
    super('only looked at');
    this.found = found;
  }
}

/**
 * Takes in a bank statement (camt.053): payouts the bank has booked are paid, payouts that came back are reversed, and what fits no payout waits for a person.
 * The same line of the same statement comes in once, however often the file is imported.
 *
 * @param book false: only says what it would come to; the same is done and taken back, so that what is shown is what would happen
 */
export async function importStatement(deps: PayoutDeps, by: Actor, bytes: Uint8Array, { book }: { readonly book: boolean } = { book: true }): Promise<Result<ImportedStatement, AppError>> {
  const xml = readXml(bytes);
  if (!xml.ok) return xml;
  const statements = readCamt053(xml.value);
  if (!statements.ok) return err({ ...statements.error, attempted: 'payouts.importStatement' });
  const lines = statements.value.flatMap(linesOf);
  return inBooks(deps, async (trx) => {
    await oneAtATime(trx, deps);
    const done: ImportedStatement = { lines: 0, matched: 0, unmatched: 0, known: 0, found: [] };
    const show = async (line: BankLine, payoutId: string | null, isKnown: boolean): Promise<void> => {
      if (done.found.length < SHOWN_LINES) done.found.push({ ...line, payout: payoutId === null ? null : ((await tellPayouts(trx, [payoutId])).get(payoutId) ?? null), isKnown });
    };
    for (const { key, line } of lines) {
      const known = await trx.selectFrom('bank_line').select(['doc', 'payout_id']).where('line_key', '=', key).executeTakeFirst();
      if (known !== undefined) {
        done.known += 1;
        await show(JSON.parse(known.doc) as BankLine, known.payout_id, true);
        continue;
      }
      const found = await payoutOf(trx, line);
      if (found.payout !== null) await settle(trx, deps, by, line, found.payout);
      const kept: BankLine = { ...line, why: found.why };
      await show(kept, found.payout?.id ?? null, false);
      await trx.insertInto('bank_line').values({
        id: uuidv7(deps.clock, deps.random), line_key: key, state: found.payout === null ? 'unmatched' : 'matched', payout_id: found.payout?.id ?? null, doc: JSON.stringify(kept),
        imported_by: by.userId, imported_at: deps.clock(), settled_by: null, settled_at: null,
      }).execute();
      done.lines += 1;
      done[found.payout === null ? 'unmatched' : 'matched'] += 1;
    }
    if (!book) throw new OnlyLooked(done);
    await note(trx, deps, by, { kind: 'statement-imported', details: { lines: done.lines, matched: done.matched, unmatched: done.unmatched, known: done.known } });
    return done;
  }).catch((cause: unknown) => {
    if (cause instanceof OnlyLooked) return ok(cause.found);
    throw cause;
  });
}

/** Every booked payment of a statement; an entry the bank did not break down is one by itself. */
function linesOf(statement: BankStatement): { key: string; line: Omit<BankLine, 'why'> }[] {
  return statement.entries.flatMap((entry, index) => {
    if (entry.state !== 'booked') return [];
    const payments = entry.payments.length > 0 ? entry.payments : [{ amount: entry.amount, currency: entry.currency, reference: null, name: null, account: null, text: '', returnReason: null }];
    // A bank's own number of an entry is the same in every statement that has it; without one it is a place in this statement.
    const place = entry.bankReference ?? `${statement.id} ${index}`;
    return payments.map((payment, part) => ({
      key: hash('sha256', JSON.stringify([statement.account, place, entry.booked, entry.amount, entry.isReversal, part])),
      line: {
        bookedOn: entry.booked, amount: payment.amount, currency: payment.currency, isIncoming: (payment.amount ?? entry.amount) > 0, reference: payment.reference, name: payment.name,
        account: payment.account, text: payment.text.slice(0, 500), returnReason: payment.returnReason ?? (entry.isReversal ? 'reversed' : null),
      },
    }));
  });
}

type Found = { readonly payout: PayoutTable; readonly why: null } | { readonly payout: null; readonly why: UnmatchedReason };
const without = (why: UnmatchedReason): Found => ({ payout: null, why });

/** What a line settles: the payout it names, otherwise the only one with its amount and account that waits for the bank. */
async function payoutOf(trx: ServerTransaction, line: Omit<BankLine, 'why'>): Promise<Found> {
  const waiting = statesSettledBy(line);
  const named = line.reference === null ? null : idOfBankReference(line.reference);
  const payout = named === null ? undefined : await trx.selectFrom('payout').selectAll().where('id', '=', named).executeTakeFirst();
  if (payout !== undefined) {
    if (payout.currency !== line.currency || (line.amount !== null && Math.abs(line.amount) !== payout.amount)) return without('amount-differs');
    return waiting.includes(payout.state) ? { payout, why: null } : without('settled-already');
  }
  if (line.amount === null || line.account === null) return without('no-payout');
  const fits = await trx.selectFrom('payout').innerJoin('payout_bank_account as paid_to', 'paid_to.id', 'payout.bank_account_id').selectAll('payout').select('paid_to.account')
    .where('payout.currency', '=', line.currency).where('payout.amount', '=', Math.abs(line.amount)).where('payout.state', 'in', [...waiting]).execute();
  const same = fits.filter(({ account }) => account === line.account || ibanOfRib(account as Rib) === line.account);
  return same.length === 1 ? { payout: same[0]!, why: null } : without(same.length === 0 ? 'no-payout' : 'several-payouts');
}

const settle = (trx: ServerTransaction, deps: PayoutDeps, by: Actor, line: Pick<BankLine, 'isIncoming' | 'returnReason'>, payout: PayoutTable): Promise<void> =>
  line.isIncoming ? returnPayout(trx, deps, by, payout, 'returned', line.returnReason ?? 'unknown') : confirmPayout(trx, deps, by, payout);

/** A person says which payout an unmatched line belongs to, or that it belongs to none. */
export const settleBankLine = (deps: PayoutDeps, by: Actor, id: string, payoutId: string | null): Promise<Result<{ id: string }, AppError>> =>
  inBooks(deps, async (trx) => {
    await oneAtATime(trx, deps);
    const row = await trx.selectFrom('bank_line').selectAll().where('id', '=', id).where('state', '=', 'unmatched').executeTakeFirst();
    if (row === undefined) return refuse('not-found', 'payouts.settleBankLine', 'bank-line-unknown');
    const line = JSON.parse(row.doc) as BankLine;
    if (payoutId !== null) {
      const payout = await holdPayout(trx, payoutId);
      if (payout.currency !== line.currency || (line.amount !== null && Math.abs(line.amount) !== payout.amount)) refuse('rule-broken', 'payouts.settleBankLine', 'bank-line-amount', { amount: payout.amount });
      await settle(trx, deps, by, line, payout);
    }
    await trx.updateTable('bank_line').set({ state: payoutId === null ? 'ignored' : 'matched', payout_id: payoutId, settled_by: by.userId, settled_at: deps.clock() }).where('id', '=', id).execute();
    await note(trx, deps, by, { kind: 'bank-line-settled', ...(payoutId === null ? {} : { payoutId }), details: { id } });
    return { id };
  });
