import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { role, sellerRole } from '#shared/auth/model.ts';
import { actionsOn, grantsOf, resourceKinds, type ResourceKind } from '#shared/auth/permission-table.ts';
import { confirmFirst, CONFIRMATION_MS, may, mayNot, type Asking } from '#shared/auth/permissions.ts';

const [nour, other] = ['01900000-0000-7000-8000-000000000001', '01900000-0000-7000-8000-000000000002'];
const vendor = (is: 'administration' | 'inventory' | 'orders' | 'accounting' | 'support'): Asking => ({ role: 'vendor', shopIds: [nour], sellerRoles: { [nour]: is } });
const staff = (is: 'admin' | 'moderator' | 'support'): Asking => ({ role: is, shopIds: [] });

describe('TEAM-01 who may do what, and why', () => {
  test.each([
    { name: 'stock clerk edits products', who: vendor('inventory'), action: 'edit', of: 'product', because: 'seller-role-grants' },
    { name: 'stock clerk looks at the balance', who: vendor('inventory'), action: 'read', of: 'balance', because: 'seller-role-lacks' },
    { name: 'bookkeeper looks at the balance', who: vendor('accounting'), action: 'read', of: 'balance', because: 'seller-role-grants' },
    { name: 'bookkeeper changes the bank account', who: vendor('accounting'), action: 'change', of: 'bank-account', because: 'seller-role-lacks' },
    { name: 'order clerk sends orders', who: vendor('orders'), action: 'work', of: 'order', because: 'seller-role-grants' },
    { name: 'order clerk edits products', who: vendor('orders'), action: 'edit', of: 'product', because: 'seller-role-lacks' },
    { name: 'owner invites a colleague', who: vendor('administration'), action: 'invite', of: 'member', because: 'seller-role-grants' },
    { name: 'owner approves a payout', who: vendor('administration'), action: 'approve', of: 'payout', because: 'admins-only' },
    { name: 'moderator edits products', who: staff('moderator'), action: 'edit', of: 'product', because: 'other-roles' },
    { name: 'moderator decides about listings', who: staff('moderator'), action: 'decide', of: 'product', because: 'role-grants' },
    { name: 'support reads the audit', who: staff('support'), action: 'read', of: 'audit', because: 'admins-only' },
    { name: 'administrator reads the audit', who: staff('admin'), action: 'read', of: 'audit', because: 'role-grants' },
  ] as const)('$name: $because', ({ who, action, of, because }) => {
    const verdict = may(who, action as never, { of, shopId: nour });
    expect(verdict.because).toBe(because);
    expect(mayNot(who, action as never, { of, shopId: nour })?.rule ?? null).toBe(verdict.may ? null : because);
  });

  const anyRight = fc.constantFrom(...resourceKinds.flatMap((kind) => actionsOn(kind).map((action) => ({ kind, action }))));
  const anyVendor = fc.record({ role: fc.constant('vendor' as const), shopIds: fc.subarray([nour, other]), sellerRoles: fc.dictionary(fc.constantFrom(nour, other), fc.constantFrom(...sellerRole.options)) });

  test('no vendor has a right in a shop that is not theirs', () =>
    fc.assert(fc.property(anyVendor, anyRight, fc.constantFrom(nour, other), (who, { kind, action }, shopId) => who.shopIds.includes(shopId) || !may(who, action as never, { of: kind, shopId }).may)));

  test('a verdict says what the table says, and a refusal names who may', () =>
    fc.assert(fc.property(fc.oneof(anyVendor, fc.record({ role: fc.constantFrom(...role.options.filter((one) => one !== 'vendor')), shopIds: fc.constant([]) })), anyRight, (who: Asking, { kind, action }) => {
      const verdict = may(who, action as never, { of: kind });
      const holders = grantsOf(kind as ResourceKind, action as never);
      expect(verdict.holders).toEqual(holders);
      expect(verdict.may).toBe(who.role === 'vendor' ? who.shopIds.some((id) => holders.includes(`seller:${who.sellerRoles?.[id] ?? 'administration'}`)) : holders.includes(who.role));
    })));

  test('every right has somebody, and administrators have every one that is not a shop’s alone', () => {
    for (const kind of resourceKinds) for (const action of actionsOn(kind)) {
      const holders = grantsOf(kind, action as never);
      expect(holders.length).toBeGreaterThan(0);
      expect(holders.includes('admin') || holders.every((holder) => holder.startsWith('seller:')) || `${kind}.${action}` === 'refund.ask', `${kind}.${action}`).toBe(true);
    }
  });
});

test.each([
  { name: 'never', confirmedAt: null, refused: true },
  { name: 'just now', confirmedAt: 1_000_000, refused: false },
  { name: 'a moment before it runs out', confirmedAt: 1_000_001 - CONFIRMATION_MS, refused: false },
  { name: 'run out', confirmedAt: 1_000_000 - CONFIRMATION_MS, refused: true },
  { name: 'by a clock that was set back since', confirmedAt: 1_000_001, refused: true },
])('the password given again, $name', ({ confirmedAt, refused }) => expect(confirmFirst({ confirmedAt }, 1_000_000)?.rule ?? null).toBe(refused ? 'confirm-first' : null));
