import { z } from 'zod';
import { shopId } from '../auth/model.ts';
import { endpoints } from '../contract/http.ts';
import { uuid } from '../kernel/ids.ts';
import { currency, minor } from '../kernel/money.ts';
import { calendarDate, epochMs } from '../kernel/time.ts';

const reason = z.string().trim().min(3).max(500);
const placedHold = z.object({ id: uuid, shopId, shopName: z.string(), currency, amount: minor.nullable(), reasonPublic: z.string(), reasonInternal: z.string().nullable(), placedBy: z.string(), placedAt: epochMs });
export type PlacedHold = z.infer<typeof placedHold>;
const shopReserve = z.object({
  shopId, shopName: z.string(), currency, total: minor,
  /** The rule of the shop itself; null: that of the settings. */
  own: z.object({ rate: z.int(), days: z.int() }).nullable(),
  days: z.array(z.object({ day: calendarDate, amount: minor, /** Set aside by somebody, and why; null: kept of sales. */ reason: z.string().nullable() })),
});
export type ShopReserve = z.infer<typeof shopReserve>;

/** What is kept back of the money of shops: by people (holds), of sales for a time, and set aside (reserves). */
export const holdEndpoints = endpoints({
  payoutHolds: { method: 'get', path: '/payouts/holds', auth: 'signed-in', summary: 'Everything that is held at this moment, the latest first. For administrators.', reply: z.object({ holds: z.array(placedHold) }), errors: ['signed-out', 'forbidden'] },
  payoutReserves: { method: 'get', path: '/payouts/reserves', auth: 'signed-in', summary: 'What is kept as reserve, shop by shop, with the days it is given back on. For administrators.', reply: z.object({ shops: z.array(shopReserve) }), errors: ['signed-out', 'forbidden'] },
  setAside: {
    method: 'post', path: '/payouts/reserves', auth: 'signed-in', summary: 'Set a fixed amount of what a shop has available aside until a day, with a reason the shop reads. For administrators.',
    body: z.strictObject({ shopId, currency, amount: minor.min(1), releaseOn: calendarDate, reason }), reply: z.object({ id: uuid }), errors: ['signed-out', 'forbidden', 'not-found', 'rule-broken'],
  },
});
