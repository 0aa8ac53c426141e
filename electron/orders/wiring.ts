import type { ShopId } from '#shared/auth/model.ts';
import type { Desk } from '../data-process/ground.ts';
import { createOrders } from './handlers.ts';
import { createOrderMoney } from './money.ts';

export const wireOrders = (desk: Desk, shopShown: () => ShopId | null) => createOrders({ ...desk, shopShown, tell: (changed) => desk.tell('orders.changed', changed) });

export const wireOrderMoney = (desk: Desk) => createOrderMoney(desk);
