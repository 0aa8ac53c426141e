import type { OrderFact } from '../model.ts';

type Without<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

/** A fact before it is known who says it, and when. */
export type Said = Without<OrderFact, 'at' | 'by'>;
