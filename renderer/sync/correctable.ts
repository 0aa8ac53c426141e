import type { Locale } from '#shared/auth/model.ts';
import type { Json } from '#shared/kernel/json.ts';
import type { UnsentChange } from '#shared/sync/outbox-model.ts';
import { getAt } from '#shared/sync/paths.ts';
import { isTyped } from './field-input.tsx';

export type Correctable = { readonly path: string; readonly value: Json; /** A movement of stock, not a count. */ readonly isDelta: boolean };

/** The values of a refused change that can be typed again: those it sets; of a new product its title, codes, and the field it was refused for. */
export function correctable(change: UnsentChange, locale: Locale): Correctable[] {
  if (change.action === 'patch') {
    return change.ops.flatMap((op): Correctable[] => {
      if (op.op === 'add') return [{ path: op.path, value: op.delta, isDelta: true }];
      return op.op === 'set' && isTyped(op.path, op.value) ? [{ path: op.path, value: op.value, isDelta: false }] : [];
    });
  }
  const { doc } = change;
  if (change.action === 'delete' || doc === null) return [];
  const variants = Object.keys((getAt(doc, 'variants') ?? {}) as Record<string, Json>).slice(0, 8);
  const wished = [`texts/${locale}/title`, ...variants.flatMap((id) => [`variants/${id}/sku`, `variants/${id}/gtin`]), ...(change.error?.field === undefined ? [] : [change.error.field])];
  return [...new Set(wished)].map((path) => ({ path, value: getAt(doc, path), isDelta: false })).filter(({ path, value }) => value !== null && isTyped(path, value));
}
