import type { Json } from '#shared/kernel/json.ts';
import type { Actor, EntityDescription, ScopeName } from '#shared/sync/model.ts';

export const COMMON = 'common' as ScopeName;
export const ADMIN = 'admin' as ScopeName;
export const vendorScope = (shopId: string): ScopeName => `vendor:${shopId}` as ScopeName;

/** What a person may read: what is common to all, and either their shops or, as staff of the marketplace, everything. */
export function scopesOf(actor: Actor): readonly ScopeName[] {
  return actor.role === 'vendor' ? [COMMON, ...actor.shopIds.toSorted().map(vendorScope)] : [COMMON, ADMIN];
}

export const mayReadScope = (actor: Actor, scope: ScopeName): boolean => scopesOf(actor).includes(scope);

/** The read projection: a record as this person may see it, null when it lies outside their scopes. Every row that leaves the server passes here. */
export function asSeenBy(actor: Actor, description: Pick<EntityDescription, 'scopesOf'>, doc: Json | null): Json | null {
  if (doc === null) return null;
  const readable = scopesOf(actor);
  return description.scopesOf(doc).some((scope) => readable.includes(scope)) ? doc : null;
}

/** Counters are locked in this order by everyone, so that nobody waits in a circle; the wide one last, because everybody wants it. */
export function inLockOrder(scopes: Iterable<ScopeName>): ScopeName[] {
  return [...scopes].sort((a, b) => (a === b ? 0 : a === ADMIN ? 1 : b === ADMIN ? -1 : a < b ? -1 : 1));
}
