import { useState } from 'react';
import type { Minor } from '#shared/kernel/money.ts';
import type { Order } from '#shared/orders/model.ts';
import { leftToRefund, type LeftToRefund } from '#shared/orders/refunds/left.ts';
import { planRefund, type RefundPlan } from '#shared/orders/refunds/plan.ts';
import type { RefundWish } from '#shared/orders/refunds/wish.ts';
import type { AppError } from '#shared/kernel/errors.ts';

export type PartTyped = { readonly quantity: number; /** Null: what the pieces cost. */ readonly amount: Minor | null };
export type RefundTyped = { readonly by: 'parts' | 'amount'; readonly lines: Readonly<Record<string, PartTyped>>; readonly shipping: Minor | null; readonly amount: Minor | null; readonly reason: string };

/** What is being typed about a refund, and what it comes to on this machine: the same rules the server decides with. */
export type RefundForm = {
  readonly typed: RefundTyped;
  readonly change: (part: Partial<RefundTyped>) => void;
  readonly left: LeftToRefund;
  readonly wish: RefundWish | null;
  readonly plan: RefundPlan | null;
  readonly refused: AppError | null;
};

export const nothingTyped: RefundTyped = { by: 'parts', lines: {}, shipping: null, amount: null, reason: '' };

export function useRefundForm(order: Order, start: RefundTyped = nothingTyped): RefundForm {
  const [typed, setTyped] = useState(start);
  const wish = wishOf(typed);
  const planned = wish === null ? null : planRefund(order, wish);
  return {
    typed, left: leftToRefund(order), wish, plan: planned?.ok ? planned.value : null,
    refused: planned === null || planned.ok ? null : planned.error,
    change: (part) => setTyped((before) => ({ ...before, ...part })),
  };
}

/** Null while nothing is named. */
function wishOf({ by, lines, shipping, amount }: RefundTyped): RefundWish | null {
  if (by === 'amount') return amount === null || amount <= 0 ? null : { by, amount };
  const named = Object.entries(lines).filter(([, part]) => part.quantity > 0 || (part.amount ?? 0) > 0);
  return named.length === 0 && (shipping ?? 0) === 0 ? null : { by, lines: Object.fromEntries(named) as Extract<RefundWish, { by: 'parts' }>['lines'], shipping: shipping ?? (0 as Minor) };
}
