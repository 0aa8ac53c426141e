import { sql, type Kysely } from 'kysely';
import type { ServerSchema } from '#server/db/schema.ts';
import type { ShopId } from '#shared/auth/model.ts';
import type { Currency } from '#shared/kernel/money.ts';
import { DAY_MS, type EpochMs } from '#shared/kernel/time.ts';
import { ageingOf, type Ageing } from '#shared/payouts/balance/ageing.ts';
import { grouped } from '../grouped.ts';
import { exact } from '../runs/positions.ts';

/** The shops that owe something in a currency, the largest debt first, with how long they have. */
export async function negativeBalances(db: Kysely<ServerSchema>, currency: Currency, now: EpochMs): Promise<(Ageing & { readonly shopId: ShopId; readonly name: string })[]> {
  const { rows } = await sql<{ shop_id: ShopId; name: string | null; day: number; moved: string }>`
    SELECT moves.shop_id, shop.name, moves.available_at / ${sql.lit(DAY_MS)} AS day, CAST(SUM(moves.credit - moves.debit) AS TEXT) AS moved FROM ledger_entry AS moves
    JOIN (SELECT shop_id FROM ledger_entry WHERE currency = ${currency} AND account IN ('2000', '1200') AND available_at <= ${now} GROUP BY shop_id HAVING SUM(credit - debit) < 0) AS owing ON owing.shop_id = moves.shop_id
    LEFT JOIN shop ON shop.id = moves.shop_id
    WHERE moves.currency = ${currency} AND moves.account IN ('2000', '1200') AND moves.available_at <= ${now}
    GROUP BY moves.shop_id, shop.name, moves.available_at / ${sql.lit(DAY_MS)} ORDER BY day`.execute(db);
  const byShop = grouped(rows, ({ shop_id }) => shop_id);
  return [...byShop].map(([shopId, days]) => ({
    shopId, name: days[0]!.name ?? '', ...ageingOf(days.map(({ day, moved }) => ({ at: (Number(day) * DAY_MS) as EpochMs, amount: exact(moved) })), now),
  })).sort((a, b) => b.total - a.total || (a.shopId < b.shopId ? -1 : 1));
}
