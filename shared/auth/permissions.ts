import type { AppError } from '../kernel/errors.ts';
import type { Role, SellerRole } from './model.ts';
import { grantsOf, type ActionOn, type Holder, type ResourceKind } from './permission-table.ts';

/** Who asks, as far as permissions look at them; `sellerRoles` says per shop what a vendor does there, administration where it says nothing. */
export type Asking = {
  readonly role: Role;
  readonly shopIds: readonly string[];
  readonly sellerRoles?: Readonly<Record<string, SellerRole>> | undefined;
};

/** What is asked about; `shopId` is whose it is, left out where it is the marketplace's or nobody's in particular. */
export type Resource<K extends ResourceKind = ResourceKind> = { readonly of: K; readonly shopId?: string | undefined };

/**
 * Why somebody may or may not do something. `because` names the sentence (`auth:why.<because>`), `as` the role that decides, `holders` everybody who may.
 *
 * - `role-grants` · `seller-role-grants` the role of the person, or what they are in this shop, has it
 * - `admins-only` only administrators have it · `other-roles` other roles have it
 * - `own-shop-only` a vendor, but of other shops · `seller-role-lacks` they work there, as something else
 */
export type Verdict =
  | { readonly may: true; readonly because: 'role-grants' | 'seller-role-grants'; readonly as: Holder; readonly holders: readonly Holder[] }
  | { readonly may: false; readonly because: 'admins-only' | 'other-roles' | 'own-shop-only' | 'seller-role-lacks'; readonly as: Holder | 'vendor'; readonly holders: readonly Holder[] };

/**
 * Whether a person may do something, and why: the one place menus, screens, the console's own rules and the server ask.
 *
 * @param resource of a shop: the vendor has to work there. Without `shopId`: in any of their shops.
 */
export function may<K extends ResourceKind>(actor: Asking, action: ActionOn<K>, resource: Resource<K>): Verdict {
  const holders = grantsOf(resource.of, action);
  const { role } = actor;
  if (role !== 'vendor') {
    if (holders.includes(role)) return { may: true, because: 'role-grants', as: role, holders };
    return { may: false, because: holders.every((holder) => holder === 'admin') ? 'admins-only' : 'other-roles', as: role, holders };
  }
  const theirs = resource.shopId === undefined ? actor.shopIds : actor.shopIds.filter((id) => id === resource.shopId);
  const sellers = holders.filter((holder) => holder.startsWith('seller:'));
  if (sellers.length === 0) return { may: false, because: holders.every((holder) => holder === 'admin') ? 'admins-only' : 'other-roles', as: 'vendor', holders };
  if (theirs.length === 0) return { may: false, because: 'own-shop-only', as: 'vendor', holders };
  const parts = theirs.map((id): Holder => `seller:${sellerRoleIn(actor, id)}`);
  const granted = parts.find((part) => holders.includes(part));
  return granted === undefined ? { may: false, because: 'seller-role-lacks', as: parts[0]!, holders } : { may: true, because: 'seller-role-grants', as: granted, holders };
}

/** What a vendor is in one of their shops. */
export const sellerRoleIn = (actor: Pick<Asking, 'sellerRoles'>, shopId: string): SellerRole => actor.sellerRoles?.[shopId] ?? 'administration';

/** The refusal that a verdict stands for, null where it allows. The words of the rule say who may instead. */
export function refusedBy(verdict: Verdict, attempted?: string): AppError<'forbidden'> | null {
  if (verdict.may) return null;
  const { because, as, holders } = verdict;
  return { code: 'forbidden', ...(attempted === undefined ? {} : { attempted }), rule: because, details: { as, holders: [...holders] } };
}

/** `may` for those who only want to know what to refuse with. @returns null: go ahead */
export const mayNot = <K extends ResourceKind>(actor: Asking, action: ActionOn<K>, resource: Resource<K>, attempted?: string): AppError<'forbidden'> | null =>
  refusedBy(may(actor, action, resource), attempted);

/** How long a password (and code) given again counts, milliseconds. */
export const CONFIRMATION_MS = 5 * 60_000;

/**
 * Whether somebody has proved lately that they sit at their own console: approving money and changing where it goes wants the password once more.
 *
 * @returns `forbidden` with rule `confirm-first` (the window then asks for the password and tries again), or null
 */
export const confirmFirst = (actor: { readonly confirmedAt?: number | null | undefined }, now: number, attempted?: string): AppError<'forbidden'> | null =>
  actor.confirmedAt != null && now - actor.confirmedAt < CONFIRMATION_MS && now >= actor.confirmedAt ? null : { code: 'forbidden', ...(attempted === undefined ? {} : { attempted }), rule: 'confirm-first' };
