import { mayNot } from '../auth/permissions.ts';
import type { AppError } from '../kernel/errors.ts';
import type { Actor } from '../sync/model.ts';
import type { Shop } from './shop-model.ts';
import { readWebAddress } from './web-address.ts';

/** Set when the shop was made, or decided by the marketplace. */
export const fixedShopFields = ['id', 'handle', 'country', 'currency'] as const;

/**
 * Decides whether a shop may become what an edit makes of it; console and server call it alike.
 *
 * Its own vendors and admins change it; whether it is open is the marketplace's to say.
 */
export function checkShop(before: Shop | null, after: Shop, actor: Actor): AppError | null {
  if (before === null) return { code: 'forbidden', rule: 'shop-made-elsewhere' };
  if (actor.role !== 'admin' && actor.role !== 'vendor') return { code: 'forbidden', rule: 'read-only-role', details: { role: actor.role } };
  if (actor.role === 'vendor' && !actor.shopIds.includes(before.id)) return { code: 'forbidden', field: 'id', rule: 'own-shop-only' };
  const refused = mayNot(actor, 'edit', { of: 'shop', shopId: before.id });
  if (refused !== null) return refused;
  const fixed = fixedShopFields.find((name) => before[name] !== after[name]);
  if (fixed !== undefined) return { code: 'rule-broken', field: fixed, rule: 'fixed-field' };
  if (before.status !== after.status && actor.role !== 'admin') return { code: 'forbidden', field: 'status', rule: 'shop-status-by-staff' };
  return checkNames(before, after) ?? checkClosures(before, after) ?? checkZones(before, after) ?? checkWebAddress(before, after);
}

/** A shop keeps one place at least, and no two places or profiles with one name. */
function checkNames(before: Shop, after: Shop): AppError | null {
  if (Object.keys(after.locations).length === 0 && Object.keys(before.locations).length > 0) return { code: 'rule-broken', field: 'locations', rule: 'one-place-needed' };
  for (const collection of ['locations', 'taxProfiles', 'shippingProfiles'] as const) {
    if (before[collection] === after[collection]) continue;
    const seen = new Map<string, string>();
    for (const [id, { name }] of Object.entries(after[collection] ?? {})) {
      const key = name.trim().toLowerCase();
      if (seen.has(key)) return { code: 'rule-broken', field: `${collection}/${id}/name`, rule: 'name-taken', details: { name, by: seen.get(key)! } };
      seen.set(key, id);
    }
  }
  return null;
}

function checkClosures(before: Shop, after: Shop): AppError | null {
  for (const [id, closure] of Object.entries(after.closures ?? {})) {
    if (before.closures?.[id] === closure) continue;
    if (closure.to < closure.from) return { code: 'rule-broken', field: `closures/${id}/to`, rule: 'ends-before-it-begins', details: { from: closure.from, to: closure.to } };
  }
  return null;
}

/** Only as `readWebAddress` writes it, so that what begins with it is an address. */
function checkWebAddress(before: Shop, { webAddress = null }: Shop): AppError | null {
  if (webAddress === null || webAddress === before.webAddress) return null;
  const read = readWebAddress(webAddress);
  if (!read.ok) return { code: 'rule-broken', field: 'webAddress', rule: read.error };
  return read.value === webAddress ? null : { code: 'rule-broken', field: 'webAddress', rule: 'web-address-plain' };
}

function checkZones(before: Shop, after: Shop): AppError | null {
  for (const [id, profile] of Object.entries(after.shippingProfiles ?? {})) {
    if (before.shippingProfiles?.[id] === profile) continue;
    const field = `shippingProfiles/${id}/zones`;
    const seen = new Set<string>();
    for (const { countries, price, freeFrom, days } of profile.zones) {
      if (price < 0 || (freeFrom !== null && freeFrom < 0)) return { code: 'rule-broken', field, rule: 'price-not-negative', details: { found: Math.min(price, freeFrom ?? 0), least: 0 } };
      if (days[1] < days[0]) return { code: 'rule-broken', field, rule: 'days-in-order', details: { from: days[0], to: days[1] } };
      for (const country of countries) {
        if (seen.has(country)) return { code: 'rule-broken', field, rule: 'country-in-two-zones', details: { country } };
        seen.add(country);
      }
    }
  }
  return null;
}
