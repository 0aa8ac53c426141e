import type { ServerTransaction } from '#server/db/transaction.ts';
import type { ServerDb } from '#server/db/open.ts';
import { bulkInsert } from '#server/sync/bulk-insert.ts';
import type { ShopId } from '#shared/auth/model.ts';
import type { Shop } from '#shared/catalog/model.ts';
import { DAY_MS } from '#shared/kernel/time.ts';
import { drawFrom, drawnId } from '../random.ts';
import { DEMO_NOW } from '../shops.ts';
import { demoBankAccount } from './bank-account.ts';
import type { DemoAccount } from './past-run.ts';
import { demoSettings } from './settings.ts';

const putStandings = bulkInsert('payout_standing', ['shop_id', 'may_be_paid', 'reserve', 'changed_by', 'changed_at']);
const putAccounts = bulkInsert('payout_bank_account', ['id', 'shop_id', 'currency', 'account', 'doc', 'changed_by', 'changed_at', 'cooling_until', 'verified_by', 'verified_at', 'replaced_at']);

/** By their place among the shops: a runs' preview has a reason for each that is paid nothing. */
const [NO_ACCOUNT, NOT_VERIFIED, JUST_CHANGED] = [12, 13, 14];
const OPENED = DEMO_NOW - 740 * DAY_MS;

/**
 * Which shops of the demo may be paid, and where: all that are open, to accounts that were entered and verified before anything was sold. One has none, one of another was never
 * verified, one was changed three days ago.
 *
 * @returns the account each shop was paid to so far
 */
export async function paidShops(trx: ServerTransaction, { dialect }: ServerDb, shops: readonly Shop[], clerk: string, now: number): Promise<ReadonlyMap<ShopId, DemoAccount>> {
  const draw = drawFrom(-36_000, 0, 0);
  // Whoever works for a shop enters its account; nobody of the demo, so that nobody is kept from approving.
  const owner = drawnId(draw, OPENED);
  const known = new Map<ShopId, DemoAccount>();
  const rows: Parameters<typeof putAccounts>[2][number][] = [];
  const put = (account: DemoAccount, shop: Shop, changedAt: number, verifiedAt: number | null, replacedAt: number | null) => rows.push({
    id: account.id, shop_id: shop.id, currency: account.currency, account: account.account, doc: JSON.stringify({ ...account, id: undefined }), changed_by: owner, changed_at: changedAt,
    cooling_until: changedAt + demoSettings.coolingDays * DAY_MS, verified_by: verifiedAt === null ? null : clerk, verified_at: verifiedAt, replaced_at: replacedAt,
  });
  for (const [number, shop] of shops.entries()) {
    const read = demoBankAccount(shop, number);
    if (read === null || number === NO_ACCOUNT) continue;
    const account = { ...read, id: drawnId(draw, OPENED) };
    if (number === NOT_VERIFIED) {
      put(account, shop, now - 9 * DAY_MS, null, null);
      continue;
    }
    known.set(shop.id, account);
    const changed = number === JUST_CHANGED ? now - 3 * DAY_MS : null;
    put(account, shop, OPENED, OPENED + DAY_MS, changed);
    if (changed !== null) put({ ...demoBankAccount(shop, number, 1)!, id: drawnId(draw, changed) }, shop, changed, changed + DAY_MS, null);
  }
  await putAccounts(trx, dialect, rows);
  await putStandings(trx, dialect, shops.map((shop) => ({ shop_id: shop.id, may_be_paid: shop.status === 'open' ? 1 : 0, reserve: null, changed_by: clerk, changed_at: OPENED })));
  return known;
}
