import { createContext, useContext } from 'react';
import type { AppError } from '#shared/kernel/errors.ts';
import type { OrderCommand } from '#shared/orders/commands/command.ts';
import type { LineStanding } from '#shared/orders/lines.ts';
import type { Order } from '#shared/orders/model.ts';
import type { OrderReturn } from '#shared/orders/returns.ts';
import type { Parcel } from '#shared/orders/parcels.ts';
import type { OrderStates } from '#shared/orders/states.ts';
import type { OrderTotals } from '#shared/orders/totals.ts';

/** What is asked before something is done to an order: which pieces, why, by whom carried. */
export type Asked =
  | { readonly name: 'ship' | 'hold' | 'cancel' | 'ask-return' }
  | { readonly name: 'decline'; readonly lineId: string }
  | { readonly name: 'refuse-return' | 'return-sent' | 'inspect'; readonly returnId: string }
  | { readonly name: 'tracking' | 'failed' | 'void'; readonly parcelId: string };

/** What every part of an order's page needs to know; all of it follows from the order. */
export type OrderPageContext = {
  readonly order: Order;
  readonly states: OrderStates;
  readonly lines: readonly LineStanding[];
  readonly totals: OrderTotals;
  readonly parcels: readonly Parcel[];
  readonly returns: readonly OrderReturn[];
  readonly account: string;
  /** Whether this may be done as the order stands, by this person: decided by the rules the server decides with. */
  readonly may: (command: OrderCommand) => boolean;
  /** Does it at once and on this machine; refused: why, and nothing changed. */
  readonly run: (command: OrderCommand, said: string) => Promise<AppError | null>;
  readonly ask: (asked: Asked) => void;
};

export const OrderContext = createContext<OrderPageContext | null>(null);

export function useOrderPage(): OrderPageContext {
  const context = useContext(OrderContext);
  if (!context) throw new Error('a part of an order outside of its page');
  return context;
}
