import type { AppError } from '../../kernel/errors.ts';
import type { EpochMs } from '../../kernel/time.ts';
import { accounts } from './accounts.ts';
import type { LedgerEntry, LedgerTransaction, LedgerTransactionId } from './model.ts';

const refuse = (rule: string, field: string, details: NonNullable<AppError['details']>): AppError<'rule-broken'> => ({ code: 'rule-broken', attempted: 'ledger.post', field, rule, details });

/** In BigInt: a year of a marketplace passes 2 ** 53 sooner than one would think. */
const sumOf = (entries: readonly LedgerEntry[], side: 'debit' | 'credit'): bigint => entries.reduce((sum, entry) => sum + BigInt(entry[side]), 0n);

/**
 * Whether entries may be posted together: each is a debit or a credit above zero, names a shop exactly where the chart wants one, and debits equal credits.
 *
 * @returns the first rule that is broken, with the entry in `field` (`entries/1`)
 *
 * Source: DOMAIN 3, double entry.
 */
export function checkEntries(entries: readonly LedgerEntry[]): AppError | null {
  for (const [at, { account, shopId, debit, credit }] of entries.entries()) {
    const field = `entries/${at}`;
    if (debit < 0 || credit < 0 || (debit === 0) === (credit === 0)) return refuse('one-side', field, { debit, credit });
    if (accounts[account].ofShop !== (shopId !== null)) return refuse('account-owner', field, { account, ofShop: accounts[account].ofShop });
  }
  const [debits, credits] = [sumOf(entries, 'debit'), sumOf(entries, 'credit')];
  return entries.length < 2 || debits !== credits ? refuse('unbalanced', 'entries', { debits: String(debits), credits: String(credits) }) : null;
}

/**
 * Takes a transaction back: the same entries with their sides exchanged. Nothing in the books is ever changed or deleted.
 *
 * @throws RangeError for a reversal of a reversal: what was taken back is posted anew instead
 */
export function reversalOf(posted: LedgerTransaction, id: LedgerTransactionId, postedAt: EpochMs): LedgerTransaction {
  if (posted.reversesId !== null) throw new RangeError(`ledger transaction ${posted.id} is a reversal itself`);
  return { ...posted, id, event: 'reversal', entries: posted.entries.map((entry) => ({ ...entry, debit: entry.credit, credit: entry.debit })), postedAt, reversesId: posted.id };
}
