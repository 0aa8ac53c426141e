import { useMe } from '#renderer/app/live.ts';
import { may } from '#shared/auth/permissions.ts';

/** What this person may do about the money of orders of a shop, by the matrix the server decides with. */
export function useMoneyRights(shopId: string): { readonly read: boolean; readonly make: boolean; readonly answer: boolean } {
  const me = useMe();
  if (me === null) return { read: false, make: false, answer: false };
  const asking = { role: me.role, shopIds: me.shops.map(({ id }) => id as string), sellerRoles: Object.fromEntries(me.shops.flatMap(({ id, sellerRole }) => (sellerRole ? [[id, sellerRole]] : []))) };
  return { read: may(asking, 'read', { of: 'refund', shopId }).may, make: may(asking, 'make', { of: 'refund', shopId }).may, answer: may(asking, 'answer', { of: 'dispute', shopId }).may };
}
